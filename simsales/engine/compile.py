"""Scenario -> Compiled: names become numbers, parameters one flat array, ranges a list of draws."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simsales.engine import tables as tb
from simsales.engine import world as wd
from simsales.engine.calendar import middle_of_week, periods, season_factor, working_hours_until
from simsales.engine.funnel import certain, expectations, transition_shares
from simsales.engine.quantiles import QuantileTables, columns
from simsales.engine.totals import Names
from simsales.errors import InputError, Problem
from simsales.model.distribution import Distribution
from simsales.model.parameter import Parameter
from simsales.model.pipeline import SKILLS, Odds
from simsales.model.scenario import Scenario, problems
from simsales.model.team import Priority, Role, Routing
from simsales.rules.ramp import WEEKS_PER_MONTH

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_ROUTINGS: tuple[Routing, ...] = (
    "round_robin", "least_loaded", "territory", "skill_match", "performance_weighted", "pooled",
)  # fmt: skip
_PRIORITIES: tuple[Priority, ...] = (
    "first_come", "highest_value", "closest_to_close", "new_leads_first", "stale_first",
    "value_per_hour", "ranks",
)  # fmt: skip
_SEATS_A_ROLE = 2**14
_VETERAN_WEEKS = 520.0
_ZERO = Parameter(value=0.0)
NO_RANK = 10**9


@dataclass(frozen=True)
class Compiled:
    """A scenario ready to be simulated; everything in it is read-only and may be shared.

    `has_ranges` tells whether any parameter is drawn anew in each replication.
    """

    scenario: Scenario
    names: Names
    shape: wd.Shape
    tables: tb.Tables
    hours_per_week: float
    has_ranges: bool


@dataclass(frozen=True)
class _Seat:
    """One seat at compile time."""

    role: int
    number: int
    name: str
    team: str
    opens: float
    skill: tuple[float, ...]
    speed: float
    tenure_hours: float


def compile_scenario(scenario: Scenario) -> Compiled:
    """Turn a scenario into the arrays that both engines read.

    Raises InputError when parts of the scenario do not fit together.
    """
    faults = problems(scenario)
    if faults:
        raise InputError(faults)
    seats = [seat for i, name in enumerate(scenario.roles) for seat in _seats(scenario, i, name)]
    period_names, period_weeks, period_of_week = periods(scenario)
    shape = wd.shape_of(
        sources=len(scenario.sources), segments=len(scenario.segments), stages=len(scenario.pipeline.stages),
        roles=len(scenario.roles), seats=len(seats),
        channels=sum(len(r.prospecting.channels) for r in scenario.roles.values() if r.prospecting),
        weeks=scenario.calendar.weeks, periods=len(period_names),
    )  # fmt: skip
    blocks = _filled_blocks(scenario, shape, seats)
    tables = _tables(scenario, seats, blocks, period_of_week)
    names = _names(scenario, seats, period_names, period_weeks)
    has_ranges = len(blocks.unknown) > 0
    return Compiled(scenario, names, shape, tables, scenario.calendar.hours_per_week, has_ranges)


class _Blocks:
    """Fills the parameters' part of a buffer and notes which of its places carry a range."""

    def __init__(self, shape: wd.Shape) -> None:
        self.shape = shape
        self.world = wd.world_of(wd.new_buffer(shape, 1))
        self.f, self.i = self.world.f, self.world.i
        self.unknown: list[tuple[float, float, float, float, float]] = []
        self.quantiles = QuantileTables()
        self._paths: dict[int, str] = {}

    def put(self, place: int, parameter: Parameter, path: str) -> None:
        """Write a parameter at its place, and its range into the list of unknowns."""
        self.f[place] = parameter.value
        if parameter.range is None or parameter.range[0] == parameter.range[1]:
            return
        number = int.from_bytes(hashlib.sha256(path.encode()).digest()[:4], "big")
        if self._paths.setdefault(number, path) != path:
            raise InputError(Problem(path, f"cannot be told apart from {self._paths[number]}", "rename one"))
        low, high = parameter.range
        self.unknown.append((place - wd.PARAMETERS, low, parameter.value, high, number))

    def distribution(self, first: int, kind: int, given: Distribution, path: str) -> None:
        """Write a distribution: parameters from `first`, then family, by median and table from `kind`."""
        family, by_median, table, parameters = columns(given, self.quantiles)
        for column, (name, parameter) in enumerate(parameters.items()):
            self.put(first + column, parameter, f"{path}.{name}")
        self.i[kind : kind + 3] = family, by_median, table


