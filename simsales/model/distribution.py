"""Distributions by name: `{lognormal: {mean: 2, cv: 0.6}}`, or a bare number for a fixed one."""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

from pydantic import Field, model_validator

from simsales.model.frozen import Frozen
from simsales.model.parameter import NotNegative, Parameter, Positive

Family = Literal["fixed", "exponential", "uniform", "lognormal", "gamma", "empirical"]


class Exponential(Frozen):
    """Memoryless: many short, few long."""

    mean: Positive


class Uniform(Frozen):
    """Any value between two bounds is as likely as any other."""

    low: NotNegative
    high: Positive

    @model_validator(mode="after")
    def _ordered(self) -> Uniform:
        if self.low.value > self.high.value:
            raise ValueError("low must not be above high")
        return self


class Lognormal(Frozen):
    """Skewed to the right; given by mean or median, and cv = standard deviation / mean."""

    mean: Positive | None = None
    median: Positive | None = None
    cv: Positive

    @model_validator(mode="after")
    def _one_centre(self) -> Lognormal:
        if (self.mean is None) == (self.median is None):
            raise ValueError("give either mean or median")
        return self


class Gamma(Frozen):
    """Skewed, with a lighter tail; shape = 1 / cv²."""

    mean: Positive
    cv: Annotated[float, Field(gt=0.05, le=5)]


class Empirical(Frozen):
    """Values of your own: listed, or one a line (or a named column) in a CSV file."""

    file: str = ""
    column: str = ""
    values: Annotated[tuple[Annotated[float, Field(ge=0)], ...], Field(max_length=100_000)] = ()

    @model_validator(mode="after")
    def _has_values(self) -> Empirical:
        if len(self.values) < 2:
            raise ValueError("needs at least two values, from a file or a list")
        return self


class Distribution(Frozen):
    """One random quantity: exactly one of the families below.

    >>> Distribution.model_validate(3).family
    'fixed'
    >>> Distribution.model_validate({"gamma": {"mean": 2, "cv": 0.7}}).mean
    2.0
    """

    fixed: NotNegative | None = None
    exponential: Exponential | None = None
    uniform: Uniform | None = None
    lognormal: Lognormal | None = None
    gamma: Gamma | None = None
    empirical: Empirical | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_number(cls, given: Any) -> Any:
        if isinstance(given, bool) or given is None or isinstance(given, str | list):
            raise ValueError("must be a number or a distribution such as {lognormal: {mean: 2, cv: 0.6}}")
        if isinstance(given, int | float) or (isinstance(given, dict) and "value" in given):
            return {"fixed": given}
        return given

    @model_validator(mode="after")
    def _exactly_one(self) -> Distribution:
        if len(self.model_fields_set) != 1:
            raise ValueError("give exactly one of " + ", ".join(type(self).model_fields))
        return self

    @property
    def family(self) -> Family:
        """Name of the family that is given."""
        given: str = next(iter(self.model_fields_set))
        return cast(Family, given)

    @property
    def mean(self) -> float:
        """Expected value at the point values of the parameters, in the quantity's unit."""
        if self.lognormal is not None and self.lognormal.median is not None:
            return float(float(self.lognormal.median) * (1 + float(self.lognormal.cv) ** 2) ** 0.5)
        if self.uniform is not None:
            return 0.5 * (float(self.uniform.low) + float(self.uniform.high))
        if self.empirical is not None:
            return sum(self.empirical.values) / len(self.empirical.values)
        if self.fixed is not None:
            return float(self.fixed)
        given = self.exponential or self.lognormal or self.gamma
        assert given is not None and given.mean is not None
        return float(given.mean)


def fixed(value: float) -> Any:
    """The default of a field that holds a Distribution: always the same value."""
    return Field(default=Distribution(fixed=Parameter(value=value)))
