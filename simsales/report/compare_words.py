"""Which alternative is better, by how much, how sure and why, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simsales.measure.estimate import Difference
from simsales.report.numbers import Numbers
from simsales.report.span import Span, in_how_many
from simsales.report.words import books, numbers_of, plain_name, precision_words, span_words

if TYPE_CHECKING:
    from simsales.experiments.compare import AlternativeResult, CompareResult, Part

BASE = "base"
_CLEARLY = 0.75  # share of simulated spans from which a plan is clearly ahead
_COSTS = ("pay", "marketing", "hiring", "manager")
_TOLD = 0.005  # a rest smaller than this part of the biggest summand is rounding


def answer(result: CompareResult) -> list[str]:
    """The recommendation, then one sentence for each alternative; they lead everything."""
    return [*recommendation(result), *(alternative_words(result, each) for each in result.alternatives)]


def recommendation(result: CompareResult) -> list[str]:
    """What to choose by mean profit; first of all whether that hangs on what is not known."""
    given = result.recommendation
    lines = []
    if given.flips and given.best_luck_only is not None:
        lines.append(
            f"Careful: the choice hangs on what is not known. With every parameter at its best value "
            f"{_plan(given.best_luck_only)} leads, over their whole ranges {_plan(given.best)} does."
        )
    lines.append(_choice(result))
    if given.flip_chance is not None and given.flip_chance >= 0.005:
        chance = numbers_of(result.loaded).share(given.flip_chance, 0)
        lines.append(
            f"The unknown parameters may yet turn it: {chance} chance "
            f"that {_plan(given.runner_up)} is the better one once they are known."
        )
    return lines


def _choice(result: CompareResult) -> str:
    given = result.recommendation
    if given.best == BASE:
        start = "Stay with the base plan: it makes the highest average profit"
    else:
        start = f"Choose {_plan(given.best)}: it makes the highest average {given.kpi.replace('_', ' ')}"
    if given.sure:
        share = _ahead(result)
        if share >= _CLEARLY:
            return f"{start}, clearly ahead of {_plan(given.runner_up)}."
        often = in_how_many(share, result.replications, span_words(result.loaded))
        return f"{start}, ahead of {_plan(given.runner_up)} {often}."
    return f"{start}, but its lead over {_plan(given.runner_up)} is too small to be sure of."


def _ahead(result: CompareResult) -> float:
    """Share of the simulated spans in which the best plan makes more than the runner-up; ties count half."""
    given = result.recommendation
    plans = {BASE: result.base_values} | {each.name: each.values for each in result.alternatives}
    best, other = (plans[name][given.kpi].tolist() for name in (given.best, given.runner_up))
    pairs = list(zip(best, other, strict=True))
    return float(sum((a > b) + (a == b) / 2 for a, b in pairs)) / len(pairs)


def _plan(name: str) -> str:
    return "the base plan" if name == BASE else f'"{plain_name(name)}"'


def alternative_words(result: CompareResult, each: AlternativeResult) -> str:
    """How much more or less an alternative books and earns, and in how many simulated spans."""
    return f"{_booked(result, each)} {_earned(result, each)}".strip()


def _earned(result: CompareResult, each: AlternativeResult) -> str:
    numbers, change = numbers_of(result.loaded), each.differences["profit"]
    if change.mean is None:
        return ""
    if change.mean == 0 and change.low == change.high:
        return "Profit: the same."
    amount = f"{numbers.money(abs(change.mean))}{_more(change.mean)}"
    better = _better(change, result.replications, span_words(result.loaded))
    return f"Profit: {amount} ({_likely(change, numbers)}){better}."


def _booked(result: CompareResult, each: AlternativeResult) -> str:
    numbers, span = numbers_of(result.loaded), span_words(result.loaded)
    word = result.loaded.scenario.company.money_word
    change = each.differences["bookings"]
    name = f'"{plain_name(each.name)}"'
    better = _better(change, result.replications, span)
    if change.mean is None:
        return f"{name} cannot be compared: nothing is booked."
    if change.mean == 0 and change.low == change.high:
        return f"{name} {books(word, 'exactly as much as the base')}."
    if _clear(change):
        amount = numbers.money(abs(change.mean))
        told = books(word, amount, more=_more(change.mean))
        return f"{name} {told} ({_likely(change, numbers)}){better}."
    told = f"{numbers.money(abs(change.mean))}{_more(change.mean)}"
    return f"{name} makes no clear difference to {word}: {told} ({_likely(change, numbers)}){better}."


def _clear(change: Difference) -> bool:
    return change.low is not None and change.high is not None and (change.low > 0 or change.high < 0)


def _more(value: float) -> str:
    return " more" if value >= 0 else " less"


def _likely(change: Difference, numbers: Numbers) -> str:
    """The interval in words: "likely $80K to $160K", or with more and less where it holds 0."""
    if change.low is None or change.high is None:
        return "one simulated span only"
    ends = sorted((change.low, change.high), key=abs)
    low, high = numbers.moneys([abs(end) for end in ends])
    if _clear(change):
        return f"likely {low} to {high}"
    low, high = numbers.moneys([abs(change.low), abs(change.high)])
    return f"likely between {low}{_more(change.low)} and {high}{_more(change.high)}"


def _better(change: Difference, replications: int, span: Span) -> str:
    if change.probability_better is None:
        return ""
    return f"; better {in_how_many(change.probability_better, replications, span)}"


def why(result: CompareResult, each: AlternativeResult) -> list[str]:
    """Where an alternative's difference comes from: funnel, capacity, money."""
    numbers = numbers_of(result.loaded)
    lines = [_funnel(each, numbers), _capacity(each, numbers), _money(each, numbers)]
    return [line for line in lines if line]


