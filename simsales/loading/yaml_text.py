"""YAML text -> nodes: the safe subset of YAML 1.1 that scenarios need, and nothing that surprises.

Refused with a place: double and non-text keys, tags, loops and floods of aliases, several
documents, numbers that are not finite, control characters, texts that are too long or deep.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path as FilePath
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

from simsales.errors import InputError, Place, Problem
from simsales.loading.nodes import Node, Path, Scalar, dotted

MAX_BYTES = 2_000_000
MAX_NODES = 200_000
"""Nodes of one text, counted as if every alias were written out."""
MAX_DEPTH = 60
MAX_NUMBER = 1e15
"""Beyond this nothing counts in a sales organisation, and sums would overflow."""
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
_PLAIN = frozenset(_TAG + word for word in ("str", "int", "float", "bool", "null", "timestamp"))
_NOT_PRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WORDS = {
    "mapping values are not allowed in this context": "a colon is not expected here",
    "did not find expected key": "a key is expected here; is the line indented like its neighbours?",
    "did not find expected '-' indicator": "a list entry (- …) is expected here",
    "could not find expected ':'": "a colon is missing after the key",
    "found character that cannot start any token": "this character (perhaps a tab) cannot start a value",
    "found unexpected end of stream": "a quote is never closed",
    "did not find expected ',' or ']'": "a comma or ] is missing",
    "did not find expected ',' or '}'": "a comma or } is missing",
    "did not find expected node content": "a value is missing here",
    "found undefined alias": "this *alias has no &anchor before it",
    "found a tab character that violates indentation": "a tab cannot indent; use spaces",
    "did not find expected <document start>": "the text should end here; is the line indented too little?",
    "did not find expected comment or line break": "a comment (#) or a line break is expected here",
    "exceeded maximum nesting depth": "is nested too deep",
    "found unknown escape character": "unknown escape (\\…) in a quoted text; use single quotes",
}


def read_file(file: FilePath, shown: str, limit: int = MAX_BYTES) -> str:
    """The text of an input file; raises InputError if it is missing, too big or no UTF-8."""
    try:
        if not file.is_file():
            rule = "is a directory" if file.is_dir() else "there is no such file"
            rule = "is no ordinary file" if file.exists() and not file.is_dir() else rule
            raise InputError(Problem("", rule, place=Place(shown)))
        with file.open("rb") as stream:
            raw = stream.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(Problem("", f"cannot be read: {reason}", place=Place(shown))) from None
    if len(raw) > limit:
        raise InputError(Problem("", f"is larger than {limit / 1e6:g} MB", place=Place(shown, 1, 1)))
    return _decoded(raw, shown)


def _decoded(raw: bytes, shown: str) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        raise InputError(
            Problem("", "is no UTF-8 text from here on", "save it as UTF-8", _after(before, shown))
        ) from None
    odd = _NOT_PRINTABLE.search(text)
    if odd:
        rule = f"control character U+{ord(odd.group()):04X} is not allowed"
        raise InputError(Problem("", rule, "remove it", _after(text[: odd.start()], shown)))
    return text


def _after(before: str, shown: str) -> Place:
    return Place(shown, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


def parse_yaml(text: str, place_of: Callable[[Any], Place]) -> tuple[Node, list[Problem]]:
    """The nodes of one document, and the faults that leave the rest readable.

    place_of turns a mark of PyYAML into a Place. Raises InputError where nothing can be read.
    """
    try:
        reader = _Reader(yaml.parse(text, Loader=_LOADER), place_of)
        return reader.document(), reader.problems
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        rule = str(error.problem or "is no valid YAML").strip()
        raise InputError(Problem("", _WORDS.get(rule, rule), place=place_of(mark))) from None
    except yaml.YAMLError as error:
        raise InputError(Problem("", f"is no valid YAML: {error}", place=place_of(None))) from None


def marks_of(shown: str) -> Callable[[Any], Place]:
    """Turns PyYAML's marks into places of a file; no mark = its beginning."""

    def place_of(mark: Any) -> Place:
        return Place(shown, mark.line + 1, mark.column + 1) if mark is not None else Place(shown, 1, 1)

    return place_of


