"""Single values: how they are shown, and those that a lenient reader would misunderstand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, get_origin

from simsales.errors import Problem
from simsales.loading.kinds import step
from simsales.loading.nodes import Node, Path, dotted
from simsales.model.scenario import Scenario

_POWER = re.compile(r"([-+]?\d+)(\.\d*)?[eE]([-+]?)(\d+)")
_PERCENT = re.compile(r"([-+]?\d+(?:\.\d+)?)\s*%")
_MONEY = re.compile(r"[$€£]?\s*(\d{1,3}(?:[,'_ ]\d{3})+|\d+)(\.\d+)?\s*([kKmM]?)\s*[$€£]?")
_TIMES = {"": 1, "k": 1_000, "m": 1_000_000}


def shown(value: Any) -> str:
    """A value as it may stand in a message: short and printable.

    >>> shown("a" * 60)
    '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…"'
    >>> shown({"a": 1}), shown(False), shown(None)
    ('a mapping', 'false (no, off)', 'nothing')
    """
    if isinstance(value, dict):
        return "a mapping" if value else "an empty mapping"
    if isinstance(value, list | tuple):
        return "a list" if value else "an empty list"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true (yes, on)" if value else "false (no, off)"
    if isinstance(value, date):
        return f"the date {value}"
    text = f"{value}"
    text = text if len(text) <= 40 else text[:39] + "…"
    return json.dumps(text, ensure_ascii=False) if isinstance(value, str) else text


def number_hint(value: Any) -> str:
    """How to write what looks like a number to people, but not to YAML.

    >>> number_hint("1e6"), number_hint("12 %"), number_hint("$5,000"), number_hint("5k")
    ('write 1.0e+6', 'write 0.12', 'write 5000', 'write 5000')
    >>> number_hint("abc")
    ''
    """
    if not isinstance(value, str) or len(value) > 40:
        return ""
    text = value.strip()
    if found := _POWER.fullmatch(text):
        whole, part, sign, power = found.groups()
        return f"write {whole}{part or '.0'}e{sign or '+'}{power}"
    if found := _PERCENT.fullmatch(text):
        return f"write {float(found[1]) / 100:.6g}"
    if found := _MONEY.fullmatch(text):
        digits = re.sub(r"\D", "", found[1]) + (found[2] or "")
        return f"write {_TIMES[found[3].lower()] * float(digits):.12g}"
    return ""


def mistyped(root: Node) -> list[Problem]:
    """Text and yes/no where a number belongs, and numbers where a date does."""
    return list(_mistyped(root, (Scenario,), ()))


def _mistyped(node: Node, kinds: tuple[Any, ...], path: Path) -> Iterator[Problem]:
    if isinstance(node.value, dict):
        for key, entry in node.value.items():
            yield from _mistyped(entry, _under(kinds, key), (*path, key))
    elif isinstance(node.value, list):
        for at, entry in enumerate(node.value):
            yield from _mistyped(entry, _under(kinds, at), (*path, at))
    elif rule := _wrong(node.value, kinds):
        yield Problem(dotted(path), f"{rule}, not {shown(node.value)}", number_hint(node.value), node.place)


def _under(kinds: tuple[Any, ...], key: str | int) -> tuple[Any, ...]:
    return tuple(found for kind in kinds for found in step(kind, key))


def _wrong(value: Any, kinds: tuple[Any, ...]) -> str:
    if date in kinds:
        return "" if isinstance(value, date) or _is_date(value) else "must be a date such as 2026-01-05"
    if (int in kinds or float in kinds) and isinstance(value, bool | str | date):
        rule = "must be a number" if float in kinds else "must be a whole number"
        mapping = any(get_origin(kind) is dict for kind in kinds)
        return rule + (" or a mapping" if mapping else "")
    return ""


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value) is not None
    except ValueError:
        return False
