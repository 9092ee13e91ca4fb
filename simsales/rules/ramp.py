"""Ramp: a newcomer is slower and less convincing (EVIDENCE 4)."""

from __future__ import annotations

from math import exp, log

from simsales.rules.house import compiled

EXPONENTIAL_RAMP, LINEAR_RAMP = 0, 1
WEEKS_PER_MONTH = 52.0 / 12.0
_LN_10 = log(10.0)


@compiled
def ramp_gap(weeks: float, months: float, shape: int) -> float:
    """Share of the newcomer's gap that is still open after some weeks in the seat.

    Exponential: a tenth is left after `months`; linear: nothing is.

    >>> round(float(ramp_gap(52 / 12, 1.0, EXPONENTIAL_RAMP)), 9), float(ramp_gap(26.0, 12.0, LINEAR_RAMP))
    (0.1, 0.5)
    """
    if months <= 0.0:
        return 0.0
    progress = weeks / WEEKS_PER_MONTH / months
    if shape == LINEAR_RAMP:
        return 1.0 - progress if progress < 1.0 else 0.0
    return exp(-_LN_10 * progress)


@compiled
def ramp_speed(gap: float, start_speed: float) -> float:
    """Speed of a rep whose gap is still open by this share.

    >>> float(ramp_speed(1.0, 0.75)), float(ramp_speed(0.0, 0.75))
    (0.75, 1.0)
    """
    return 1.0 - (1.0 - start_speed) * gap