def _seats(scenario: Scenario, number: int, name: str) -> list[_Seat]:
    """The seats of one role: those there from the start, then those that open later."""
    role, calendar = scenario.roles[name], scenario.calendar
    counts = {"": role.headcount} if isinstance(role.headcount, int) else role.headcount
    veteran = -_VETERAN_WEEKS * calendar.hours_per_week
    teams = [(team, veteran) for team, count in counts.items() for _ in range(count)]
    for opening in role.openings:
        teams += [(opening.team or "", working_hours_until(calendar, opening.on))] * opening.count
    if len(teams) > _SEATS_A_ROLE:
        raise InputError(Problem(f"roles.{name}", f"has {len(teams)} seats; at most {_SEATS_A_ROLE}"))
    label = name.replace("_", " ")
    return [
        _seat(role, number, i, f"{label} {i + 1}", team, opens, calendar.hours_per_week)
        for i, (team, opens) in enumerate(teams)
    ]


def _seat(role: Role, number: int, i: int, label: str, team: str, opens: float, week: float) -> _Seat:
    """One seat; one that opened before the clock starts has a holder since then."""
    rep = role.reps[i] if i < len(role.reps) else None
    skill = rep.skill if rep else None
    skills = tuple(
        nan if skill is None else skill if isinstance(skill, float) else skill.get(s, nan) for s in SKILLS
    )
    tenure = max(0.0, -opens)
    if rep is not None and rep.tenure_months is not None:
        tenure = rep.tenure_months * WEEKS_PER_MONTH * week
    speed = nan if rep is None or rep.speed is None else rep.speed
    return _Seat(number, i, rep.name if rep else label, team, opens, skills, speed, tenure)


def _names(
    s: Scenario, seats: list[_Seat], period_names: tuple[str, ...], period_weeks: tuple[int, ...]
) -> Names:
    roles = list(s.roles)
    return Names(
        sources=tuple(s.sources),
        stages=tuple(s.pipeline.stages),
        seats=tuple(seat.name for seat in seats),
        seat_roles=tuple(roles[seat.role] for seat in seats),
        seat_teams=tuple(seat.team for seat in seats),
        stage_roles=tuple(s.role_of(stage) for stage in s.pipeline.stages),
        periods=period_names,
        period_weeks=period_weeks,
        streams=(*s.sources, *(seat.name for seat in seats), "initial"),
    )


def _filled_blocks(s: Scenario, shape: wd.Shape, seats: list[_Seat]) -> _Blocks:
    """All parameters of the scenario in their places."""
    blocks = _Blocks(shape)
    _fill_company(s, blocks)
    _fill_sources(s, blocks)
    for i, (name, segment) in enumerate(s.segments.items()):
        row, path = wd.segment_at(blocks.world, i), f"segments.{name}"
        blocks.distribution(row + wd.GP_SIZE, row + wd.G_FAMILY, segment.deal_size, f"{path}.deal_size")
        blocks.put(row + wd.GP_LOG_ODDS, segment.log_odds, f"{path}.log_odds")
    _fill_stages(s, blocks)
    _fill_roles(s, blocks, seats)
    return blocks


def _tables(s: Scenario, seats: list[_Seat], blocks: _Blocks, period_of_week: Ints) -> tb.Tables:
    """Pack what never changes into two arrays and note where each part begins."""
    shape = blocks.shape
    next_shares, back_shares, lost_shares = transition_shares(s)
    open_kinds, open_starts = _open_deals(s, seats)
    quantiles, quantile_begins = blocks.quantiles.packed()
    days = [middle_of_week(s.calendar, week) for week in range(s.calendar.warmup_weeks + s.calendar.weeks)]
    reals = {
        "template": blocks.f[wd.PARAMETERS : shape.end_row],
        "segment_shares": _segment_shares(s),
        "next_shares": next_shares,
        "back_shares": back_shares,
        "lost_shares": lost_shares,
        "season": np.array([[season_factor(x.season, day) for day in days] for x in s.sources.values()]),
        "seat_starts": np.array([[*x.skill, x.speed, x.tenure_hours, x.opens] for x in seats]),
        "open_starts": open_starts,
        "unknown": np.array(sorted(blocks.unknown)),
        "quantiles": quantiles,
    }
    wholes = {
        "seat_kinds": np.array([[x.role, x.role * _SEATS_A_ROLE + x.number] for x in seats]),
        "open_kinds": open_kinds,
        "period_of_week": period_of_week,
        "quantile_begins": quantile_begins,
    }
    f, places = _packed(reals, np.float64)
    i, whole_places = _packed(wholes, np.int64)
    places |= {name: place + tb.TABLE_HEAD_WORDS for name, place in whole_places.items()}
    places |= {
        "template_words": shape.end_row - wd.PARAMETERS,
        "unknown_count": len(blocks.unknown),
        "open_count": len(open_kinds),
    }
    head = np.zeros(tb.TABLE_HEAD_WORDS, np.int64)
    for name, place in places.items():
        head[getattr(tb, f"H_{name.upper()}")] = place
    return tb.Tables(f=f, i=np.concatenate([head, i]))


