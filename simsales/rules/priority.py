"""Priority: which ready deal a free rep takes up; the lowest score comes first."""

from __future__ import annotations

from simsales.rules.house import compiled

(FIRST_COME, HIGHEST_VALUE, CLOSEST_TO_CLOSE, NEW_LEADS_FIRST, STALE_FIRST, VALUE_PER_HOUR, RANKS) = range(7)


@compiled
def score(
    policy: int, stage: int, is_entry: bool, created: float, last_touch: float, value: float,
    win_chance: float, hours_left: float, rank: float,
) -> float:  # fmt: skip
    """Rank of a deal in its owner's queue; ties go to the earliest ready, then by entity.

    `stage` counts along the pipeline (a hand-off comes after the last); `hours_left` is
    the work expected until the deal is closed.

    >>> float(score(CLOSEST_TO_CLOSE, 3, False, 0.0, 0.0, 1.0, 0.5, 1.0, 0.0))
    -3.0
    """
    if policy == CLOSEST_TO_CLOSE:
        return -float(stage)
    if policy == NEW_LEADS_FIRST:
        return -1e6 if is_entry else -float(stage)
    if policy == FIRST_COME:
        return created
    if policy == HIGHEST_VALUE:
        return -value
    if policy == STALE_FIRST:
        return last_touch
    if policy == VALUE_PER_HOUR:
        return -value * win_chance / (hours_left if hours_left > 1e-6 else 1e-6)
    return rank
