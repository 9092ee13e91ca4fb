"""`extends: OTHER`: a scenario that says only what differs from another one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any

from simsales.errors import InputError, Problem
from simsales.loading.forms import long_form, without_rivals
from simsales.loading.kinds import step
from simsales.loading.nodes import Node
from simsales.loading.shipped import find_scenario
from simsales.loading.values import shown
from simsales.loading.yaml_text import marks_of, parse_yaml, read_file
from simsales.model.scenario import Scenario

MAX_CHAIN = 10


def read_extended(file: FilePath) -> tuple[Node, list[Problem]]:
    """The nodes of a scenario file over those it extends, and the faults that leave them readable.

    Raises InputError where a file cannot be read at all.
    """
    return _read(file, ())


def _read(file: FilePath, chain: tuple[FilePath, ...]) -> tuple[Node, list[Problem]]:
    text = read_file(file, str(file))
    node, problems = parse_yaml(text, marks_of(str(file)))
    if not isinstance(node.value, dict):
        said = f"a scenario is a mapping (lines of  key: value), not {shown(node.value)}"
        raise InputError([*problems, Problem("", said, "begin with  name: my_company", node.place)])
    parent = node.mapping.get("extends")
    if parent is None:
        return node, problems
    own = replace(node, value={key: entry for key, entry in node.mapping.items() if key != "extends"})
    try:
        base, more = _read(_parent(parent, file, (*chain, file.resolve())), (*chain, file.resolve()))
    except InputError as error:
        raise InputError([*problems, *(_asked(problem, parent) for problem in error.problems)]) from None
    return merged(base, own), [*problems, *more]


def _asked(problem: Problem, parent: Node) -> Problem:
    """A fault of a parent that cannot be opened, at the line that asked for it."""
    if problem.place is None or problem.place.line is not None:
        return problem
    return Problem("extends", f'"{parent.value}" {problem.rule}', problem.suggestion, parent.place)


def _parent(node: Node, file: FilePath, chain: tuple[FilePath, ...]) -> FilePath:
    if not isinstance(node.value, str):
        said = f"must name a scenario or a file, not {shown(node.value)}"
        raise InputError(Problem("extends", said, place=node.place))
    found = find_scenario(node.value, file.parent, node.place)
    if found.resolve() in chain:
        raise InputError(Problem("extends", f'"{node.value}" extends this file itself', place=node.place))
    if len(chain) >= MAX_CHAIN:
        raise InputError(
            Problem("extends", f"more than {MAX_CHAIN} files extend each other", place=node.place)
        )
    return found


def merged(base: Node, over: Node, kinds: tuple[Any, ...] = (Scenario,)) -> Node:
    """base with what `over` says: mappings merge, all else is replaced, null removes the key.

    >>> from simsales.errors import Place
    >>> from simsales.loading.nodes import place_all, plain
    >>> base = place_all({"about": "A", "calendar": {"weeks": 52, "period": "year"}}, Place("a"))
    >>> over = place_all({"about": None, "calendar": {"weeks": 26}}, Place("b"))
    >>> plain(merged(base, over))
    {'calendar': {'weeks': 26, 'period': 'year'}}
    """
    if not isinstance(over.value, dict):
        return over
    base = long_form(base, kinds)
    entries = dict(base.mapping)
    for key, entry in over.value.items():
        if entry.value is not None:
            entries = without_rivals(entries, key, kinds)
    for key, entry in over.value.items():
        below = tuple(found for kind in kinds for found in step(kind, key))
        if entry.value is None:
            entries.pop(key, None)
        else:
            entries[key] = merged(entries[key], entry, below) if key in entries else entry
    return replace(over, value=entries)
