"""Plain data in which every value remembers where it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from simsales.errors import Place

Scalar = str | int | float | bool | date | None
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Node:
    """A value of a YAML text: a scalar, a mapping or a list of further nodes.

    `place` is where the value begins; `key_place` where its key does, if it has one.
    Nodes are shared by aliases, so nothing may change them.
    """

    value: Scalar | dict[str, Node] | list[Node]
    place: Place
    key_place: Place | None = None

    @property
    def where(self) -> Place:
        """The best place to speak of this node as a whole: its key, else its value."""
        return self.key_place or self.place

    @property
    def mapping(self) -> dict[str, Node]:
        """Its entries; empty when it is no mapping."""
        return self.value if isinstance(self.value, dict) else {}

    def get(self, step: str | int) -> Node | None:
        """The entry under a key or index, or None."""
        if isinstance(self.value, dict):
            return self.value.get(step) if isinstance(step, str) else None
        if isinstance(self.value, list) and isinstance(step, int) and 0 <= step < len(self.value):
            return self.value[step]
        return None


def plain(node: Node) -> Any:
    """The data without places: dict, list and scalars, newly made."""
    if isinstance(node.value, dict):
        return {key: plain(entry) for key, entry in node.value.items()}
    if isinstance(node.value, list):
        return [plain(entry) for entry in node.value]
    return node.value


def place_all(value: Any, place: Place) -> Node:
    """Nodes of plain data that were all written at one place, e.g. in a line of a CSV file."""
    if isinstance(value, dict):
        return Node({key: place_all(entry, place) for key, entry in value.items()}, place, place)
    if isinstance(value, list):
        return Node([place_all(entry, place) for entry in value], place, place)
    return Node(value, place, place)


def dotted(path: Iterable[str | int]) -> str:
    """A path as users write it.

    >>> dotted(("roles", "ae", "reps", 0))
    'roles.ae.reps.0'
    """
    return ".".join(str(step) for step in path)


def locate(root: Node, words: str) -> Path | None:
    """Steps of a dotted path that exists below root, or None; keys may hold dots themselves."""
    if not words:
        return ()
    for step, rest in _steps(root, words):
        entry = root.get(step)
        found = locate(entry, rest) if entry is not None else None
        if found is not None:
            return (step, *found)
    return None


def _steps(node: Node, words: str) -> Iterator[tuple[str | int, str]]:
    """Every first step into a node that a dotted path can mean, with the rest of the path."""
    if isinstance(node.value, list):
        first, _, rest = words.partition(".")
        if first.isascii() and first.isdecimal() and len(first) < 9:
            yield int(first), rest
        return
    for key in node.mapping:
        if words == key:
            yield key, ""
        elif words.startswith(f"{key}."):
            yield key, words[len(key) + 1 :]


def nearest(root: Node, path: Path) -> tuple[Node, int]:
    """The deepest node that exists along a path, and how many steps lead to it."""
    node, depth = root, 0
    for step in path:
        entry = node.get(step)
        if entry is None:
            break
        node, depth = entry, depth + 1
    return node, depth
