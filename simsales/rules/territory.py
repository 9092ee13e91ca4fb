"""Territories: goodwill of accounts, and what their orders are worth (EVIDENCE 15, 24)."""

from __future__ import annotations

from simsales.rules.house import compiled


@compiled
def goodwill(before: float, visited: float, carry_over_per_year: float) -> float:
    """Goodwill after a week in which a share `visited` of the visits took place.

    Without visits, `carry_over_per_year` of it is left after 52 weeks.

    >>> float(goodwill(1.0, 0.0, 0.0)), float(goodwill(1.0, 1.0, 0.75))
    (0.0, 1.0)
    """
    kept = carry_over_per_year ** (1.0 / 52.0)
    return kept * before + (1.0 - kept) * visited


@compiled
def weekly_orders(per_year: float, share: float, good: float) -> float:
    """Repeat orders of one territory in a week; shares of all territories add up to 1.

    >>> float(weekly_orders(520.0, 0.5, 1.0))
    5.0
    """
    return per_year / 52.0 * share * good
