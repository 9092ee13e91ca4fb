"""What to call the time that is simulated, and chances out of a hundred."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """The simulated time in words: "year"/"years", "quarter"/"quarters", "run of 8 weeks"."""

    noun: str
    plural: str


_NAMED = {1: "week", 13: "quarter", 26: "half-year", 52: "year"}


def span_of(weeks: int) -> Span:
    """The words for a number of weeks.

    >>> span_of(52).noun, span_of(13).plural, span_of(8).noun, span_of(104).noun
    ('year', 'quarters', 'run of 8 weeks', 'run of 2 years')
    """
    if weeks in _NAMED:
        return Span(_NAMED[weeks], _NAMED[weeks] + "s")
    length = f"{weeks // 52} years" if weeks % 52 == 0 else f"{weeks} weeks"
    return Span(f"run of {length}", f"runs of {length}")


def out_of(share: float, replications: int, span: Span, verb: str) -> str:
    """How many simulated spans do something; out of 100 when there were that many.

    >>> out_of(0.14, 200, span_of(52), "reach"), out_of(0.05, 20, span_of(52), "reach")
    ('14 of 100 simulated years reach', '1 of 20 simulated years reaches')
    """
    whole = min(replications, 100)
    count = round(share * whole)
    spans = f"simulated {span.plural}"
    if share <= 0:
        return f"none of the {replications} {spans} {_third(verb)}"
    if share >= 1:
        return f"all {replications} {spans} {verb}"
    if count == 0:
        return f"fewer than 1 of {whole} {spans} {_third(verb)}"
    if count == whole:
        return f"more than {whole - 1} of {whole} {spans} {verb}"
    return f"{count} of {whole} {spans} {_third(verb) if count == 1 else verb}"


def in_how_many(share: float, replications: int, span: Span) -> str:
    """The same without a verb: "in 71 of 100 simulated years".

    >>> in_how_many(0.71, 500, span_of(52)), in_how_many(1.0, 50, span_of(13))
    ('in 71 of 100 simulated years', 'in all 50 simulated quarters')
    """
    return "in " + out_of(share, replications, span, "").strip()


def _third(verb: str) -> str:
    if not verb:
        return ""
    return verb + ("es" if verb.endswith(("s", "ch", "sh", "x")) else "s")
