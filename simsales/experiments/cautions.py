"""Warnings in plain words: what a reader of the figures should know first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from simsales.experiments.recommend import NOTABLE
from simsales.measure.kpis import KPIS, MAIN_KPIS
from simsales.measure.precision import MOST

if TYPE_CHECKING:
    from simsales.experiments.answers import Recommendation
    from simsales.loading import Loaded
    from simsales.measure.estimate import Estimate
    from simsales.measure.precision import Precision
    from simsales.measure.spread import Spread
    from simsales.model.scenario import Scenario

_FEW = 30
_BUSY = 0.97
_LONG_CYCLE = 0.1
_UNSEEN = 0.1
_EXPECTED = 0.1


def run_cautions(
    scenario: Scenario, kpis: Mapping[str, Estimate], replications: int,
    spread: Mapping[str, Spread], precision: Precision | None, open_pipeline: float = 0.0,
) -> Iterator[str]:  # fmt: skip
    """What to know about a run, what matters most first.

    `open_pipeline` is what its change adds to mean profit.
    """
    yield from _too_few(replications)
    yield from _imprecise(precision)
    yield from _not_booked(open_pipeline, kpis["profit"].mean)
    yield from _undefined(scenario, kpis, replications)
    yield from _empty_start(scenario, kpis)
    busy = kpis["utilisation"].mean
    if busy is not None and busy >= _BUSY:
        yield (
            f"Reps use {busy:.0%} of their hours for deals: work piles up, and the longer the span, "
            "the worse it looks."
        )
    yield from _unseen(spread)


def compare_cautions(
    base: Loaded, others: Sequence[tuple[str, Loaded]], replications: int,
    recommendation: Recommendation, precision: Precision | None,
) -> Iterator[str]:  # fmt: skip
    """What to know about a comparison, what matters most first."""
    yield from recommendation_cautions(recommendation)
    for name, loaded in others:
        yield from _other_span(base.scenario, name, loaded.scenario)
        if loaded.hash == base.hash:
            yield f'"{name}" is the same scenario as the base.'
    yield from _too_few(replications)
    yield from _imprecise(precision)


def recommendation_cautions(r: Recommendation) -> Iterator[str]:
    """Whether what is not known could turn the recommendation, and whether luck alone could."""
    word = KPIS[r.kpi].label.lower()
    if r.flips:
        yield (
            f"The recommendation flips: {_plan(r.best)} has the highest mean {word}, but with every "
            f"parameter at its best value {_plan(r.best_luck_only or '')} has it."
        )
    if r.flip_chance is not None and r.flip_chance >= NOTABLE:
        yield (
            f"The recommendation may flip within the ranges of what is not known: in about "
            f"{r.flip_chance:.0%} of cases {_plan(r.runner_up)} would be the better one."
        )
    if not r.sure:
        yield (
            f"{_plan(r.best)[:1].upper()}{_plan(r.best)[1:]} and {_plan(r.runner_up)} cannot be told apart "
            f"by mean {word} with these replications."
        )


def _plan(name: str) -> str:
    return "the base" if name == "base" else f'"{name}"'


def _too_few(replications: int) -> Iterator[str]:
    if replications < _FEW:
        noun = "replication" if replications == 1 else "replications"
        yield f"Only {replications} {noun}: intervals are wide or missing; 100 or more are better."


def _imprecise(precision: Precision | None) -> Iterator[str]:
    if precision is None or precision.met:
        return
    if precision.reached is None:
        yield f"The mean of {precision.kpi} is 0 or unknown, so no relative precision can be reached."
    else:
        yield (
            f"The precision asked for ({precision.asked:.2%}) was not reached with {MOST:,} replications; "
            f"it is {precision.reached:.2%}."
        )


def _not_booked(change: float, profit: float | None) -> Iterator[str]:
    """Where much of profit is expected of deals still open."""
    if not profit or abs(change) <= _EXPECTED * abs(profit):
        return
    share = abs(change / profit)
    part = f"{share:.0%} of it" if share <= 1 else "more than all of it"
    if change > 0:
        gains = f"Profit counts what the open pipeline gains from start to end ({part})"
        yield f"{gains}: expected, not yet booked."
    else:
        yield f"Profit counts what the open pipeline loses from start to end (as much as {part})."


def _unseen(spread: Mapping[str, Spread]) -> Iterator[str]:
    bookings = spread.get("bookings")
    if bookings is not None and bookings.clipped and (bookings.unknown_high or 0.0) > _UNSEEN:
        yield (
            "With so few replications it cannot be seen what the unknown parameters add to the spread of "
            f"bookings; it may be up to {bookings.unknown_high:.0%}."
        )


def _undefined(scenario: Scenario, kpis: Mapping[str, Estimate], replications: int) -> Iterator[str]:
    has_quota = any(role.quota_per_year.value > 0 for role in scenario.roles.values())
    for name in MAIN_KPIS:
        missing = replications - kpis[name].values
        if missing and (has_quota or name not in ("attainment", "reps_at_quota")):
            yield (
                f"{KPIS[name].label} is undefined in {missing} of {replications} replications, "
                "which are left out of it."
            )


def _empty_start(scenario: Scenario, kpis: Mapping[str, Estimate]) -> Iterator[str]:
    calendar, cycle = scenario.calendar, kpis["cycle_days"].mean
    if calendar.warmup_weeks or scenario.initial_pipeline or cycle is None:
        return
    if cycle > _LONG_CYCLE * calendar.weeks * 7:
        yield (
            "The pipeline starts empty, so the first weeks book less than a running company would; "
            "calendar.warmup_weeks or initial_pipeline fills it."
        )


def _other_span(base: Scenario, name: str, other: Scenario) -> Iterator[str]:
    a, b = base.calendar, other.calendar
    if a.weeks != b.weeks:
        yield f'"{name}" spans {b.weeks} weeks and the base {a.weeks}: sums such as bookings do not compare.'
    if (a.warmup_weeks, a.hours_per_week) != (b.warmup_weeks, b.hours_per_week):
        yield (
            f'"{name}" has another warm-up or week than the base: the years are not the same, '
            "and pairing saves little."
        )
