"""A number that may carry a range, a source and an evidence mark."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from simsales.model.frozen import Frozen

Evidence = Literal["seen", "second-hand", "known", "assumption", "yours", "fitted"]


class Parameter(Frozen):
    """A number, with the range in which the truth may lie.

    In YAML either a bare number or `{value, range: [low, high], source, evidence}`.
    With a range it is drawn once a replication from the triangular distribution
    over the range whose mode is `value`.

    >>> Parameter.model_validate(3).value
    3.0
    >>> Parameter.model_validate({"value": 3, "range": [2, 5]}).range
    (2.0, 5.0)
    """

    value: float
    """The best single value."""
    range: tuple[float, float] | None = None
    """Lowest and highest value thought possible."""
    source: str = ""
    """Where the number comes from."""
    evidence: Evidence | None = None
    """How well it is known."""

    @model_validator(mode="before")
    @classmethod
    def _from_number(cls, given: Any) -> Any:
        if isinstance(given, bool) or given is None or isinstance(given, str | list):
            raise ValueError("must be a number, or {value: number, range: [low, high]}")
        return {"value": given} if isinstance(given, int | float) else given

    @model_validator(mode="after")
    def _value_in_range(self) -> Parameter:
        if self.range and not self.range[0] <= self.value <= self.range[1]:
            raise ValueError(f"value {self.value:g} must lie in its range {list(self.range)}")
        return self

    def __float__(self) -> float:
        return self.value


def least(parameter: Parameter) -> float:
    """Lowest value that a parameter may take."""
    return parameter.range[0] if parameter.range else parameter.value


def most(parameter: Parameter) -> float:
    """Highest value that a parameter may take."""
    return parameter.range[1] if parameter.range else parameter.value


def _bounded(rule: str, low: float, high: float, *, open_ends: bool) -> Any:
    """A Parameter whose value and range obey a rule, e.g. "must lie between 0 and 1"."""

    def check(parameter: Parameter) -> Parameter:
        for number in (parameter.value, *(parameter.range or ())):
            inside = low < number < high if open_ends else low <= number <= high
            if not inside:
                raise ValueError(f"{number:g} {rule}")
        return parameter

    bounds = (
        {"exclusiveMinimum": low, "exclusiveMaximum": high}
        if open_ends
        else {"minimum": low, "maximum": high}
    )
    number = {"type": "number"} | {k: v for k, v in bounds.items() if abs(v) != float("inf")}
    schema = {
        "anyOf": [
            number,
            {
                "type": "object",
                "additionalProperties": False,
                "required": ["value"],
                "properties": {
                    "value": number,
                    "range": {"type": "array", "items": number, "minItems": 2, "maxItems": 2},
                    "source": {"type": "string"},
                    "evidence": {"enum": list(Evidence.__args__)},  # type: ignore[attr-defined]
                },
            },
        ]
    }
    return Annotated[Parameter, AfterValidator(check), WithJsonSchema(schema)]


_INFINITY = float("inf")
Number = _bounded("must be finite", -_INFINITY, _INFINITY, open_ends=False)
Positive = _bounded("must be more than 0", 0.0, _INFINITY, open_ends=True)
NotNegative = _bounded("must not be negative", 0.0, _INFINITY, open_ends=False)
Share = _bounded("must lie between 0 and 1", 0.0, 1.0, open_ends=False)
Probability = _bounded("must lie strictly between 0 and 1", 0.0, 1.0, open_ends=True)


def parameter(value: float) -> Any:
    """The default of a field that holds a Parameter."""
    return Field(default=Parameter(value=value), validate_default=False)
