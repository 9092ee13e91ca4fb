"""Pydantic's findings in plain words: one problem a fault, with value, place and suggestion."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pydantic_core import ErrorDetails

from simsales.errors import Problem, did_you_mean
from simsales.loading.aliases import suggest_key
from simsales.loading.kinds import keys_of, kinds_at, takes_bare_number, words_of
from simsales.loading.nodes import Node, Path, dotted, nearest, plain
from simsales.loading.values import number_hint, shown
from simsales.model.parameter import Parameter

_ABOUT_A_KEY = ("missing", "extra_forbidden")
_MEANT = re.compile(r'"(\w+)"')
_BOUNDS = {
    "greater_than": ("must be more than", "gt"),
    "greater_than_equal": ("must be at least", "ge"),
    "less_than": ("must be less than", "lt"),
    "less_than_equal": ("must be at most", "le"),
}
_SHARE = re.compile(r"(\d+(?:\.\d+)?) must lie (?:strictly )?between 0 and 1")
_TYPES = {
    "int": "must be a whole number",
    "float": "must be a number",
    "string": "must be a word or text",
    "bool": "must be yes or no",
    "date": "must be a date such as 2026-01-05",
    "dict": "must be a mapping (lines of  name: value)",
    "model": "must be a mapping (lines of  key: value)",
    "tuple": "must be a list",
    "list": "must be a list",
    "finite": "must be finite",
}


def translated(errors: Iterable[ErrorDetails], root: Node) -> list[Problem]:
    """One problem for each fault that pydantic found in the data of root.

    Where the model allows several forms, only faults of the form that was meant are told;
    and a key that is there under a misspelt name is not missing as well.
    """
    found: dict[tuple[Path, str], Problem] = {}
    for error in errors:
        path = _meant_path(error, root)
        if path is not None and not _is_cut_short(error, nearest(root, path)[0]):
            problem = _problem(path, error, root)
            found.setdefault((path, problem.rule), problem)
    misspelt = {
        (path[:-1], key)
        for (path, _), problem in found.items()
        for key in _MEANT.findall(problem.suggestion)
        if problem.rule.startswith("unknown key")
    }
    return [
        problem
        for (path, rule), problem in found.items()
        if not (rule.endswith("is missing") and (path[:-1], path[-1]) in misspelt)
    ]


def _meant_path(error: ErrorDetails, root: Node) -> Path | None:
    """The path as the file has it; None if the fault is of a form that was plainly not meant."""
    node: Node | None = root
    path: list[str | int] = []
    location = error["loc"]
    for at, key in enumerate(location):
        entry = node.get(key) if node is not None else None
        if entry is None and not (at == len(location) - 1 and error["type"] in _ABOUT_A_KEY):
            if node is not None and _not_meant(str(key), isinstance(node.value, dict)):
                return None
            continue
        path.append(key)
        node = entry
    return tuple(path)


def _not_meant(form: str, is_mapping: bool) -> bool:
    """Whether pydantic's name of a form (`int`, `dict[str,int]`) does not fit what was written."""
    if form == "Odds":
        return True
    if form.startswith("dict["):
        return not is_mapping
    return is_mapping and form.startswith(("int", "str", "float", "constrained-"))


def _is_cut_short(error: ErrorDetails, node: Node) -> bool:
    """Whether a list is only too short because pydantic dropped faulty entries from it."""
    if error["type"] != "too_short" or not isinstance(node.value, dict | list):
        return False
    return len(node.value) >= int(error["ctx"]["min_length"])


def _problem(path: Path, error: ErrorDetails, root: Node) -> Problem:
    node, depth = nearest(root, path)
    if error["type"] == "missing":
        return Problem(dotted(path[:-1]), f'"{path[-1]}" is missing', _form_of(path), node.where)
    if error["type"] == "extra_forbidden":
        return _unknown_key(path, root, node)
    if error["loc"] and error["loc"][-1] == "[key]":
        suggestion = did_you_mean(str(path[-1]), keys_of(kinds_at(path[:-1])))
        return Problem(dotted(path), f"unknown key {shown(path[-1])}", suggestion, node.where)
    value = plain(node) if not isinstance(node.value, dict | list) else node.value
    rule, suggestion = _rule(error, value, kinds_at(path))
    place = node.where if isinstance(node.value, dict | list) or value is None else node.place
    return Problem(dotted(path[:depth]), rule, suggestion, place)


