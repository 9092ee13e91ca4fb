"""All that is kept of a chunk of replications: KPI values, not the totals they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simsales.engine import layout as lo
from simsales.engine.totals import Names, Totals
from simsales.measure.breakdown import (
    RowValues,
    period_values,
    rep_values,
    source_values,
    stage_values,
    team_values,
)
from simsales.measure.span import whole
from simsales.measure.truths import check
from simsales.measure.values import Values, kpi_values, profit_parts, week_values
from simsales.model.scenario import Scenario


@dataclass(frozen=True)
class Measured:
    """Values of n replications: `kpis` and `profit_parts` (n,), rows likewise, `week` (n, weeks)."""

    replications: NDArray[np.int64]
    kpis: Values
    profit_parts: Values
    by_stage: RowValues
    by_source: RowValues
    by_rep: RowValues
    by_team: RowValues
    by_period: RowValues
    week: Values
    events: int

    def __len__(self) -> int:
        return len(self.replications)


def measure(totals: Totals, names: Names, scenario: Scenario) -> Measured:
    """KPIs of some replications. Raises RunError when the totals contradict themselves."""
    check(totals, scenario)
    span = whole(totals, names, scenario)
    return Measured(
        replications=totals.replications.copy(),
        kpis=_joined([kpi_values(totals, names, scenario)]),
        profit_parts=_joined([profit_parts(span)]),
        by_stage=_joined_rows([stage_values(span, names)]),
        by_source=_joined_rows([source_values(span, names)]),
        by_rep=_joined_rows([rep_values(totals, span, names, scenario)]),
        by_team=_joined_rows([team_values(totals, span, names, scenario)]),
        by_period=_joined_rows([period_values(totals, names, scenario)]),
        week=_joined([week_values(totals, scenario)]),
        events=int(totals.end[:, lo.E_EVENTS].sum()),
    )


def merge(parts: Sequence[Measured]) -> Measured:
    """Chunks one after the other, in the order given."""
    return Measured(
        replications=np.concatenate([part.replications for part in parts]),
        kpis=_joined([part.kpis for part in parts]),
        profit_parts=_joined([part.profit_parts for part in parts]),
        by_stage=_joined_rows([part.by_stage for part in parts]),
        by_source=_joined_rows([part.by_source for part in parts]),
        by_rep=_joined_rows([part.by_rep for part in parts]),
        by_team=_joined_rows([part.by_team for part in parts]),
        by_period=_joined_rows([part.by_period for part in parts]),
        week=_joined([part.week for part in parts]),
        events=sum(part.events for part in parts),
    )


def _joined(parts: Sequence[Values]) -> Values:
    """Arrays put end to end; always copies, so that the totals they were views of can go."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _joined_rows(parts: Sequence[RowValues]) -> RowValues:
    return {row: _joined([part[row] for part in parts]) for row in parts[0]}
