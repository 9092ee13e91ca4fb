"""The answer of one run in plain words: what will be, what holds it back, how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simsales.measure.kpis import KPIS
from simsales.report.numbers import Numbers
from simsales.report.span import Span, in_how_many, out_of, span_of

if TYPE_CHECKING:
    from simsales.experiments.run import RunResult
    from simsales.loading import Loaded
    from simsales.measure.precision import Precision

_BUSY, _IDLE = 0.9, 0.7  # shares of deal-work hours in use from which a face says so


def numbers_of(loaded: Loaded) -> Numbers:
    """How the company of a scenario writes numbers."""
    company = loaded.scenario.company
    period = loaded.scenario.calendar.period
    return Numbers(company.currency, company.locale, company.money_word, period)


def span_words(loaded: Loaded) -> Span:
    """What to call the measured time of a scenario."""
    return span_of(loaded.scenario.calendar.weeks)


def books(word: str, money: str, *, more: str = "") -> str:
    """Verb and amount in the company's word for money booked.

    >>> books("bookings", "$2.8M"), books("ARR", "$120K", more=" more")
    ('books $2.8M', 'brings $120K more in ARR')
    """
    return f"books {money}{more}" if word.lower() == "bookings" else f"brings {money}{more} in {word}"


def plain_name(name: str) -> str:
    """A name from a scenario as a face shows it: spaces for underscores, nothing unprintable.

    >>> plain_name("demo_call")
    'demo call'
    """
    return "".join(c if c.isprintable() else "\ufffd" for c in name.replace("_", " "))


def kpi_label(name: str, numbers: Numbers) -> str:
    """A KPI's label; money booked goes by the company's word, quota by its period.

    >>> kpi_label("bookings", Numbers(money_word="ARR")), kpi_label("wins", Numbers())
    ('ARR', 'Wins')
    """
    word = numbers.money_word
    if name == "reps_at_quota" and numbers.period:
        return f"{KPIS[name].label} in a {numbers.period}"
    return word[:1].upper() + word[1:] if name == "bookings" else KPIS[name].label


def answer(result: RunResult) -> str:
    """The sentence that leads everything."""
    numbers, span = numbers_of(result.loaded), span_words(result.loaded)
    word = result.loaded.scenario.company.money_word
    money = result.kpis["bookings"]
    if result.replications == 1:
        return (
            f"The one simulated {span.noun} {books(word, numbers.money(money.mean, 3))}{_one_target(result)}."
        )
    typical, bad, good = numbers.moneys([money.p50, money.p10, money.p90])
    first = f"A typical {span.noun} {books(word, typical)}, a bad one {bad}, a good one {good}"
    if result.target is None:
        return first + "."
    chance = out_of(result.target.probability, result.replications, span, "reach")
    return f"{first}; {chance} {numbers.goal(result.target.money)}."


def _one_target(result: RunResult) -> str:
    if result.target is None:
        return ""
    verb = "reaches" if result.target.probability >= 0.5 else "misses"
    return f"; that {verb} the target of {numbers_of(result.loaded).goal(result.target.money)}"


def holds_back(result: RunResult) -> str:
    """Where work piles up and how busy the people there are."""
    numbers, neck = numbers_of(result.loaded), result.bottleneck
    if neck is None:
        return "No work ever waits for a rep: more leads would find free hands."
    place = (
        f"Work waits longest in {plain_name(neck.stage)}: {numbers.plain(neck.queue_hours, 1)} working hours "
        "before each touch"
    )
    often = ""
    if result.replications > 1:
        often = f" (slowest stage {in_how_many(neck.share, result.replications, span_words(result.loaded))})"
    return f"{place}{often}. {_busy(result, neck.role)}".strip()


def _busy(result: RunResult, role: str) -> str:
    rows = zip(result.by_rep.values(), result.names.seat_roles, strict=True)
    used = [kpis["utilisation"].mean for kpis, of_role in rows if of_role == role]
    known = [share for share in used if share is not None]
    if not known:
        return ""
    share = sum(known) / len(known)
    room = "; there is little room for more" if share >= _BUSY else ""
    room = "; they have hours to spare" if share < _IDLE else room
    text = numbers_of(result.loaded).share(share, 0)
    return f"The reps who work it ({plain_name(role)}) use {text} of their hours for deals{room}."


def how_sure(result: RunResult) -> list[str]:
    """How well the mean is known, where the spread comes from, what precision was reached."""
    numbers, span = numbers_of(result.loaded), span_words(result.loaded)
    lines = []
    mean = result.kpis["bookings"]
    if mean.low is not None and mean.high is not None:
        middle, low, high = numbers.moneys([mean.mean, mean.low, mean.high])
        lines.append(
            f"The average over {numbers.plain(result.replications)} simulated {span.plural} is {middle} "
            f"(95% interval {low} to {high})."
        )
    lines += [text for text in (_spread(result), precision_words(result.precision, numbers)) if text]
    return lines


def _spread(result: RunResult) -> str:
    """Luck against what is not known, or nothing if there is no spread to speak of."""
    spread = result.spread.get("bookings")
    if spread is None or spread.luck_share is None or spread.unknown_share is None:
        return ""
    span = span_words(result.loaded)
    if result.luck_only:
        return f"Every parameter was taken at its best value, so {span.plural} differ by luck alone."
    numbers = numbers_of(result.loaded)
    parts = [(spread.luck_share, "is luck"), (spread.unknown_share, "is parameters not known exactly"),
             (spread.too_few_share or 0.0, "is too few replications")]  # fmt: skip
    told = ", ".join(f"{numbers.share(share, 0)} {what}" for share, what in parts)
    return f"Of the spread between {span.plural}, {told}."


def precision_words(precision: Precision | None, numbers: Numbers) -> str:
    """What was asked with --precision and what came of it."""
    if precision is None:
        return ""
    asked = numbers.share(precision.asked)
    if precision.reached is None:
        return f"A precision of {asked} has no meaning here: the mean is 0."
    reached = numbers.share(precision.reached)
    if precision.met:
        return f"Precision asked: {asked}; reached: {reached}."
    return f"Precision asked: {asked}; only {reached} was reached within the most replications allowed."
