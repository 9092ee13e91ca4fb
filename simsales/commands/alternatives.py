"""Reads `--alt "NAME: path=value, path=value"`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from simsales.errors import InputError, Place, Problem

_CLOSES = {"[": "]", "{": "}", "(": ")"}
_SEMICOLON = re.compile(r";\s*[\w.]+\s*=")
_FORM = 'write "NAME: path=value, path=value"'


@dataclass(frozen=True)
class Changes:
    """A named alternative: what to set in the base scenario."""

    name: str
    overrides: tuple[str, ...]


def read_changes(text: str, number: int = 1) -> Changes:
    """The name and the overrides in an `--alt` argument; `number` counts the arguments.

    Commas inside brackets and quotes belong to the value. Raises InputError that names
    the argument and the character.

    >>> read_changes("Two more: roles.ae.headcount=8, sources.web.season=[1, 1, 2, 1]")
    Changes(name='Two more', overrides=('roles.ae.headcount=8', 'sources.web.season=[1, 1, 2, 1]'))
    """
    equals = text.find("=")
    colon = text.find(":")
    if equals < 0:
        raise _fault(number, len(text), text.strip(), "sets nothing", _FORM)
    if colon < 0 or colon > equals:
        raise _fault(number, 1, "", "has no name", _FORM)
    name = text[:colon].strip()
    if not name:
        raise _fault(number, 1, "", "has an empty name", _FORM)
    parts = list(_split(text, colon + 1, number))
    return Changes(name, tuple(_override(part, at, number) for part, at in parts))


def _override(part: str, at: int, number: int) -> str:
    path, equals, value = (piece.strip() for piece in part.partition("="))
    start = at + len(part) - len(part.lstrip())
    if not part.strip():
        raise _fault(number, start + 1, "", "nothing stands between two commas", "remove one comma")
    if not equals:
        raise _fault(number, start + 1, path, "has no value", f'write "{path}=VALUE"')
    if not path:
        raise _fault(number, start + 1, "", "has no path before the equals sign", _FORM)
    if not value:
        raise _fault(number, at + part.index("=") + 2, path, "has no value", f'write "{path}=VALUE"')
    semicolon = _SEMICOLON.search(value)
    if semicolon and value[0] not in "\"'[{":
        at += part.index("=") + 1 + part.partition("=")[2].index(value) + semicolon.start()
        raise _fault(number, at + 1, "", "a semicolon does not part changes", "use a comma")
    return f"{path}={value}"


def _split(text: str, start: int, number: int) -> Iterator[tuple[str, int]]:
    """The parts of text[start:] between commas outside brackets and quotes, with where each begins."""
    open_brackets: list[tuple[str, int]] = []
    quote: tuple[str, int] | None = None
    begin = start
    for at in range(start, len(text)):
        mark = text[at]
        if quote:
            quote = None if mark == quote[0] else quote
        elif mark in "\"'" and text[begin:at].rstrip()[-1:] in ("=", "[", "{", ",", ":"):
            quote = (mark, at)
        elif mark in _CLOSES:
            open_brackets.append((mark, at))
        elif mark in _CLOSES.values():
            if not open_brackets or _CLOSES[open_brackets.pop()[0]] != mark:
                raise _fault(
                    number, at + 1, "", f'"{mark}" closes nothing that is open', "check the brackets"
                )
        elif mark == "," and not open_brackets:
            yield text[begin:at], begin
            begin = at + 1
    if quote or open_brackets:
        mark, at = quote or open_brackets[-1]
        raise _fault(number, at + 1, "", f"{mark} is never closed", "close it")
    yield text[begin:], begin


def _fault(number: int, character: int, path: str, rule: str, suggestion: str) -> InputError:
    return InputError(Problem(path, rule, suggestion, Place(f"--alt {number}, character {character}")))
