"""What the questions give back: plain frozen records, the same for text, JSON and plots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simsales.engine.totals import Names
from simsales.measure.estimate import Difference, Estimate
from simsales.measure.precision import Precision
from simsales.measure.spread import Spread

if TYPE_CHECKING:
    from simsales.loading import Loaded

Floats = NDArray[np.float64]
Rows = dict[str, dict[str, Estimate]]
"""Row name (a stage, a source, a rep, …) -> KPI -> estimate."""
Interval = tuple[float, float] | None


@dataclass(frozen=True)
class Target:
    """The company's target for the span (pro rata to 52 weeks) and the chance to reach it."""

    money: float
    probability: float
    low: float
    high: float


@dataclass(frozen=True)
class Bottleneck:
    """The stage in which a touch waits longest for its rep.

    `queue_hours` is that wait, averaged over the replications; `share` of the replications
    in which this stage is the slowest.
    """

    stage: str
    role: str
    queue_hours: float
    share: float


@dataclass(frozen=True)
class KpiIntervals:
    """Further 95 % intervals of one KPI: bootstrap (BCa) of the mean, and of p10, p50 and p90.

    Each is None where there are too few replications for it (or, for the bootstrap, so many
    that the interval of the estimate serves).
    """

    bootstrap: Interval
    p10: Interval
    p50: Interval
    p90: Interval


@dataclass(frozen=True)
class Performance:
    """Events played, seconds of simulating, seconds spent before on machine code."""

    events: int
    seconds: float
    compile_seconds: float


@dataclass(frozen=True)
class RunResult:
    """How it goes: n simulated spans of one scenario. See docs/reference/json.md.

    `values[kpi]` holds the KPI of each replication, shape (n,), nan where undefined.
    `by_stage`, …, `by_period`: row name -> KPI -> estimate, in the scenario's order; `by_team`
    is empty when no team is named. `names` tells the roles and teams of reps and stages.
    `by_week[series]`, shape (weeks, 3): p10, p50, p90 of `bookings_cumulative`, `bookings`,
    `utilisation`, `open_deals`, `headcount`. `spread` is by main KPI, empty with one replication.
    """

    loaded: Loaded
    names: Names
    seed: int
    replications: int
    engine: str
    luck_only: bool
    kpis: dict[str, Estimate]
    intervals: dict[str, KpiIntervals]
    values: dict[str, Floats]
    by_stage: Rows
    by_source: Rows
    by_rep: Rows
    by_team: Rows
    by_period: Rows
    by_week: dict[str, Floats]
    target: Target | None
    bottleneck: Bottleneck | None
    spread: dict[str, Spread]
    precision: Precision | None
    warnings: tuple[str, ...]
    performance: Performance


@dataclass(frozen=True)
class Part:
    """One part of why an alternative differs: its value in both, and what it does to the whole.

    `effect` is in money: of bookings for the funnel (the parts add up to the difference in
    bookings), of profit for money (they add up to the difference in profit); for capacity it is
    the difference of the figure itself, in its unit. Averages over the replications.
    """

    name: str
    label: str
    unit: str
    base: float | None
    alternative: float | None
    effect: Difference | None


@dataclass(frozen=True)
class Why:
    """The difference taken apart: what happens in the funnel, with capacity, with money.

    `biggest` names the funnel part that moves bookings most; None if nothing moves.
    """

    funnel: tuple[Part, ...]
    capacity: tuple[Part, ...]
    money: tuple[Part, ...]
    biggest: str | None


@dataclass(frozen=True)
class AlternativeResult:
    """One alternative against the base, the same replications of both paired.

    `values[kpi]` as in RunResult. `variance_ratios[kpi]` = variance of an unpaired difference /
    variance of the paired one (None when the paired difference does not vary);
    `variance_ratio` is that of bookings.
    """

    name: str
    loaded: Loaded
    kpis: dict[str, Estimate]
    values: dict[str, Floats]
    differences: dict[str, Difference]
    variance_ratio: float | None
    variance_ratios: dict[str, float | None]
    why: Why


@dataclass(frozen=True)
class Recommendation:
    """Which plan is best by the mean of a KPI, and whether what is not known could turn that.

    `best` and `best_luck_only` are names, "base" for the base. `flips` when they differ.
    `flip_chance`: chance that, if the unknown parameters were known, `best` would come out worse
    than the runner-up (normal approximation); None when nothing carries a range, or when the
    replications do not show whether the ranges matter here.
    `sure`: the 95 % interval of best minus runner-up lies above 0.
    """

    kpi: str
    best: str
    runner_up: str
    best_luck_only: str | None
    flips: bool
    flip_chance: float | None
    sure: bool


@dataclass(frozen=True)
class CompareResult:
    """Which is better, by how much, how sure, and why. See docs/reference/json.md."""

    loaded: Loaded
    seed: int
    replications: int
    engine: str
    luck_only: bool
    base: dict[str, Estimate]
    base_values: dict[str, Floats]
    alternatives: tuple[AlternativeResult, ...]
    recommendation: Recommendation
    precision: Precision | None
    warnings: tuple[str, ...]
    performance: Performance