def _packed(parts: dict[str, NDArray[Any]], kind: type) -> tuple[NDArray[Any], dict[str, int]]:
    """One flat array of all parts, and where each begins."""
    flat: list[NDArray[Any]] = [np.asarray(part, kind).ravel() for part in parts.values()]
    begins = np.cumsum([0, *(len(part) for part in flat)])
    packed = np.concatenate([*flat, np.zeros(1, kind)])
    return packed, {name: int(begin) for name, begin in zip(parts, begins, strict=False)}


def _fill_company(s: Scenario, blocks: _Blocks) -> None:
    b, money, repeat = s.behaviour, s.money, s.repeat_business
    stages = list(s.pipeline.stages)
    blocks.f[wd.HOURS_PER_WEEK] = s.calendar.hours_per_week
    slices_per_week = blocks.shape.agenda_slices / wd.AGENDA_WEEKS
    blocks.f[wd.SLICES_PER_HOUR] = slices_per_week / s.calendar.hours_per_week
    blocks.i[wd.C_WARMUP] = s.calendar.warmup_weeks
    blocks.i[wd.C_OPPORTUNITY] = stages.index(s.pipeline.opportunity) if s.pipeline.opportunity else -1
    rows = {
        wd.P_RESPONSE_REFERENCE: (
            b.response and b.response.reference_hours,
            "behaviour.response.reference_hours",
        ),
        wd.P_LATENESS: (b.lateness and b.lateness.log_odds_per_week, "behaviour.lateness.log_odds_per_week"),
        wd.P_AGEING: (b.ageing and b.ageing.log_odds, "behaviour.ageing.log_odds"),
        wd.P_AGEING_GRACE: (b.ageing and b.ageing.grace, "behaviour.ageing.grace"),
        wd.P_COLD_AFTER: (b.cold and b.cold.after_weeks, "behaviour.cold.after_weeks"),
        wd.P_COLD_CHANCE: (b.cold and b.cold.chance_per_week, "behaviour.cold.chance_per_week"),
        wd.P_OVERLOAD: (b.overload and b.overload.loss_per_deal, "behaviour.overload.loss_per_deal"),
        wd.P_OVERLOAD_MOST: (b.overload and b.overload.most, "behaviour.overload.most"),
        wd.P_HAND_OVER_LOSS: (b.hand_over and b.hand_over.loss, "behaviour.hand_over.loss"),
        wd.P_HAND_OVER_LOG_ODDS: (b.hand_over and b.hand_over.log_odds, "behaviour.hand_over.log_odds"),
        wd.P_HAND_OFF_HOURS: (s.pipeline.hand_off_hours, "pipeline.hand_off_hours"),
        wd.P_REPEAT_PER_YEAR: (repeat and repeat.per_year, "repeat_business.per_year"),
        wd.P_REPEAT_SPREAD: (repeat and repeat.spread, "repeat_business.spread"),
        wd.P_CARRY_OVER: (repeat and repeat.carry_over, "repeat_business.carry_over"),
        wd.P_GROSS_MARGIN: (money.gross_margin, "money.gross_margin"),
        wd.P_MANAGER_COST: (money.manager_cost_per_year, "money.manager_cost_per_year"),
        wd.P_PIPELINE_WEIGHT: (money.pipeline_weight, "money.pipeline_weight"),
        wd.P_CUSTOMER_VALUE: (money.customer_value, "money.customer_value"),
    }
    for place, (parameter, path) in rows.items():
        blocks.put(place, parameter or _ZERO, path)
    if b.response is None:
        blocks.f[wd.P_RESPONSE_REFERENCE] = -1.0


