"""Pay: commission with an accelerator above quota (EVIDENCE 8, 24)."""

from __future__ import annotations

from simsales.rules.house import compiled


@compiled
def commission(booked: float, quota: float, rate: float, accelerator: float) -> float:
    """Commission of a period; `rate` is variable pay over quota.

    >>> float(commission(120.0, 100.0, 0.1, 1.5))
    13.0
    """
    if booked <= quota:
        return rate * booked
    return rate * (quota + accelerator * (booked - quota))
