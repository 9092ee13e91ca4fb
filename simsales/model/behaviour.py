"""Mechanisms that bend log-odds and hours; each can be switched off by name (`lateness: off`)."""

from __future__ import annotations

from typing import Any

from pydantic import field_validator, model_validator

from simsales.model.frozen import Frozen
from simsales.model.parameter import NotNegative, Number, Parameter, Share, parameter


class Response(Frozen):
    """Speed of the first touch, per source's exponent (EVIDENCE 1)."""

    reference_hours: NotNegative = parameter(4.0)
    """Working hours to first touch at which the stated chances were measured."""


class Lateness(Frozen):
    """A deal kept waiting for its rep loses odds (EVIDENCE 11)."""

    log_odds_per_week: NotNegative = Parameter(value=0.15, range=(0.05, 0.30))


class Ageing(Frozen):
    """A deal much older in its stage than usual loses odds (EVIDENCE 11)."""

    log_odds: NotNegative = Parameter(value=0.35, range=(0.20, 0.50))
    """Lost for each multiple of the typical stage time beyond the grace."""
    grace: NotNegative = parameter(1.0)
    """Multiples of the typical time, beyond the first, that do no harm."""


class Cold(Frozen):
    """A deal that waits too long for its rep may go cold, looked at weekly."""

    after_weeks: NotNegative = parameter(3.0)
    """Weeks of waiting that are safe."""
    chance_per_week: Share = parameter(0.25)
    """Chance to be lost in each further week."""


class Overload(Frozen):
    """Too many open deals slow everything (EVIDENCE 12)."""

    loss_per_deal: NotNegative = Parameter(value=0.007, range=(0.003, 0.015))
    """Share of speed lost for each open deal above what is comfortable."""
    most: Share = parameter(0.5)
    """Most that can be lost; at most 0.95."""

    @field_validator("most")
    @classmethod
    def _something_is_left(cls, most: Share) -> Share:
        if max(most.value, *(most.range or (most.value,))) > 0.95:
            raise ValueError("must be at most 0.95, or nobody would get anything done")
        return most


class HandOver(Frozen):
    """Deals passed on when their rep leaves (EVIDENCE 9)."""

    loss: Share = Parameter(value=0.15, range=(0.132, 0.176))
    """Chance that an open deal is lost at that moment."""
    log_odds: Number = parameter(0.0)
    """Added for good to the log-odds of a deal that is passed on."""


_NAMES = ("response", "lateness", "ageing", "cold", "overload", "hand_over")


class Behaviour(Frozen):
    """All mechanisms, on by default with the evidence's values.

    >>> Behaviour.model_validate({"lateness": False}).lateness is None
    True
    """

    response: Response | None = Response()
    lateness: Lateness | None = Lateness()
    ageing: Ageing | None = Ageing()
    cold: Cold | None = Cold()
    overload: Overload | None = Overload()
    hand_over: HandOver | None = HandOver()

    @model_validator(mode="before")
    @classmethod
    def _off(cls, given: Any) -> Any:
        if given is False or given == "off":
            return dict.fromkeys(_NAMES)
        if not isinstance(given, dict):
            return given
        return {name: None if value is False or value == "off" else value for name, value in given.items()}
