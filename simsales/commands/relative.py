"""Changes such as `+20%` or `*1.2`: refused in plain words, with the value that is there now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from simsales.errors import InputError, Place, Problem

if TYPE_CHECKING:
    from simsales.loading import Loaded

_RELATIVE = re.compile(r"(?P<sign>[+*/x×]=?|-(?=.*%))\s*(?P<amount>\d+(?:\.\d+)?)\s*(?P<percent>%?)")
_OPERATOR = re.compile(r"(.*\S)\s*[-+*/]$")


def refuse_relative(scenario: str, overrides: Sequence[str], place: Place | None = None) -> None:
    """Raises InputError where a `path=value` tells a change, not a value; `scenario` has today's value.

    Without a `place`, each problem is placed at its `--set`.
    """
    found = [(text, change) for text in overrides if (change := relative(text)) is not None]
    if not found:
        return
    from simsales.loading import load_scenario

    loaded = load_scenario(scenario)
    raise InputError(
        Problem(path, "relative changes are not understood", _hint(loaded, path, change),
                place or Place(f"--set {text.strip()[:100]}"))
        for text, (path, change) in found
    )  # fmt: skip


def relative(text: str) -> tuple[str, str] | None:
    """The path and the change of a `path=value` that tells one; None for a plain value.

    >>> relative("a.b=+20%"), relative("a.b*=1.2"), relative("a.b=-0.3")
    (('a.b', '+20%'), ('a.b', '*1.2'), None)
    """
    path, _, value = (piece.strip() for piece in text.partition("="))
    before = _OPERATOR.fullmatch(path)
    if before:
        return before[1], path[-1] + value
    return (path, value) if _RELATIVE.fullmatch(value) else None


def _hint(loaded: Loaded, path: str, change: str) -> str:
    now = _present(loaded, path)
    if now is None:
        return "write the new value itself"
    new = _changed(now, change)
    return f"write the new value itself; it is {now:.6g} now" + ("" if new is None else f", so {new:.6g}")


def _present(loaded: Loaded, path: str) -> float | None:
    """The number at a path of a scenario, the best value where it has a range; None if there is none."""
    from simsales.loading.nodes import locate
    from simsales.loading.yaml_text import marks_of, parse_yaml

    root, _ = parse_yaml(loaded.text, marks_of(loaded.path))
    steps, node = locate(root, path), root
    for step in (*(steps or ()), "value"):
        node = node.get(step) or node
    value: Any = node.value if steps else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _changed(now: float, change: str) -> float | None:
    """What a change makes of a number; None if it cannot be told.

    >>> _changed(20, "+10%"), _changed(20, "*1.5"), _changed(8, "+2"), _changed(8, "/2")
    (22.0, 30.0, 10.0, 4.0)
    """
    found = _RELATIVE.fullmatch(change)
    if found is None:
        return None
    sign, amount = found["sign"][0], float(found["amount"])
    if found["percent"]:
        factor = {"+": 1 + amount / 100, "-": 1 - amount / 100, "/": None}.get(sign, amount / 100)
        return None if factor is None else round(now * factor, 12)
    if sign == "/":
        return now / amount if amount else None
    return now + amount if sign == "+" else now * amount
