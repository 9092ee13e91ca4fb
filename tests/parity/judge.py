"""Comparing what two engines, or two ways of running one, came to; to the last bit."""

from __future__ import annotations

import numpy as np

from simsales.engine import layout
from simsales.engine.simulate import Simulation
from simsales.engine.totals import Floats, Totals

PARTS = {"week": layout.WEEK, "source": layout.SOURCE, "stage": layout.STAGE, "seat": layout.SEAT,
         "end": layout.END}  # fmt: skip


def assert_same_totals(one: Totals, other: Totals) -> None:
    """Every count equal, bit for bit; says which are not."""
    np.testing.assert_array_equal(one.replications, other.replications)
    for part, columns in PARTS.items():
        a, b = getattr(one, part), getattr(other, part)
        assert a.shape == b.shape
        unequal = [name for i, name in enumerate(columns) if not _same(a[..., i], b[..., i])]
        assert not unequal, f"{part}: {unequal}"


def assert_same_logs(one: Simulation, other: Simulation) -> None:
    """Every event equal, bit for bit; shows the first that is not."""
    assert one.log is not None and other.log is not None
    assert len(one.log) == len(other.log)
    for number, (a, b) in enumerate(zip(one.log, other.log, strict=True)):
        if _same(a, b):
            continue
        rows = min(len(a), len(b))
        first = next((i for i in range(rows) if not _same(a[i], b[i])), rows)
        raise AssertionError(
            f"replication {number}, event {first}: {a[first : first + 3]} {b[first : first + 3]}"
        )


def _same(a: Floats, b: Floats) -> bool:
    """Equal as 64-bit words, but for the sign of zero; nan is nan."""
    return a.shape == b.shape and np.array_equal(a, b, equal_nan=True)


def share_of_ties(log: Floats) -> float:
    """Share of events of deals that happen at the very moment of another deal's event."""
    of_deals = log[log[:, layout.L_STREAM] >= 0]
    deals = np.unique(of_deals[:, [layout.L_TIME, layout.L_STREAM, layout.L_ORDINAL]], axis=0)
    _, place, count = np.unique(deals[:, 0], return_inverse=True, return_counts=True)
    return float(np.mean(count[place] > 1)) if len(deals) else 0.0
