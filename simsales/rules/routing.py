"""Routing: how suitable a colleague is for a new deal."""

from __future__ import annotations

from simsales.rules.house import compiled

ROUND_ROBIN, LEAST_LOADED, TERRITORY_POTENTIAL, SKILL_MATCH, PERFORMANCE_WEIGHTED, POOLED = range(6)
LOAD_PER_SKILL = 0.1
"""One more open deal outweighs this many standard deviations of skill (assumption)."""


@compiled
def suitability(policy: int, open_deals: float, skill: float) -> float:
    """For the policies that pick the most suitable: higher is better.

    >>> float(suitability(LEAST_LOADED, 3.0, 0.0))
    -3.0
    """
    return -open_deals if policy == LEAST_LOADED else skill - LOAD_PER_SKILL * open_deals


@compiled
def share_weight(policy: int, potential: float, booked: float, mean_booked: float) -> float:
    """For the policies that share out by chance: the weight of one colleague.

    By performance, everybody keeps half a share: weight = mean bookings + own bookings.
    """
    if policy == TERRITORY_POTENTIAL:
        return potential
    return mean_booked + booked + 1e-9
