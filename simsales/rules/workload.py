"""Workload: hours for deals, and what too many open deals do (EVIDENCE 2, 12)."""

from __future__ import annotations

from simsales.rules.house import compiled, compiled_apart

DAYS_PER_WEEK = 5
WORKING_DAYS_PER_YEAR = 260.0


@compiled_apart
def absent_days(u: float, chance: float) -> int:
    """Days away in a five-day week, each with the same chance: inverse binomial of one uniform.

    >>> int(absent_days(0.01, 0.1)), int(absent_days(0.99, 0.1))
    (0, 2)
    """
    if chance <= 0.0:
        return 0
    if chance >= 1.0:
        return DAYS_PER_WEEK
    probability = (1.0 - chance) ** DAYS_PER_WEEK
    reached = probability
    days = 0
    while u > reached and days < DAYS_PER_WEEK:
        probability *= (DAYS_PER_WEEK - days) / (days + 1.0) * chance / (1.0 - chance)
        days += 1
        reached += probability
    return days


@compiled
def pipeline_hours(
    week: float, deal_work_share: float, prospecting: float, account: float, present: float
) -> float:
    """Hours of a week left for touches; `present` is the share of its days at work.

    >>> round(float(pipeline_hours(40.0, 0.6, 5.0, 0.0, 0.8)), 9)
    15.2
    """
    hours = (week * deal_work_share - prospecting - account) * present
    return hours if hours > 1e-9 else 0.0


@compiled
def overload_speed(open_deals: float, comfortable: float, loss_per_deal: float, most: float) -> float:
    """Share of speed left when a rep juggles more deals than is comfortable; 0 = no limit.

    >>> float(overload_speed(30.0, 25.0, 0.01, 0.5))
    0.95
    """
    if comfortable <= 0.0 or open_deals <= comfortable:
        return 1.0
    lost = loss_per_deal * (open_deals - comfortable)
    return 1.0 - (lost if lost < most else most)


@compiled
def time_on_clock(effort: float, week: float, pipeline: float) -> float:
    """Hours on the clock that an effort takes when only part of the week is for the pipeline.

    >>> float(time_on_clock(1.0, 40.0, 20.0))
    2.0
    """
    return effort * week / pipeline
