"""The pipeline: a directed graph of stages, with branches and loops."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from simsales.model.distribution import Distribution, fixed
from simsales.model.frozen import Frozen
from simsales.model.parameter import NotNegative, Number, Parameter, Probability, parameter

if TYPE_CHECKING:
    import networkx

Skill = Literal["prospecting", "discovery", "demo", "negotiation", "closing"]
SKILLS: tuple[Skill, ...] = ("prospecting", "discovery", "demo", "negotiation", "closing")
LossReason = Literal["competitor", "no_decision", "price", "product_gap"]
LOSS_REASONS: tuple[LossReason, ...] = ("competitor", "no_decision", "price", "product_gap")
WON = "won"


class Wait(Frozen):
    """How long the customer takes, with its unit: `{calendar_days: 8}` or `{working_days: 8}`."""

    calendar_days: Distribution | None = None
    working_days: Distribution | None = None

    @model_validator(mode="before")
    @classmethod
    def _unit_named(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            raise ValueError("must name its unit: {calendar_days: 8} or {working_days: 8}")
        return given

    @model_validator(mode="after")
    def _one_unit(self) -> Wait:
        if (self.calendar_days is None) == (self.working_days is None):
            raise ValueError("give either calendar_days or working_days")
        return self


class Odds(Frozen):
    """A chance given in log-odds: `{log_odds: 0.4}`."""

    log_odds: Number


class Stage(Frozen):
    """One step of the pipeline; effort and wait are those of the whole stage."""

    advance: Probability | Odds
    """Chance to move on, all effects neutral."""
    next: str | dict[str, Annotated[float, Field(gt=0)]] | None = None
    """Where it moves on to: a stage, `won`, or several with shares; default: the stage listed next."""
    back: dict[str, Annotated[float, Field(gt=0, lt=1)]] = {}
    """Of those that do not advance, the share that goes back to each named stage."""
    lost: dict[LossReason, Annotated[float, Field(gt=0)]] = {"no_decision": 1.0}
    """Why the others are lost, in proportion."""
    role: str | None = None
    """Who works it; default: the first role that carries a quota, else the first role."""
    skill: Skill | None = None
    """The skill that moves its log-odds; none = skill does not matter here."""
    touches: Annotated[int, Field(ge=1, le=200)] = 1
    """Number of touches (calls, meetings) until the deal leaves."""
    effort_hours: Distribution = fixed(0.0)
    """Rep's work in the whole stage."""
    wait: Wait = Wait(working_days=Distribution.model_validate(0.0))
    """Customer's delay in the whole stage."""

    @field_validator("advance", mode="before")
    @classmethod
    def _chance(cls, given: Any) -> Any:
        if isinstance(given, dict) and "log_odds" in given:
            return Odds.model_validate(given)
        return given

    @field_validator("back")
    @classmethod
    def _not_everything(cls, back: dict[str, float]) -> dict[str, float]:
        if sum(back.values()) >= 1:
            raise ValueError("shares must add up to less than 1, or a deal could loop for ever")
        return back


class Pipeline(Frozen):
    """Stages in order, where deals enter, and what a win costs afterwards."""

    stages: Annotated[dict[str, Stage], Field(min_length=1, max_length=60)]
    entry: str | None = None
    """Stage in which leads start; default: the first."""
    opportunity: str | None = None
    """Stage whose first entry starts the sales cycle; default: arrival."""
    hand_off_hours: NotNegative = parameter(0.0)
    """Rep's work after a win, queued like a touch."""

    @property
    def entry_stage(self) -> str:
        """Name of the stage in which leads start unless their source says otherwise."""
        return self.entry or next(iter(self.stages))

    def ways_on(self, name: str) -> dict[str, float]:
        """Shares of the ways on from a stage, adding up to 1; a key is a stage or `won`."""
        given = self.stages[name].next
        if given is None:
            names = [*self.stages, WON]
            given = names[names.index(name) + 1]
        shares = {given: 1.0} if isinstance(given, str) else given
        total = sum(shares.values())
        return {target: share / total for target, share in shares.items()}

    def graph(self) -> networkx.DiGraph[str]:
        """The pipeline as a networkx graph; nodes are stages, `won` and `lost`.

        An edge carries `chance` (at neutral effects) and `kind` (next, back, lost).
        """
        import networkx

        graph: networkx.DiGraph[str] = networkx.DiGraph()
        graph.add_nodes_from([*self.stages, WON, "lost"])
        for name, stage in self.stages.items():
            advance = chance(stage.advance)
            for target, share in self.ways_on(name).items():
                graph.add_edge(name, target, chance=advance * share, kind="next")
            for target, share in stage.back.items():
                graph.add_edge(name, target, chance=(1 - advance) * share, kind="back")
            gone = (1 - advance) * (1 - sum(stage.back.values()))
            graph.add_edge(name, "lost", chance=gone, kind="lost")
        return graph


def chance(advance: Parameter | Odds) -> float:
    """Probability meant by an `advance` entry.

    >>> round(chance(Odds(log_odds=Parameter(value=0.0))), 2)
    0.5
    """
    if isinstance(advance, Odds):
        return 1.0 / (1.0 + exp(-max(advance.log_odds.value, -700.0)))
    return advance.value