def _funnel(each: AlternativeResult, numbers: Numbers) -> str:
    part = next((p for p in each.why.funnel if p.name == each.why.biggest), None)
    if part is None or part.effect is None or part.effect.mean is None:
        return ""
    whole = each.differences["bookings"].mean or 0.0
    most = "Most of it comes" if abs(part.effect.mean) > abs(whole) / 2 else "The biggest part comes"
    others = [p for p in each.why.funnel if p is not part and _matters(p, part.effect.mean)]
    rest = "".join(f"; {_lower(p.label)} {_effect(p, numbers)}" for p in others)
    cause = f"{_lower(part.label)}, {_change(part, numbers)} ({_effect(part, numbers)})"
    return f"Funnel: {_lower(most)} from {cause}{rest}."


def _matters(part: Part, biggest: float) -> bool:
    return part.effect is not None and abs(part.effect.mean or 0.0) >= 0.1 * abs(biggest)


def _capacity(each: AlternativeResult, numbers: Numbers) -> str:
    moved = [
        p for p in each.why.capacity if p.effect is not None and _clear(p.effect) and _visible(p, numbers)
    ]
    told = "; ".join(f"{_lower(p.label)} {_change(p, numbers)}" for p in moved)
    return f"Capacity: {told}." if told else ""


def _visible(part: Part, numbers: Numbers) -> bool:
    return numbers.of_unit(part.base, part.unit) != numbers.of_unit(part.alternative, part.unit)


def _money(each: AlternativeResult, numbers: Numbers) -> str:
    parts = [p for p in each.why.money if p.effect is not None and p.effect.mean]
    if not parts:
        return ""
    biggest = max(abs(_mean(p)) for p in parts)
    small = [p for p in parts if not _matters(p, biggest)]
    shown = [p for p in parts if _matters(p, biggest) or len(small) == 1]
    told = [f"{_summand(p)} {_effect(p, numbers)}" for p in shown]
    rest = sum(_mean(p) for p in parts if p not in shown)
    if abs(rest) >= _TOLD * biggest:
        told.append(f"other {_signed(rest, numbers)}")
    profit = each.differences["profit"]
    start = f"Money: profit {_signed(profit.mean, numbers)} ({_signed_interval(profit, numbers)})"
    return f"{start}: {', '.join(told)}."


def _mean(part: Part) -> float:
    return (part.effect.mean if part.effect else None) or 0.0


def _summand(part: Part) -> str:
    """A summand of profit; of a cost also whether it rose, for its sign is that of profit."""
    if part.name not in _COSTS:
        return _lower(part.label)
    return f"{'lower' if _mean(part) > 0 else 'higher'} {_lower(part.label)}"


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _change(part: Part, numbers: Numbers) -> str:
    before = numbers.of_unit(part.base, part.unit, named=False)
    return f"{before} to {numbers.of_unit(part.alternative, part.unit)}"


def _effect(part: Part, numbers: Numbers) -> str:
    return _signed(part.effect.mean if part.effect else None, numbers)


def _signed(value: float | None, numbers: Numbers) -> str:
    return ("+" if value is not None and value > 0 else "") + numbers.money(value)


def _signed_interval(change: Difference, numbers: Numbers) -> str:
    return f"{_signed(change.low, numbers)} to {_signed(change.high, numbers)}"


def how_sure(result: CompareResult) -> list[str]:
    """What the pairing saved, and what precision was reached."""
    numbers, span = numbers_of(result.loaded), span_words(result.loaded)
    lines = []
    ratios = [each.variance_ratio for each in result.alternatives if each.variance_ratio is not None]
    if ratios:
        least, most = min(ratios), max(ratios)
        times = (
            numbers.plain(least, 1)
            if most - least < 0.05
            else f"{numbers.plain(least, 1)} to {numbers.plain(most, 1)}"
        )
        lines.append(
            f"Every plan went through the same {numbers.plain(result.replications)} simulated {span.plural}; "
            f"with separate ones the same certainty would take {times} times as many."
        )
    lines += [text for text in (precision_words(result.precision, numbers),) if text]
    return lines
