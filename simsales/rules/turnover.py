"""Turnover: when people leave (EVIDENCE 9)."""

from __future__ import annotations

from simsales.rules.house import compiled


@compiled
def leaving_hazard(per_year: float) -> float:
    """Expected leavings of a filled seat in one week.

    >>> float(leaving_hazard(0.52))
    0.01
    """
    return per_year / 52.0
