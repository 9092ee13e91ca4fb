"""The totals once more, from the event log alone: an account of what each event means.

Follows docs/reference/events.md and kpis.md. It knows the scenario and nothing of the
engines; additions come in the order of the log, so sums must agree bit for bit. Money that
is not in the log (pay, quota) and hours at work are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from simsales.engine.compile import Compiled
from simsales.engine.layout import EVENTS, L_KIND, LOG, SEAT, SOURCE, STAGE, WEEK
from simsales.engine.totals import Floats

REASONS = ("competitor", "no_decision", "price", "product_gap", "cold", "hand_over")
FOLDED = {
    "week": ("leads", "opportunities", "won", "lost", "bookings", "orders", "effort_hours", "open_deals",
             "joined", "left"),
    "source": ("leads", "opportunities", "won", "lost", "bookings", "cycle_days", "lead_cost"),
    "stage": STAGE,
    "seat": ("leads", "leads_made", "won", "lost", "bookings", "orders", "cycle_days", "touches",
             "effort_hours", "busy_hours", "responses", "response_hours", "queue_hours", "joined", "left"),
}  # fmt: skip
"""Columns that the log tells."""
_COLUMNS = {"week": WEEK, "source": SOURCE, "stage": STAGE, "seat": SEAT}
_OF_THE_WEEK_THAT_ENDS = ("work_counted", "orders_booked")


@dataclass
class _Deal:
    """What is known of a deal."""

    source: int
    created: float
    cycle_start: float | None = None
    stage: int = -1
    entered: float = 0.0
    visit: int = 0
    answered: bool = False
    won: bool = False


class Fold:
    """Reads one replication's log, row by row."""

    def __init__(self, compiled: Compiled) -> None:
        self.scenario, self.names = compiled.scenario, compiled.names
        calendar = self.scenario.calendar
        self.hours, self.warmup, self.weeks = calendar.hours_per_week, calendar.warmup_weeks, calendar.weeks
        self.period_of_week = np.repeat(np.arange(len(self.names.periods)), self.names.period_weeks)
        stages = list(self.scenario.pipeline.stages)
        opportunity = self.scenario.pipeline.opportunity
        self.opportunity = stages.index(opportunity) if opportunity else None
        self.initial = [deal for deal in self.scenario.initial_pipeline for _ in range(deal.count)]
        periods = len(self.names.periods)
        self.totals: dict[str, Floats] = {
            "week": np.zeros((self.weeks, len(WEEK))),
            "source": np.zeros((periods, len(self.names.sources), len(SOURCE))),
            "stage": np.zeros((periods, len(stages), len(STAGE))),
            "seat": np.zeros((periods, len(self.names.seats), len(SEAT))),
        }
        self.deals: dict[tuple[int, int], _Deal] = {}
        self.touch_counted = [0.0] * len(self.names.seats)
        self.open_by_stage, self.since = [0] * len(stages), [0.0] * len(stages)
        self.open = self.open_at_start = 0
        self.week, self.tick_at, self.started = 0, self.hours, False

    def read(self, log: Floats) -> None:
        """All events of a run, to its end."""
        at_once = 2 * len(self.initial) + self.seats_at_start()
        for number, row in enumerate(log.tolist()):
            if number == at_once:
                self.start()
            self.happen(list(EVENTS)[int(row[L_KIND])], dict(zip(LOG, row, strict=True)))
        if at_once == len(log):
            self.start()
        while self.week < self.warmup + self.weeks:
            self.tick()

    def seats_at_start(self) -> int:
        """Seats that opened before the clock starts, and so have a holder when it does."""
        calendar, roles = self.scenario.calendar, self.scenario.roles.values()
        clock_starts = calendar.start - timedelta(weeks=calendar.warmup_weeks)
        early = (o.count for role in roles for o in role.openings if o.on < clock_starts)
        return sum(role.seats for role in roles) + sum(early)

    def start(self) -> None:
        """Everything is in its place; what happens from now on counts."""
        self.started = True
        if self.warmup == 0:
            self.begin_measuring(0.0)

    # --- the calendar ----------------------------------------------------------------

    def tick(self) -> None:
        """A week ends."""
        now, measured = self.tick_at, self.week - self.warmup
        self.totals["week"][max(measured, 0), WEEK.index("open_deals")] = self.open
        if measured >= 0:
            last = measured == self.weeks - 1
            if last or self.period_of_week[measured + 1] != self.period_of_week[measured]:
                self.settle(now)
        self.week += 1
        self.tick_at = now + self.hours
        if self.week == self.warmup:
            self.begin_measuring(now)

    def begin_measuring(self, now: float) -> None:
        """Forget what was counted."""
        self.settle(now)
        for part in self.totals.values():
            part[...] = 0.0
        self.open_at_start = self.open

    def settle(self, now: float) -> None:
        """Count the hours of all open deals."""
        for stage in range(len(self.open_by_stage)):
            self.open_deals(stage, 0, now)

    def open_deals(self, stage: int, change: int, now: float) -> None:
        """So many more deals are open in a stage."""
        self.add("stage", stage, "open_hours", self.open_by_stage[stage] * (now - self.since[stage]))
        self.since[stage] = now
        self.open_by_stage[stage] += change

    def add(self, part: str, row: int, column: str, amount: float = 1.0) -> None:
        """Add to a count of this week or period; nothing for row -1."""
        measured = min(max(self.week - self.warmup, 0), self.weeks - 1)
        if part == "week":
            self.totals[part][measured, WEEK.index(column)] += amount
        elif row >= 0:
            self.totals[part][self.period_of_week[measured], row, _COLUMNS[part].index(column)] += amount

    # --- events ----------------------------------------------------------------------

    def happen(self, event: str, row: dict[str, float]) -> None:
        """One row of the log."""
        now = row["time"]
        while now > self.tick_at or (now == self.tick_at and event not in _OF_THE_WEEK_THAT_ENDS):
            self.tick()
        name = int(row["stream"]), int(row["ordinal"])
        if name[0] >= 0 and name not in self.deals:
            self.deals[name] = self.new_deal(*name, now)
            self.open += 1
        deal = self.deals.get(name, _Deal(-1, 0.0))
        getattr(self, event)(deal, name[0], int(row["stage"]), int(row["seat"]), row["value"], now)

    def new_deal(self, stream: int, ordinal: int, now: float) -> _Deal:
        """Where a deal comes from."""
        maker = stream - len(self.names.sources)
        if maker < 0:
            return _Deal(stream, now)
        if maker < len(self.names.seats):
            prospecting = self.scenario.roles[self.names.seat_roles[maker]].prospecting
            assert prospecting is not None
            return _Deal(self.names.sources.index(prospecting.source), now)
        given = self.initial[ordinal]
        age = max(given.age_days, given.stage_age_days) * (self.hours / 7.0)
        return _Deal(self.names.sources.index(given.source) if given.source else 0, -age)

    def begin_cycle(self, deal: _Deal, now: float) -> None:
        deal.cycle_start = now
        self.add("week", 0, "opportunities")
        self.add("source", deal.source, "opportunities")

    def lead_created(self, deal: _Deal, stream: int, stage: int, seat: int, value: float, now: float) -> None:
        maker = stream - len(self.names.sources)
        self.add("seat", maker, "leads_made")
        self.add("week", 0, "leads")
        self.add("source", deal.source, "leads")
        cost = self.scenario.sources[self.names.sources[deal.source]].cost_per_lead
        self.add("source", deal.source, "lead_cost", cost.value)
        if self.opportunity is None:
            self.begin_cycle(deal, now)

    def stage_entered(
        self, deal: _Deal, stream: int, stage: int, seat: int, value: float, now: float
    ) -> None:
        initial = stream == len(self.names.streams) - 1 and deal.visit == 0
        self.open_deals(stage, 1, now)
        self.add("stage", stage, "entered")
        deal.stage, deal.entered = stage, now
        deal.visit += 1
        assert deal.visit == value
        if self.opportunity == stage and deal.cycle_start is None:
            self.begin_cycle(deal, now)
        if initial:
            given = self.initial[len(self.deals) - 1]
            deal.entered, deal.answered = -given.stage_age_days * (self.hours / 7.0), True
            if self.opportunity is None or stage >= self.opportunity:
                deal.cycle_start = deal.created

    def deal_assigned(
        self, deal: _Deal, stream: int, stage: int, seat: int, value: float, now: float
    ) -> None:
        self.add("seat", seat, "leads")

    def touch_started(
        self, deal: _Deal, stream: int, stage: int, seat: int, value: float, now: float
    ) -> None:
        self.add("seat", seat, "queue_hours", value)
        self.touch_counted[seat] = now
        if deal.won:
            return
        self.add("stage", stage, "queue_hours", value)
        if not deal.answered:
            deal.answered = True
            self.add("seat", seat, "responses")
            self.add("seat", seat, "response_hours", value)

    def work_counted(self, deal: _Deal, stream: int, stage: int, seat: int, value: float, now: float) -> None:
        self.add("week", 0, "effort_hours", value)
        self.add("seat", seat, "effort_hours", value)
        self.add("seat", seat, "busy_hours", now - self.touch_counted[seat])
        self.touch_counted[seat] = now
        if not deal.won:
            self.add("stage", stage, "effort_hours", value)

    touch_broken_off = deal_handed_off = work_counted

    def touch_ended(self, deal: _Deal, stream: int, stage: int, seat: int, value: float, now: float) -> None:
        self.work_counted(deal, stream, stage, seat, value, now)
        self.add("seat", seat, "touches")
        self.add("stage", stage, "touches")

    def leave_stage(self, deal: _Deal, column: str, hours: float, now: float) -> None:
        self.open_deals(deal.stage, -1, now)
        self.add("stage", deal.stage, column)
        self.add("stage", deal.stage, "stage_hours", hours)

    def deal_advanced(
        self, deal: _Deal, stream: int, stage: int, seat: int, value: float, now: float
    ) -> None:
        assert stage == deal.stage
        self.leave_stage(deal, "advanced", value, now)

    def deal_went_back(
        self, deal: _Deal, stream: int, stage: int, seat: int, value: float, now: float
    ) -> None:
        assert stage == deal.stage
        self.leave_stage(deal, "went_back", value, now)

    def deal_lost(self, deal: _Deal, stream: int, stage: int, seat: int, value: float, now: float) -> None:
        self.open -= 1
        self.leave_stage(deal, f"lost_{REASONS[int(value)]}", now - deal.entered, now)
        self.add("week", 0, "lost")
        self.add("source", deal.source, "lost")
        self.add("seat", seat, "lost")

    def deal_won(self, deal: _Deal, stream: int, stage: int, seat: int, value: float, now: float) -> None:
        self.open -= 1
        deal.won = True
        start = deal.cycle_start
        if start is None:
            self.begin_cycle(deal, now)
            start = deal.created
        days = (now - start) / self.hours * 7.0
        self.add("week", 0, "won")
        self.add("week", 0, "bookings", value)
        for part, row in (("source", deal.source), ("seat", seat)):
            self.add(part, row, "won")
            self.add(part, row, "bookings", value)
            self.add(part, row, "cycle_days", days)

    def orders_booked(
        self, deal: _Deal, stream: int, stage: int, seat: int, value: float, now: float
    ) -> None:
        for column in ("orders", "bookings"):
            self.add("week", 0, column, value)
            self.add("seat", seat, column, value)

    def rep_joined(self, deal: _Deal, stream: int, stage: int, seat: int, value: float, now: float) -> None:
        if self.started:
            self.add("week", 0, "joined")
            self.add("seat", seat, "joined")

    def rep_left(self, deal: _Deal, stream: int, stage: int, seat: int, value: float, now: float) -> None:
        self.add("week", 0, "left")
        self.add("seat", seat, "left")

    def week_started(self, deal: _Deal, stream: int, stage: int, seat: int, value: float, now: float) -> None:
        """Hours at work are not counted here."""