def _segment_shares(s: Scenario) -> Floats:
    """Cumulative shares of the segments, one row a source."""
    first = next(iter(s.segments))
    rows = [
        np.cumsum([(source.segments or {first: 1.0}).get(segment, 0.0) for segment in s.segments])
        for source in s.sources.values()
    ]
    return np.array([certain(row / row[-1]) for row in rows])


def _fill_sources(s: Scenario, blocks: _Blocks) -> None:
    stages = list(s.pipeline.stages)
    for i, (name, source) in enumerate(s.sources.items()):
        row, path = wd.source_at(blocks.world, i), f"sources.{name}"
        blocks.put(row + wd.SP_LEADS, source.leads_per_week, f"{path}.leads_per_week")
        blocks.put(row + wd.SP_DISPERSION, source.dispersion, f"{path}.dispersion")
        blocks.put(row + wd.SP_TREND, source.trend_per_year, f"{path}.trend_per_year")
        blocks.put(row + wd.SP_EXPONENT, source.response_exponent, f"{path}.response_exponent")
        blocks.put(row + wd.SP_COST, source.cost_per_lead, f"{path}.cost_per_lead")
        blocks.i[row + wd.SP_STAGE] = stages.index(source.enters or s.pipeline.entry_stage)
        for stage, shift in source.log_odds.items():
            place = wd.log_odds_at(blocks.world, i, stages.index(stage))
            blocks.put(place, shift, f"{path}.log_odds.{stage}")


def _fill_stages(s: Scenario, blocks: _Blocks) -> None:
    roles = list(s.roles)
    typical, win_chance, hours_left = expectations(s)
    entries = {s.pipeline.entry_stage} | {x.enters for x in s.sources.values() if x.enters}
    for i, (name, stage) in enumerate(s.pipeline.stages.items()):
        row, path = wd.stage_at(blocks.world, i), f"pipeline.stages.{name}"
        given = isinstance(stage.advance, Odds)
        chance = stage.advance.log_odds if isinstance(stage.advance, Odds) else stage.advance
        blocks.put(row + wd.TP_ADVANCE, chance, f"{path}.advance")
        effort = f"{path}.effort_hours"
        blocks.distribution(row + wd.TP_EFFORT, row + wd.T_EFFORT_FAMILY, stage.effort_hours, effort)
        unit, days = ("calendar_days", 7) if stage.wait.calendar_days else ("working_days", 5)
        delay = stage.wait.calendar_days or stage.wait.working_days
        assert delay is not None
        blocks.distribution(row + wd.TP_WAIT, row + wd.T_WAIT_FAMILY, delay, f"{path}.wait.{unit}")
        blocks.f[row + wd.TP_HOURS_PER_DAY] = s.calendar.hours_per_week / days
        blocks.f[row + wd.TP_TYPICAL] = typical[i]
        blocks.f[row + wd.TP_WIN_CHANCE] = win_chance[i]
        blocks.f[row + wd.TP_HOURS_LEFT] = hours_left[i]
        blocks.i[row + wd.T_ROLE] = roles.index(s.role_of(name))
        blocks.i[row + wd.T_SKILL] = SKILLS.index(stage.skill) if stage.skill else -1
        blocks.i[row + wd.T_TOUCHES] = stage.touches
        blocks.i[row + wd.T_LOG_ODDS_GIVEN] = given
        blocks.i[row + wd.T_ENTRY] = name in entries


