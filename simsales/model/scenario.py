"""The whole company: one scenario, and the rules that hold between its parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from simsales.errors import Problem, did_you_mean
from simsales.model.behaviour import Behaviour
from simsales.model.company import Calendar, Company, Money
from simsales.model.frozen import Frozen
from simsales.model.market import RepeatBusiness, Segment, Source
from simsales.model.parameter import least, most
from simsales.model.pipeline import WON, Pipeline
from simsales.model.team import Role


class OpenDeal(Frozen):
    """A deal (or several alike) that is open at the start."""

    stage: str
    value: Annotated[float, Field(ge=0)] | None = None
    """Money if won; none = drawn from its segment."""
    age_days: Annotated[float, Field(ge=0, le=3650)] = 0.0
    """Calendar days since it was created."""
    stage_age_days: Annotated[float, Field(ge=0, le=3650)] = 0.0
    """Calendar days since it entered its stage."""
    source: str | None = None
    segment: str | None = None
    rep: str | None = None
    """Owner by name; none = routed."""
    rank: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    """Place in its owner's order of work under `priority: ranks`; none = last."""
    count: Annotated[int, Field(ge=1, le=100_000)] = 1


class Scenario(Frozen):
    """A sales organisation, from market to money."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$")]
    about: str = ""
    company: Company = Company()
    calendar: Calendar = Calendar()
    segments: Annotated[dict[str, Segment], Field(min_length=1, max_length=100)]
    sources: Annotated[dict[str, Source], Field(min_length=1, max_length=200)]
    pipeline: Pipeline
    roles: Annotated[dict[str, Role], Field(min_length=1, max_length=50)]
    behaviour: Behaviour = Behaviour()
    repeat_business: RepeatBusiness | None = None
    money: Money = Money()
    initial_pipeline: tuple[OpenDeal, ...] = ()

    def role_of(self, stage: str) -> str:
        """Name of the role that works a stage."""
        named = self.pipeline.stages[stage].role
        if named is not None:
            return named
        quota = [name for name, role in self.roles.items() if role.quota_per_year.value > 0]
        return (quota or list(self.roles))[0]


def problems(scenario: Scenario) -> list[Problem]:
    """Every fault between the parts of a scenario; empty when it is sound.

    `path` of each uses dots, e.g. `pipeline.stages.demo.next`.
    """
    return [
        *_unknown_names(scenario),
        *_graph_faults(scenario),
        *_hours_faults(scenario),
    ]


def _unknown_names(s: Scenario) -> Iterator[Problem]:
    stages, roles, segments, sources = s.pipeline.stages, s.roles, s.segments, s.sources

    def unknown(path: str, kind: str, word: str | None, known: dict[str, object]) -> Iterator[Problem]:
        if word is not None and word not in known:
            yield Problem(path, f'unknown {kind} "{word}"', did_you_mean(word, known))

    yield from unknown("pipeline.entry", "stage", s.pipeline.entry, {**stages})
    yield from unknown("pipeline.opportunity", "stage", s.pipeline.opportunity, {**stages})
    for name, stage in stages.items():
        path = f"pipeline.stages.{name}"
        yield from unknown(f"{path}.role", "role", stage.role, {**roles})
        targets = [stage.next] if isinstance(stage.next, str) else list(stage.next or {})
        for target in targets:
            yield from unknown(f"{path}.next", "stage", target, {**stages, WON: None})
        for target in stage.back:
            yield from unknown(f"{path}.back", "stage", target, {**stages})
    for name, source in sources.items():
        yield from unknown(f"sources.{name}.enters", "stage", source.enters, {**stages})
        for word in source.segments:
            yield from unknown(f"sources.{name}.segments", "segment", word, {**segments})
        for word in source.log_odds:
            yield from unknown(f"sources.{name}.log_odds", "stage", word, {**stages})
    for name, role in roles.items():
        if role.prospecting is not None:
            path = f"roles.{name}.prospecting.source"
            yield from unknown(path, "source", role.prospecting.source, {**sources})
    if s.repeat_business is not None:
        yield from unknown("repeat_business.role", "role", s.repeat_business.role, {**roles})
    reps = {rep.name: rep for role in roles.values() for rep in role.reps}
    for i, deal in enumerate(s.initial_pipeline):
        path = f"initial_pipeline.{i}"
        yield from unknown(f"{path}.stage", "stage", deal.stage, {**stages})
        yield from unknown(f"{path}.source", "source", deal.source, {**sources})
        yield from unknown(f"{path}.segment", "segment", deal.segment, {**segments})
        yield from unknown(f"{path}.rep", "rep", deal.rep, {**reps})


def _graph_faults(s: Scenario) -> Iterator[Problem]:
    if any(_unknown_names(s)):
        return  # a graph with unknown names cannot be walked
    import networkx

    if WON in s.pipeline.stages or "lost" in s.pipeline.stages:
        yield Problem("pipeline.stages", '"won" and "lost" are outcomes, not stages')
        return
    graph = s.pipeline.graph()
    entries = {s.pipeline.entry_stage} | {x.enters for x in s.sources.values() if x.enters}
    entries |= {deal.stage for deal in s.initial_pipeline}
    reached = entries.union(*(networkx.descendants(graph, entry) for entry in entries))
    to_won = networkx.ancestors(graph, WON)
    for name in s.pipeline.stages:
        if name not in reached:
            yield Problem(f"pipeline.stages.{name}", "no lead can reach this stage",
                          "name it in another stage's next, or in a source's enters")  # fmt: skip
        elif name not in to_won:
            yield Problem(f"pipeline.stages.{name}", "no way leads from this stage to a win",
                          f'let its next lead to "{WON}" in the end')  # fmt: skip


def _hours_faults(s: Scenario) -> Iterator[Problem]:
    for name, role in s.roles.items():
        if role.pay.variable_per_year.value > 0 and role.quota_per_year.value == 0:
            yield Problem(f"roles.{name}.pay.variable_per_year", "variable pay is earned on a quota",
                          "give the role a quota_per_year, or pay it as base_per_year")  # fmt: skip
        kept = most(role.account_hours)
        if role.prospecting:
            kept += most(role.prospecting.hours_per_week)
        deal_work = least(role.deal_work_share) * s.calendar.hours_per_week
        if kept > deal_work + 1e-9:
            yield Problem(
                f"roles.{name}",
                f"prospecting and account work take {kept:g} h of {deal_work:g} h for deal work",
                "lower them or raise deal_work_share")  # fmt: skip
    names = [rep.name for role in s.roles.values() for rep in role.reps]
    for twice in sorted({n for n in names if names.count(n) > 1}):
        yield Problem("roles", f'two reps are called "{twice}"', "give each rep a name of its own")