def _form_of(path: Path) -> str:
    """How a missing key is written, where that helps a beginner."""
    forms = {
        "headcount": "write  headcount: 8",
        "advance": "write the chance to move on, e.g.  advance: 0.4",
        "deal_size": "write  deal_size: 12000",
        "name": "write  name: my_company" if len(path) == 1 else "write  name: Ann",
        "leads_per_week": "write  leads_per_week: 10",
        "stages": "write  stages:  and below it one entry a stage",
    }
    return forms.get(str(path[-1]), "")


def _unknown_key(path: Path, root: Node, node: Node) -> Problem:
    kinds = kinds_at(path[:-1])
    known = keys_of(kinds)
    parent, _ = nearest(root, path[:-1])
    if takes_bare_number(kinds) and "value" in parent.mapping:
        known = list(Parameter.model_fields)
    given = node.place if node.key_place is None else node.key_place
    return Problem(dotted(path), f"unknown key {shown(path[-1])}", suggest_key(str(path[-1]), known), given)


def _rule(error: ErrorDetails, value: Any, kinds: tuple[Any, ...]) -> tuple[str, str]:
    """The rule that the value breaks, in plain words, and what to write instead."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return _own_rule(str(context.get("error", error["msg"])), value)
    if kind == "literal_error":
        choices = words_of(kinds)
        if not isinstance(value, str):
            return f"must be one of {', '.join(choices)}, not {shown(value)}", ""
        return f"unknown word {shown(value)}", did_you_mean(value, choices)
    if kind in _BOUNDS:
        words, key = _BOUNDS[kind]
        return f"{shown(value)} {words} {context[key]:g}", ""
    if kind in ("too_short", "too_long"):
        return _length_rule(kind, context, value)
    if kind.startswith("string_") and kind not in ("string_type", "string_sub_type"):
        return _text_rule(kind, context, value)
    return _type_rule(kind, error["msg"], value)


def _own_rule(said: str, value: Any) -> tuple[str, str]:
    """A rule of the model; those that name a form also get the value that broke it."""
    if said.startswith(("must be a number", "must name its unit")):
        return f"{said}, not {shown(value)}", number_hint(value)
    return said, _share_hint(said)


def _share_hint(said: str) -> str:
    """A share of more than 1 was most likely meant in percent."""
    found = _SHARE.fullmatch(said)
    value = float(found[1]) if found else 0.0
    return f"write {value / 100:.6g} for {value:g} %" if 1 < value < 100 else ""


def _length_rule(kind: str, context: dict[str, Any], value: Any) -> tuple[str, str]:
    if kind == "too_short" and not value:
        return "must not be empty", ""
    limit = context["min_length" if kind == "too_short" else "max_length"]
    entries = "entry" if limit == 1 else "entries"
    return f"must have at {'least' if kind == 'too_short' else 'most'} {limit} {entries}", ""


def _text_rule(kind: str, context: dict[str, Any], value: Any) -> tuple[str, str]:
    if kind == "string_too_short":
        return "must not be empty", ""
    if kind == "string_too_long":
        return f"{shown(value)} is longer than {context['max_length']} characters", ""
    forms = {
        "^[A-Z]{3}$": ("is no currency code", "write three capitals, e.g. USD"),
        "^[a-z]{2}(_[A-Z]{2})?$": ("is no locale", "write e.g. en_US or de_DE"),
    }
    said, suggestion = forms.get(
        str(context.get("pattern")), ("is no good name", "use letters, digits, _ - and . only, no spaces")
    )
    return f"{shown(value)} {said}", suggestion


def _type_rule(kind: str, said: str, value: Any) -> tuple[str, str]:
    word = kind.split("_")[0]
    rule = _TYPES.get(word, said.replace("Input should be", "must be"))
    suggestion = number_hint(value) if word in ("int", "float") else ""
    if word == "string" and isinstance(value, int | float) and not isinstance(value, bool):
        suggestion = f'write "{value}"'
    if word in ("dict", "model") and isinstance(value, list):
        suggestion = "write  name: {…}  lines instead of  - entries"
    if value is None:
        return f"{rule}, but nothing is given", "give it a value, or leave the key out"
    return f"{rule}, not {shown(value)}", suggestion
