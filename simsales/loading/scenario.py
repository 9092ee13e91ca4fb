"""The one way in: a name or a file becomes a checked scenario, or every problem of it at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import Any

import yaml
from pydantic import ValidationError

from simsales.errors import InputError, Place, Problem
from simsales.loading.extends import read_extended
from simsales.loading.messages import translated
from simsales.loading.nodes import Node, locate, nearest, plain
from simsales.loading.overrides import with_overrides
from simsales.loading.shipped import find_scenario
from simsales.loading.tables import with_tables
from simsales.loading.values import mistyped
from simsales.model.scenario import Scenario, problems

_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_UNKNOWN_WORD = re.compile(r'unknown \w+ "(.*)"')


@dataclass(frozen=True)
class Loaded:
    """A checked scenario and the canonical text that makes it again."""

    scenario: Scenario
    text: str
    """YAML with parents, overrides and tables merged in; loading it gives the same text."""
    hash: str
    """SHA-256 of the text, in hexadecimal."""
    path: str
    """The file that was read."""


def load_scenario(name_or_path: str | FilePath, overrides: Sequence[str] = ()) -> Loaded:
    """Read a shipped scenario (bare name) or a file, set the overrides and check everything.

    Each override is `path=value`, e.g. `roles.ae.headcount=8`. Raises InputError with all
    problems, sorted by place.

    >>> load_scenario("hello_sales", ["calendar.weeks=26"]).scenario.calendar.weeks
    26
    """
    file = find_scenario(name_or_path)
    root, found = read_extended(file)
    root, more = with_overrides(root, overrides)
    root, still_more = with_tables(root)
    earlier = _untold([*found, *more, *still_more], mistyped(root))
    scenario = _checked(root, earlier)
    text = _canonical(root)
    return Loaded(scenario, text, hashlib.sha256(text.encode()).hexdigest(), str(file))


def _checked(root: Node, earlier: list[Problem]) -> Scenario:
    """The scenario that the nodes say; raises InputError with the earlier problems and all others."""
    scenario: Scenario | None = None
    later: list[Problem] = []
    try:
        scenario = Scenario.model_validate(plain(root))
    except ValidationError as error:
        later = translated(error.errors(include_url=False), root)
    if scenario is not None:
        later = [_placed(problem, root) for problem in problems(scenario)]
    told = _untold(earlier, later)
    if told or scenario is None:
        raise InputError(sorted(dict.fromkeys(told), key=_by_place))
    return scenario


def _untold(earlier: list[Problem], later: list[Problem]) -> list[Problem]:
    """The earlier problems, and those later ones whose path has none yet."""
    known = {problem.path for problem in earlier if problem.path}
    return [*earlier, *(problem for problem in later if problem.path not in known)]


def _by_place(problem: Problem) -> tuple[str, int, int, str, str]:
    place = problem.place or Place("")
    return place.file, place.line or 0, place.column or 0, problem.path, problem.rule


def _placed(problem: Problem, root: Node) -> Problem:
    """A problem between parts of the scenario, with the place of the path it names."""
    words = problem.path
    path = locate(root, words)
    while path is None:
        words = words.rpartition(".")[0]
        path = locate(root, words)
    node, _ = nearest(root, path)
    word = _UNKNOWN_WORD.fullmatch(problem.rule)
    inside = node.get(word[1]) if word else None
    if inside is not None:
        return replace(problem, place=inside.where)
    return replace(problem, place=node.where if isinstance(node.value, dict | list) else node.place)


def _canonical(root: Node) -> str:
    """The same text for the same data, on every machine; keys in the order of the file."""
    return str(
        yaml.dump(
            plain(root), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100, line_break="\n"
        )
    )


class _Dumper(_DUMPER):  # type: ignore[misc]
    """Writes every value out; no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True
