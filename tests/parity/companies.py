"""Random companies: strategies that build the data of a scenario, all mechanisms included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st

from simsales.model.pipeline import LOSS_REASONS, SKILLS
from simsales.model.scenario import Scenario, problems

FREELY = settings(deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
"""The same examples every time, however long one takes."""

START = date(2026, 1, 5)
ROUTINGS = ("round_robin", "least_loaded", "territory", "skill_match", "performance_weighted", "pooled")
PRIORITIES = ("first_come", "highest_value", "closest_to_close", "new_leads_first", "stale_first",
              "value_per_hour", "ranks")  # fmt: skip
BEHAVIOURS = {
    "response": {"reference_hours": (0, 8)},
    "lateness": {"log_odds_per_week": (0, 0.5)},
    "ageing": {"log_odds": (0, 0.6), "grace": (0, 2)},
    "cold": {"after_weeks": (0, 2), "chance_per_week": (0, 1)},
    "overload": {"loss_per_deal": (0, 0.1), "most": (0, 0.9)},
    "hand_over": {"loss": (0, 1), "log_odds": (-1, 1)},
}


@dataclass
class _Maker:
    """Draws one company; with `ties` all durations lie on a grid."""

    draw: Any
    ties: bool

    def one(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def often(self, chances: int = 2) -> bool:
        """True in all but one of so many cases."""
        return self.draw(st.integers(1, chances)) > 1

    def number(self, low: float, high: float) -> float:
        return round(self.draw(st.floats(low, high, allow_subnormal=False)), 6)

    def maybe(self, low: float, high: float) -> float:
        return 0.0 if self.draw(st.booleans()) else self.number(low, high)

    def unknown(self, low: float, high: float) -> Any:
        """A parameter, sometimes with a range."""
        a, b, c = sorted(self.number(low, high) for _ in range(3))
        return {"value": b, "range": [a, c]} if self.draw(st.integers(0, 3)) == 0 else b

    def quantity(self, high: float) -> Any:
        """Any family of distribution; a whole number when durations tie."""
        if self.ties:
            return self.one(0, 0, 1, 2)
        family = self.one("fixed", "exponential", "uniform", "lognormal", "median", "gamma", "empirical")
        centre = self.unknown(high / 50, high)
        return {
            "fixed": self.maybe(0, high),
            "exponential": {"exponential": {"mean": centre}},
            "uniform": {"uniform": {"low": self.number(0, high / 2), "high": self.number(high / 2, high)}},
            "lognormal": {"lognormal": {"mean": centre, "cv": self.unknown(0.1, 2)}},
            "median": {"lognormal": {"median": centre, "cv": self.number(0.1, 2)}},
            "gamma": {"gamma": {"mean": centre, "cv": self.one(0.3, 0.7071, 1.0, 2.5)}},
            "empirical": {"empirical": {"values": [0, high / 3, high / 3, high]}},
        }[family]

    def company(self) -> dict[str, Any]:
        calendar = {
            "weeks": self.draw(st.integers(2, 8)),
            "warmup_weeks": self.one(0, 0, 1, 3),
            "hours_per_week": 40 if self.ties else self.one(40, 40, 37.5, 10.1),
            "period": self.one("month", "quarter", "year"),
            "start": self.one(START, date(2025, 11, 24)),
        }
        stages = [f"s{i}" for i in range(self.draw(st.integers(1, 5)))]
        roles = [f"role{i}" for i in range(self.draw(st.integers(1, 3)))]
        segments = ["small", "big"][: self.draw(st.integers(1, 2))]
        sources = ["web", "fair", "own"][: self.draw(st.integers(1, 3))]
        people = {name: self.role(i, calendar, sources) for i, name in enumerate(roles)}
        repeat = {"role": self.one(*roles), "per_year": self.number(1, 1e6), "spread": self.maybe(0, 1),
                  "carry_over": self.number(0, 1)}  # fmt: skip
        return {
            "name": "random",
            "calendar": calendar,
            "company": {"fiscal_year_start": self.one(1, 4)},
            "segments": {s: {"deal_size": self.size(), "log_odds": self.maybe(-1, 1)} for s in segments},
            "sources": {s: self.source(stages, segments) for s in sources},
            "pipeline": {
                "stages": {s: self.stage(i, stages, roles) for i, s in enumerate(stages)},
                "opportunity": self.one(None, *stages),
                "hand_off_hours": self.one(0, 1) if self.ties else self.maybe(0, 4),
            },
            "roles": people,
            "behaviour": self.behaviour(),
            "repeat_business": None if self.often(3) else repeat,
            "money": {"gross_margin": self.unknown(0, 1), "pipeline_weight": self.number(0, 1)},
            "initial_pipeline": self.open_deals(stages, sources, segments, people),
        }

    def size(self) -> Any:
        return self.one(0, 100, {"lognormal": {"mean": {"value": 100, "range": [50, 200]}, "cv": 1}},
                        {"gamma": {"mean": 1000, "cv": 0.5}})  # fmt: skip

    def source(self, stages: list[str], segments: list[str]) -> dict[str, Any]:
        return {
            "leads_per_week": self.one(0, 0, 1) if self.ties else self.unknown(0, 12),
            "dispersion": self.maybe(0, 0.5),
            "season": self.one((), (1, 1, 1, 1), (0, 0.5, 2, 3), tuple(range(12))),
            "trend_per_year": self.maybe(-0.9, 3),
            "segments": {s: 1 + self.number(0, 3) for s in segments} if self.often() else {},
            "enters": self.one(None, *stages),
            "log_odds": {self.one(*stages): self.unknown(-1, 1)},
            "response_exponent": self.maybe(0, 1),
            "cost_per_lead": self.maybe(0, 100),
        }

    def stage(self, i: int, stages: list[str], roles: list[str]) -> dict[str, Any]:
        following = stages[i + 1] if i + 1 < len(stages) else "won"
        ways = {self.one(*stages, "won"): 0.5, following: 1.0} if self.often() else {following: 1.0}
        advance = self.number(0.1, 0.95)
        return {
            "advance": self.one(
                advance, {"log_odds": self.number(-2, 3)}, {"value": 0.5, "range": [0.4, 0.6]}
            ),
            "next": ways,
            "back": {self.one(*stages): self.number(0.05, 0.5)} if self.often() else {},
            "lost": {reason: self.number(0.1, 1) for reason in LOSS_REASONS[: self.one(1, 2, 4)]},
            "role": self.one(None, *roles),
            "skill": self.one(None, *SKILLS),
            "touches": self.one(1, 1, 2) if self.ties else self.one(1, 1, 2, 7),
            "effort_hours": self.quantity(8),
            "wait": self.wait(i),
        }

    def wait(self, stage: int) -> dict[str, Any]:
        """The customer's delay; when durations tie, none in the first stage, where open deals are."""
        if self.ties:
            return {"working_days": 0 if stage == 0 else self.quantity(10)}
        return {self.one("working_days", "calendar_days"): self.quantity(10)}

    def role(self, i: int, calendar: dict[str, Any], sources: list[str]) -> dict[str, Any]:
        seats = self.one(0, 1, 1, 2, 3, 5)
        share = 1.0 if self.ties else self.number(0.1, 1)
        hours = share * calendar["hours_per_week"] * 0.99
        kept = 0.0 if self.ties else self.maybe(0, hours)
        account = self.number(0, kept)
        first = [{"name": f"Kim {i}", "skill": self.one(None, 1.5, {"demo": -1}),
                  "speed": self.one(None, 0.5), "tenure_months": self.one(None, 0, 3)}]  # fmt: skip
        return {
            "headcount": {"north": 1, "south": seats - 1} if seats > 1 and self.often() else seats,
            "openings": [{"on": self.day(), "count": self.one(1, 2)} for _ in range(self.one(0, 0, 1))],
            "deal_work_share": share,
            "account_hours": account,
            "prospecting": self.prospecting(kept - account, sources) if self.often(3) else None,
            "absence_days_per_year": self.one(0, 0, 30, 200),
            "skill": {"log_odds": self.maybe(0, 1), "speed": 0 if self.ties else self.maybe(0, 0.5),
                      "spread": self.number(0, 2), "correlation": self.one(0, 0.5, 1)},
            "ramp": None if self.ties or self.often() else self.ramp(),
            "turnover": self.turnover() if self.often(3) else None,
            "quota_per_year": self.one(0, 1e5),
            "pay": {"base_per_year": 5e4, "variable_per_year": self.one(0, 3e4), "accelerator": 1.5},
            "routing": self.one(*ROUTINGS),
            "priority": self.one(*PRIORITIES),
            "comfortable_deals": self.one(0, 2, 10),
            "territory_spread": self.maybe(0, 1),
            "reps": first if seats else [],
        }  # fmt: skip

    def day(self) -> date:
        """Before, in or after the run; often a Monday, when the week begins as well."""
        return START + timedelta(days=self.one(-30, 0, 7, 14, 21, 24, 400))

    def prospecting(self, hours: float, sources: list[str]) -> dict[str, Any]:
        channels = {"calls": {"per_week": self.unknown(0, 200), "success": [0.1, 0.2]},
                    "mails": {"per_week": 100, "success": [0.01]}}  # fmt: skip
        way: dict[str, Any] = self.one({}, {"channels": channels}, {"hours_per_lead": self.unknown(0.5, 20)})
        return {"hours_per_week": max(round(hours, 3), 0.0), "source": self.one(*sources), **way}

    def ramp(self) -> dict[str, Any]:
        return {"months": self.unknown(0, 6), "shape": self.one("exponential", "linear"),
                "start_speed": self.number(0.05, 1), "start_log_odds": self.number(-2, 0)}  # fmt: skip

    def turnover(self) -> dict[str, Any]:
        return {"per_year": self.unknown(0, 30), "weeks_to_fill": self.quantity(3), "cost_per_hire": 1000,
                "refill": self.often(4)}  # fmt: skip

    def behaviour(self) -> Any:
        if self.often(4) and self.ties:
            return {**dict.fromkeys(BEHAVIOURS, "off"), "cold": {"after_weeks": 1}, "hand_over": {}}
        if not self.often(4):
            return self.one("off", {})
        return {
            name: {key: self.unknown(*bounds) for key, bounds in of.items()} if self.often(3) else "off"
            for name, of in BEHAVIOURS.items()
        }

    def open_deals(
        self, stages: list[str], sources: list[str], segments: list[str], people: dict[str, Any]
    ) -> list[dict[str, Any]]:
        names = [rep["name"] for role in people.values() for rep in role["reps"]]
        return [
            {
                "stage": stages[0] if self.ties else self.one(*stages),
                "count": self.one(12, 40) if self.ties else self.one(1, 3, 12), "value": self.one(None, 500),
                "age_days": self.maybe(0, 100), "stage_age_days": self.maybe(0, 50),
                "source": self.one(None, *sources), "segment": self.one(None, *segments),
                "rep": self.one(None, *names), "rank": self.one(None, 0, 7),
            }
            for _ in range(self.one(1, 2, 3) if self.ties else self.one(0, 0, 1, 2))
        ]  # fmt: skip


@st.composite
def companies(draw: Any, ties: bool = False) -> Scenario:
    """A sound random scenario; with `ties`, one whose durations are whole numbers or nothing."""
    scenario = Scenario.model_validate(_Maker(draw, ties).company())
    assume(not problems(scenario))
    return scenario
