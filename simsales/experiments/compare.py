"""Which is better, by how much, how sure, and why?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simsales.errors import InputError, Problem
from simsales.experiments.answers import AlternativeResult, CompareResult, Part, Recommendation, Why
from simsales.experiments.cautions import compare_cautions
from simsales.experiments.chunks import Clock, Player, Progress, grow
from simsales.experiments.recommend import BASE, recommend
from simsales.experiments.run import played_with_luck_only
from simsales.experiments.why import why
from simsales.measure.intervals import estimates
from simsales.measure.kpis import KPIS
from simsales.measure.measured import Measured
from simsales.measure.paired import difference, variance_ratio
from simsales.measure.precision import LEAST, Precision, more_replications, reached
from simsales.measure.rows import definition

if TYPE_CHECKING:
    from simsales.engine.simulate import Engine
    from simsales.loading import Loaded

Floats = NDArray[np.float64]

__all__ = ["Alternative", "AlternativeResult", "CompareResult", "Part", "Recommendation", "Why", "compare"]


@dataclass(frozen=True)
class Alternative:
    """A named scenario to hold against the base."""

    name: str
    loaded: Loaded


def compare(
    loaded: Loaded,
    alternatives: Sequence[Alternative],
    *,
    seed: int = 1,
    replications: int = 100,
    engine: Engine = "auto",
    luck_only: bool = False,
    workers: int = 1,
    precision: float | None = None,
    progress: Progress | None = None,
) -> CompareResult:
    """Simulate the base and each alternative with the same replications, and take differences.

    `precision` (a share) adds replications until the 95 % interval of each difference in mean
    bookings is at most that share of the base's mean bookings on either side. `progress` is told
    how many replications are done, over all scenarios. Raises InputError where names double or
    currencies differ.
    """
    _check_names(alternatives)
    _check_currencies(loaded, alternatives)
    clock = Clock(progress)
    players = [
        _player(plan, seed, engine, workers, luck_only, clock)
        for plan in (loaded, *(alternative.loaded for alternative in alternatives))
    ]
    if precision is None:
        grow(players, max(1, replications), None)
    else:
        asked = precision
        grow(players, max(LEAST, replications), lambda: _more(players, asked))
    names = [BASE, *(alternative.name for alternative in alternatives)]
    return _result(loaded, alternatives, players, dict(zip(names, players, strict=True)), precision)


def _check_names(alternatives: Sequence[Alternative]) -> None:
    """Alternatives need names of their own. Raises InputError."""
    if not alternatives:
        raise InputError(Problem("alternatives", "there is none", "give at least one"))
    names = [alternative.name for alternative in alternatives]
    for name in dict.fromkeys(names):
        if name == BASE or names.count(name) > 1:
            rule = f'"{name}" is the name of another plan'
            raise InputError(Problem("alternatives", rule, "give it a name of its own"))


def _check_currencies(loaded: Loaded, alternatives: Sequence[Alternative]) -> None:
    """Amounts in different currencies cannot be subtracted. Raises InputError."""
    base = loaded.scenario.company.currency
    others = [(each.name, each.loaded.scenario.company.currency) for each in alternatives]
    rule = '"{}" counts in {} and the base in {}: they cannot be compared'
    fix = f"give all plans the same currency, with their amounts in {base}"
    problems = [
        Problem("company.currency", rule.format(name, currency, base), fix)
        for name, currency in others
        if currency != base
    ]
    if problems:
        raise InputError(problems)


def _player(plan: Loaded, seed: int, engine: Engine, workers: int, luck_only: bool, clock: Clock) -> Player:
    from simsales.engine.compile import compile_scenario

    return Player(compile_scenario(plan.scenario), seed, engine, workers, clock, luck_only)


def _judged(players: Sequence[Player]) -> list[tuple[Floats, float]]:
    """Differences in bookings of each alternative, shape (n,), and the base's mean."""
    base = players[0].measured.kpis["bookings"]
    return [(player.measured.kpis["bookings"] - base, float(base.mean())) for player in players[1:]]


def _more(players: Sequence[Player], asked: float) -> int:
    return max(more_replications(differences, asked, scale) for differences, scale in _judged(players))


def _reached(players: Sequence[Player], asked: float) -> Precision:
    """The precision of the least precise difference."""
    each = [reached("bookings", differences, asked, scale) for differences, scale in _judged(players)]
    return max(each, key=lambda precision: (not precision.met, precision.reached or 0.0))


def _result(
    loaded: Loaded, alternatives: Sequence[Alternative], players: Sequence[Player],
    by_name: dict[str, Player], precision: float | None,
) -> CompareResult:  # fmt: skip
    plans = {name: player.measured for name, player in by_name.items()}
    luck = {name: played_with_luck_only(player) for name, player in by_name.items()}
    recommendation = recommend(plans, _luck_of(plans, luck))
    base, player = plans[BASE], players[0]
    reach = None if precision is None else _reached(players, precision)
    others = [(alternative.name, alternative.loaded) for alternative in alternatives]
    return CompareResult(
        loaded=loaded,
        seed=player.seed,
        replications=len(base),
        engine=player.engine_used,
        luck_only=player.luck_only,
        base=estimates(base.kpis, definition),
        base_values=base.kpis,
        alternatives=tuple(_alternative(name, plan, base, plans[name]) for name, plan in others),
        recommendation=recommendation,
        precision=reach,
        warnings=tuple(compare_cautions(loaded, others, len(base), recommendation, reach)),
        performance=player.clock.performance(),
    )


def _luck_of(plans: dict[str, Measured], luck: dict[str, Measured | None]) -> dict[str, Measured] | None:
    """Every plan with luck only; one without ranges is the same either way. None if all are."""
    if all(played is None for played in luck.values()):
        return None
    return {name: played or plans[name] for name, played in luck.items()}


def _alternative(name: str, plan: Loaded, base: Measured, other: Measured) -> AlternativeResult:
    ratios = {kpi: variance_ratio(base.kpis[kpi], other.kpis[kpi]) for kpi in KPIS}
    return AlternativeResult(
        name=name,
        loaded=plan,
        kpis=estimates(other.kpis, definition),
        values=other.kpis,
        differences={kpi: difference(base.kpis[kpi], other.kpis[kpi], KPIS[kpi]) for kpi in KPIS},
        variance_ratio=ratios["bookings"],
        variance_ratios=ratios,
        why=why(base, other),
    )
