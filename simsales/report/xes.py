"""The event log as XES 2.0 (IEEE 1849), which process-mining tools read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TextIO, cast
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from simsales.report.events import Event

_EXTENSIONS = (
    ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"),
    ("Time", "time", "http://www.xes-standard.org/time.xesext"),
    ("Organizational", "org", "http://www.xes-standard.org/org.xesext"),
    ("Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
)
TRANSITION = {
    "touch_started": "start",
    "touch_broken_off": "pi_abort",
    "work_counted": "unknown",
    "deal_assigned": "assign",
}
"""Life-cycle transition of each event; every other one is `complete`."""
_TOUCH = {"touch_started", "touch_ended", "touch_broken_off", "work_counted"}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def activity(event: Event, *, won: bool = False) -> str:
    """What process-mining tools show: all events of a touch, or of a hand-off, share one name.

    `won` tells that the deal is won already, so that its touches are the hand-off.

    >>> from datetime import datetime
    >>> activity(Event(0.0, datetime(2026, 1, 5, 9), "touch_started", "web-1", "demo", "Ann", 2.0))
    'touch: demo'
    """
    if event.event == "deal_handed_off" or (won and event.event in _TOUCH):
        return "hand-off"
    if event.event in _TOUCH:
        return f"touch: {event.stage}"
    return f"{event.event}: {event.stage}" if event.event == "stage_entered" else event.event


def write_xes(rows: Iterator[Event], out: TextIO, *, scenario: str) -> None:
    """One trace a deal, in order of first appearance; events of no deal are left out."""
    traces: dict[str, list[Event]] = {}
    for event in rows:
        if event.deal:
            traces.setdefault(event.deal, []).append(event)
    xml = _Writer(out)
    with xml.inside("log", {"xes.version": "2.0", "xmlns": "http://www.xes-standard.org/"}):
        _head(xml, scenario)
        for deal, happened in traces.items():
            with xml.inside("trace"):
                xml.leaf("string", "concept:name", deal)
                won = False
                for event in happened:
                    _event(xml, event, activity(event, won=won))
                    won = won or event.event == "deal_won"
    xml.end()


def _head(xml: _Writer, scenario: str) -> None:
    for name, prefix, uri in _EXTENSIONS:
        xml.empty("extension", {"name": name, "prefix": prefix, "uri": uri})
    with xml.inside("global", {"scope": "trace"}):
        xml.leaf("string", "concept:name", "")
    with xml.inside("global", {"scope": "event"}):
        xml.leaf("string", "concept:name", "")
        xml.leaf("date", "time:timestamp", "1970-01-01T00:00:00.000+00:00")
        xml.leaf("string", "lifecycle:transition", "complete")
    xml.empty("classifier", {"name": "Activity", "keys": "concept:name"})
    xml.empty("classifier", {"name": "Activity and transition", "keys": "concept:name lifecycle:transition"})
    xml.leaf("string", "concept:name", scenario)
    xml.leaf("string", "lifecycle:model", "standard")


def _event(xml: _Writer, event: Event, name: str) -> None:
    with xml.inside("event"):
        xml.leaf("string", "concept:name", name)
        xml.leaf("date", "time:timestamp", event.date.isoformat(timespec="milliseconds") + "+00:00")
        xml.leaf("string", "lifecycle:transition", TRANSITION.get(event.event, "complete"))
        if event.rep:
            xml.leaf("string", "org:resource", event.rep)
        xml.leaf("string", "event", event.event)
        if event.stage:
            xml.leaf("string", "stage", event.stage)
        xml.leaf("float", "value", repr(event.value))
        xml.leaf("float", "time_hours", repr(event.time_hours))


class _Element:
    def __init__(self, writer: _Writer, name: str) -> None:
        self._writer, self._name = writer, name

    def __enter__(self) -> None:
        return None

    def __exit__(self, *exception: object) -> None:
        self._writer.close(self._name)


class _Writer:
    """Indented XML; characters that XML 1.0 forbids become U+FFFD."""

    def __init__(self, out: TextIO) -> None:
        # text streams are taken as they are, though the stubs know only those of bytes
        self._xml = XMLGenerator(cast(Any, out), encoding="UTF-8", short_empty_elements=True)
        self._depth = 0
        out.write('<?xml version="1.0" encoding="UTF-8"?>')

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        self._xml.ignorableWhitespace("\n" + "  " * self._depth)
        clean = {key: _NOT_XML.sub("\ufffd", text) for key, text in attributes.items()}
        self._xml.startElement(name, AttributesImpl(clean))

    def inside(self, name: str, attributes: dict[str, str] | None = None) -> _Element:
        """An element with others in it."""
        self._open(name, attributes or {})
        self._depth += 1
        return _Element(self, name)

    def close(self, name: str) -> None:
        """Ends the element opened last."""
        self._depth -= 1
        self._xml.ignorableWhitespace("\n" + "  " * self._depth)
        self._xml.endElement(name)

    def empty(self, name: str, attributes: dict[str, str]) -> None:
        """An element with nothing in it."""
        self._open(name, attributes)
        self._xml.endElement(name)

    def leaf(self, kind: str, key: str, value: str) -> None:
        """A XES attribute of a kind (string, date, float)."""
        self.empty(kind, {"key": key, "value": value})

    def end(self) -> None:
        """The last line ends."""
        self._xml.ignorableWhitespace("\n")