@dataclass(frozen=True)
class _Built:
    """A node and how many nodes it is when written out."""

    node: Node
    size: int


class _Reader:
    """Builds nodes from parse events, so that depth and size are known before anything is built."""

    def __init__(self, events: Iterator[Any], place_of: Callable[[Any], Place]) -> None:
        self.problems: list[Problem] = []
        self._events = events
        self._place_of = place_of
        self._anchors: dict[str, _Built | None] = {}
        self._resolve: Callable[..., Any] = Resolver().resolve
        self._construct: Callable[..., Any] = SafeConstructor().construct_object

    def document(self) -> Node:
        next(self._events)  # the stream begins
        start = next(self._events)
        if isinstance(start, yaml.StreamEndEvent):
            self._refuse(start, (), "is empty", "begin with  name: my_company")
        built = self._value(next(self._events), ())
        next(self._events)  # the document ends
        more = next(self._events)
        if not isinstance(more, yaml.StreamEndEvent):
            self._refuse(more, (), "a second document begins here", "remove the line ---")
        return built.node

    def _refuse(self, event: Any, path: Path, rule: str, suggestion: str = "") -> None:
        raise InputError(Problem(dotted(path), rule, suggestion, self._place_of(event.start_mark)))

    def _report(self, event: Any, path: Path, rule: str, suggestion: str = "") -> None:
        self.problems.append(Problem(dotted(path), rule, suggestion, self._place_of(event.start_mark)))

    def _value(self, event: Any, path: Path) -> _Built:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, path)
        if len(path) > MAX_DEPTH:
            self._refuse(event, path[:3], f"is nested more than {MAX_DEPTH} levels deep")
        if event.anchor:
            self._anchors[event.anchor] = None
        if isinstance(event, yaml.ScalarEvent):
            built = _Built(Node(self._scalar(event, path), self._place_of(event.start_mark)), 1)
        elif isinstance(event, yaml.SequenceStartEvent):
            built = self._sequence(event, path)
        else:
            built = self._mapping(event, path)
        if event.anchor:
            self._anchors[event.anchor] = built
        return built

    def _alias(self, event: Any, path: Path) -> _Built:
        if event.anchor not in self._anchors:
            self._refuse(event, path, f"*{event.anchor} has no &{event.anchor} before it")
        built = self._anchors[event.anchor]
        if built is None:
            self._refuse(event, path, f"*{event.anchor} stands inside &{event.anchor} itself")
        assert built is not None
        return built

    def _grown(self, size: int, more: int, event: Any, path: Path) -> int:
        if size + more > MAX_NODES:
            self._refuse(event, path, f"holds more than {MAX_NODES} values when aliases are written out")
        return size + more

    def _tag_is_known(self, event: Any, path: Path, own: str) -> None:
        if event.tag not in (None, _TAG + own):
            self._report(event, path, f"tag {event.tag} is not allowed", "remove it")

    def _sequence(self, event: Any, path: Path) -> _Built:
        self._tag_is_known(event, path, "seq")
        entries: list[Node] = []
        size = 1
        while not isinstance(entry := next(self._events), yaml.SequenceEndEvent):
            built = self._value(entry, (*path, len(entries)))
            size = self._grown(size, built.size, entry, path)
            entries.append(built.node)
        return _Built(Node(entries, self._place_of(event.start_mark)), size)

    def _mapping(self, event: Any, path: Path) -> _Built:
        self._tag_is_known(event, path, "map")
        entries: dict[str, Node] = {}
        merged: list[Node] = []
        size = 1
        while not isinstance(key_event := next(self._events), yaml.MappingEndEvent):
            key, is_merge = self._key(key_event, path)
            built = self._value(next(self._events), (*path, key))
            size = self._grown(size, built.size, key_event, path)
            if is_merge:
                merged.extend(self._merged(built.node, key_event, path))
            elif key in entries:
                line = entries[key].where.line
                first = f" (first in line {line})" if line else ""
                self._report(key_event, (*path, key), f'"{key}" is given twice{first}', "keep one")
            else:
                entries[key] = replace(built.node, key_place=self._place_of(key_event.start_mark))
        for mapping in merged:
            entries = {**mapping.mapping, **entries}
        return _Built(Node(entries, self._place_of(event.start_mark)), size)

    def _merged(self, node: Node, event: Any, path: Path) -> list[Node]:
        given = node.value if isinstance(node.value, list) else [node]
        if not all(isinstance(entry.value, dict) for entry in given):
            self._report(event, path, "<< takes a mapping from elsewhere", "write  <<: *anchor")
            return []
        return given

    def _key(self, event: Any, path: Path) -> tuple[str, bool]:
        """The key, and whether it is the merge key `<<`; odd keys are reported and kept as text."""
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse(event, path, "a key must be one word", "did you forget quotes around {…} or […]?")
        text = str(event.value)
        tag = self._tag(event)
        where = (*path, text)
        if tag == _TAG + "merge":
            return text, True
        if tag != _TAG + "str" and text not in ("=", "on"):  # `on` is a key of the model: openings
            meaning = {"bool": "yes/no", "null": "nothing", "timestamp": "a date"}.get(
                tag.removeprefix(_TAG), "a number"
            )
            self._report(event, where, f"the key {text or '~'} means {meaning} in YAML", f'write "{text}"')
        elif not text.strip() or len(text) > 200 or "\n" in text or _NOT_PRINTABLE.search(text):
            self._report(event, path, "a key must be a short printable word")
            return "?", False
        return text, False

    def _tag(self, event: Any) -> str:
        if event.tag and event.tag != "!":
            return str(event.tag)
        if event.tag == "!":
            return _TAG + "str"
        return str(self._resolve(yaml.ScalarNode, event.value, event.implicit))

    def _scalar(self, event: Any, path: Path) -> Scalar:
        tag, text = self._tag(event), str(event.value)
        if tag not in _PLAIN:
            if event.tag:
                self._report(event, path, f"tag {event.tag} is not allowed", "remove it")
            return text
        if _NOT_PRINTABLE.search(text):
            self._report(event, path, "holds a control character", "remove it")
            return ascii(text)
        if tag == _TAG + "str" or (":" in text and tag in (_TAG + "int", _TAG + "float")):
            return text  # 12:30 is no number here, although YAML 1.1 counts it in sixties
        if tag == _TAG + "int" and re.fullmatch(r"[-+]?0[0-7_]+", text):
            self._report(event, path, f"{text} is an octal number in YAML", f"write {text.lstrip('0') or 0}")
            return text
        return self._constructed(event, tag, path)

    def _constructed(self, event: Any, tag: str, path: Path) -> Scalar:
        text = str(event.value)
        if len(text) > 100:
            self._report(event, path, "is no number of a sensible length")
            return text
        try:
            value = self._construct(yaml.ScalarNode(tag, text), deep=True)
        except (ValueError, KeyError, OverflowError, yaml.YAMLError, AttributeError):
            self._report(event, path, f"{text[:40]} is no valid {tag.removeprefix(_TAG)}")
            return text
        if isinstance(value, int | float) and not abs(value) <= MAX_NUMBER:
            known = value != value or abs(value) == float("inf")
            rule = "is not a finite number" if known else "is too large a number"
            self._report(event, path, f"{text[:40]} {rule}")
            return text
        if isinstance(value, datetime):
            return text
        assert value is None or isinstance(value, str | int | float | date)
        return value
