"""An estimated figure with its uncertainty."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """A KPI over the simulated years.

    `mean` with its 95 % interval `low`..`high`; `p10`, `p50`, `p90` are a bad, a typical
    and a good year. `values` counts the replications in which the KPI is defined. All are
    None when no replication defines it; `low`/`high` are None with fewer than two.
    `unit` is one of `KPI_UNITS` in `measure.kpis` (money, count, share, days, hours).
    """

    mean: float | None
    low: float | None
    high: float | None
    p10: float | None
    p50: float | None
    p90: float | None
    unit: str
    values: int


@dataclass(frozen=True)
class Difference:
    """An alternative minus the base, paired under common random numbers.

    `mean` with its 95 % interval; `probability_better` is the chance that the alternative
    beats the base in the same year (ties count half), None where neither direction is better.
    """

    mean: float | None
    low: float | None
    high: float | None
    probability_better: float | None
    unit: str
