"""`path=value` strings from the command line, set into a scenario's nodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import get_origin

from pydantic import BaseModel

from simsales.errors import InputError, Place, Problem, did_you_mean
from simsales.loading.aliases import suggest_key
from simsales.loading.forms import long_form, without_rivals
from simsales.loading.kinds import keys_of, kinds_at, models
from simsales.loading.nodes import Node, Path, dotted, locate
from simsales.loading.yaml_text import parse_yaml


def with_overrides(root: Node, overrides: Sequence[str]) -> tuple[Node, list[Problem]]:
    """The nodes with every `path=value` set, in order, and the faults of those that cannot be.

    A value is YAML. A bare number replaces a whole `{value, range}`; null removes the key.
    """
    problems: list[Problem] = []
    for text in overrides:
        try:
            root = _set(root, text)
        except InputError as error:
            problems.extend(error.problems)
    return root, problems


def _set(root: Node, text: str) -> Node:
    words, equals, value = text.partition("=")
    words, place = words.strip(), Place(f"--set {text.strip()[:100]}")
    if not equals or not words or not value.strip():
        raise InputError(Problem("", "is no path=value", "write e.g.  roles.ae.headcount=8", place))
    node, problems = parse_yaml(value, lambda _mark: place)
    if problems:
        raise InputError(replace(problem, path=words) for problem in problems)
    path = locate(root, words) or _new_path(root, words, place, isinstance(node.value, dict))
    if path in ((), ("extends",)):
        raise InputError(Problem(words, "cannot be set", "name a key of the scenario", place))
    return _put(root, path, replace(node, key_place=place), place)


def _new_path(root: Node, words: str, place: Place, is_whole: bool) -> Path:
    """The path of a key that the file leaves out; raises InputError if the model has no such key.

    A new role, stage or source must be given as a whole: a misspelt name would make one otherwise.
    """
    steps = words.split(".")
    known = next(n for n in range(len(steps) - 1, -1, -1) if locate(root, ".".join(steps[:n])) is not None)
    path = locate(root, ".".join(steps[:known])) or ()
    node = root
    for key in path:
        node = node.get(key) or node
    for at, key in enumerate(steps[known:], start=known):
        may_be_new = at == len(steps) - 1 and (is_whole or not _names_records(path))
        _check_step(path, key, node if at == known else None, may_be_new, words, place)
        path = (*path, key)
    return path


def _check_step(path: Path, key: str, node: Node | None, may_be_new: bool, words: str, place: Place) -> None:
    kinds = kinds_at(path)
    known = keys_of(kinds)
    if key in known:
        return
    if node is not None and isinstance(node.value, list):
        end = len(node.value) - 1
        said = f"entries count from 0 to {end}" if end >= 0 else "the list is empty"
        raise InputError(Problem(words, f'the list has no entry "{key}"', said, place))
    if known:
        where = f"{dotted(path)} has no key" if path else "unknown key"
        raise InputError(Problem(words, f'{where} "{key}"', suggest_key(key, known), place))
    names = list(node.mapping) if node is not None else []
    free = any(get_origin(kind) is dict for kind in kinds)
    if not free or not may_be_new:
        said = f'{dotted(path)} has nothing called "{key}"'
        raise InputError(Problem(words, said, did_you_mean(key, names), place))


def _names_records(path: Path) -> bool:
    """Whether the names under a path are those of things (roles, stages) that must exist already."""
    return any(issubclass(model, BaseModel) for model in models(kinds_at((*path, "?"))) if model.__name__
               not in ("Parameter", "Distribution"))  # fmt: skip


def _put(node: Node, path: Path, value: Node, place: Place, above: Path = ()) -> Node:
    """A copy of node with value at path; mappings on the way are made where they lack."""
    key, rest = path[0], path[1:]
    node = long_form(node, kinds_at(above))
    entry = node.get(key) or Node({}, place, place)
    new = _put(entry, rest, value, place, (*above, key)) if rest else value
    if isinstance(node.value, list) and isinstance(key, int):
        return replace(node, value=[*node.value[:key], new, *node.value[key + 1 :]])
    mapping = {**without_rivals(node.mapping, str(key), kinds_at(above)), str(key): new}
    if not rest and value.value is None:
        del mapping[str(key)]
    return replace(node, value=mapping)