def _fill_roles(s: Scenario, blocks: _Blocks, seats: list[_Seat]) -> None:
    sources, channels = list(s.sources), 0
    for i, (name, role) in enumerate(s.roles.items()):
        row, path = wd.role_at(blocks.world, i), f"roles.{name}"
        _put_role(blocks, row, role, path)
        fill = role.turnover.weeks_to_fill if role.turnover else Distribution(fixed=_ZERO)
        where = f"{path}.turnover.weeks_to_fill"
        blocks.distribution(row + wd.RP_FILL, row + wd.Q_FILL_FAMILY, fill, where)
        own = [number for number, seat in enumerate(seats) if seat.role == i]
        prospecting = role.prospecting
        for column, whole in {
            wd.Q_FIRST: own[0] if own else 0,
            wd.Q_SEATS: len(own),
            wd.Q_ROUTING: _ROUTINGS.index(role.routing),
            wd.Q_PRIORITY: _PRIORITIES.index(role.priority),
            wd.Q_RAMP_SHAPE: role.ramp is not None and role.ramp.shape == "linear",
            wd.Q_REFILL: role.turnover is not None and role.turnover.refill,
            wd.Q_SOURCE: sources.index(prospecting.source) if prospecting else -1,
            wd.Q_CHANNELS: len(prospecting.channels) if prospecting else 0,
            wd.Q_FIRST_CHANNEL: channels,
            wd.Q_REPEAT: s.repeat_business is not None and s.repeat_business.role == name,
        }.items():
            blocks.i[row + column] = whole
        for channel_name, channel in (prospecting.channels if prospecting else {}).items():
            place = blocks.shape.channel_rows + channels * wd.CHANNEL_WORDS
            where = f"{path}.prospecting.channels.{channel_name}.per_week"
            blocks.put(place + wd.X_PER_WEEK, channel.per_week, where)
            blocks.f[place + wd.X_SUCCESS] = float(np.prod(channel.success))
            channels += 1


def _put_role(blocks: _Blocks, row: int, role: Role, path: str) -> None:
    p, ramp, turnover, pay, skill = role.prospecting, role.ramp, role.turnover, role.pay, role.skill
    rows = {
        wd.RP_DEAL_WORK: (role.deal_work_share, "deal_work_share"),
        wd.RP_ACCOUNT: (role.account_hours, "account_hours"),
        wd.RP_PROSPECTING: (p and p.hours_per_week, "prospecting.hours_per_week"),
        wd.RP_HOURS_PER_LEAD: (p and p.hours_per_lead, "prospecting.hours_per_lead"),
        wd.RP_ABSENCE: (role.absence_days_per_year, "absence_days_per_year"),
        wd.RP_SKILL_LOG_ODDS: (skill.log_odds, "skill.log_odds"),
        wd.RP_SPEED: (skill.speed, "skill.speed"),
        wd.RP_SPREAD: (skill.spread, "skill.spread"),
        wd.RP_CORRELATION: (skill.correlation, "skill.correlation"),
        wd.RP_RAMP_MONTHS: (ramp and ramp.months, "ramp.months"),
        wd.RP_START_SPEED: (ramp and ramp.start_speed, "ramp.start_speed"),
        wd.RP_START_LOG_ODDS: (ramp and ramp.start_log_odds, "ramp.start_log_odds"),
        wd.RP_LEAVING: (turnover and turnover.per_year, "turnover.per_year"),
        wd.RP_HIRE_COST: (turnover and turnover.cost_per_hire, "turnover.cost_per_hire"),
        wd.RP_QUOTA: (role.quota_per_year, "quota_per_year"),
        wd.RP_BASE: (pay.base_per_year, "pay.base_per_year"),
        wd.RP_VARIABLE: (pay.variable_per_year, "pay.variable_per_year"),
        wd.RP_ACCELERATOR: (pay.accelerator, "pay.accelerator"),
        wd.RP_COMFORTABLE: (role.comfortable_deals, "comfortable_deals"),
        wd.RP_TERRITORY_SPREAD: (role.territory_spread, "territory_spread"),
    }
    for column, (parameter, name) in rows.items():
        blocks.put(row + column, parameter or _ZERO, f"{path}.{name}")


def _open_deals(s: Scenario, seats: list[_Seat]) -> tuple[Ints, Floats]:
    """One row for each deal that is open at the start."""
    stages, sources, segments = list(s.pipeline.stages), list(s.sources), list(s.segments)
    owners = {seat.name: number for number, seat in enumerate(seats)}
    per_day = s.calendar.hours_per_week / 7.0
    about: list[list[int]] = []
    values: list[list[float]] = []
    for deal in s.initial_pipeline:
        row = [
            stages.index(deal.stage),
            sources.index(deal.source) if deal.source else 0,
            segments.index(deal.segment) if deal.segment else 0,
            owners[deal.rep] if deal.rep else -1,
            NO_RANK if deal.rank is None else deal.rank,
        ]
        age = max(deal.age_days, deal.stage_age_days) * per_day
        value = nan if deal.value is None else deal.value
        about += [row] * deal.count
        values += [[value, age, deal.stage_age_days * per_day]] * deal.count
    return np.array(about, np.int64).reshape(-1, 5), np.array(values, np.float64).reshape(-1, 3)
