"""A made-up company with made-up results, drawn once; nothing is simulated here."""

# ruff: noqa: E501

from types import SimpleNamespace

import numpy as np

from simsales.engine.totals import Names
from simsales.experiments.answers import (
    AlternativeResult,
    Bottleneck,
    CompareResult,
    Part,
    Performance,
    Recommendation,
    RunResult,
    Target,
    Why,
)  # fmt: skip
from simsales.measure.estimate import Difference, Estimate
from simsales.measure.kpis import KPIS
from simsales.measure.spread import Spread
from simsales.model.scenario import Scenario

LEVELS = {
    "leads": 4210.0, "opportunities": 800.0, "wins": 210.0, "losses": 3900.0, "win_rate": 0.051, "deal_size": 13_400.0,
    "opportunity_win_rate": 0.26, "cycle_days": 31.0, "response_hours": 5.4, "touches": 21_000.0, "bookings": 2.81e6,
    "orders": 0.0, "attainment": 0.87, "reps_at_quota": 0.34, "utilisation": 0.82, "headcount": 14.2,
    "ramping_reps": 1.7, "attrition": 0.3, "coverage": 2.9, "velocity": 8000.0, "open_deals": 380.0,
    "open_value": 4.4e6, "open_age_days": 44.0, "margin": 2.2e6, "pay": 1.2e6, "marketing": 310_000.0,
    "hiring": 52_000.0, "cost": 1.7e6, "profit": 520_000.0,
}  # fmt: skip


def scenario(**company):
    return Scenario.model_validate(
        {
            "name": "smb_example",
            "company": company,
            "segments": {"all": {"deal_size": 13400}},
            "sources": {"demo_request": {"leads_per_week": 40}, "paid_search": {"leads_per_week": 41}},
            "pipeline": {
                "stages": {
                    "qualify": {"advance": 0.4}, "demo_call": {"advance": 0.4, "back": {"qualify": 0.1}},
                    "proposal_and_legal": {"advance": 0.3},
                }
            },
            "roles": {"ae": {"headcount": 14, "quota_per_year": 230_000}},
        }
    )  # fmt: skip


def loaded(**company):
    made = scenario(**company)
    return SimpleNamespace(scenario=made, text="name: smb_example\n", hash="ab" * 32, path="smb.yaml")


def estimate(values, unit):
    if len(values) == 1:
        v = float(values[0])
        return Estimate(v, None, None, v, v, v, unit, 1)
    half = 1.96 * values.std(ddof=1) / len(values) ** 0.5
    mean = float(values.mean())
    q = [float(x) for x in np.quantile(values, (0.1, 0.5, 0.9))]
    return Estimate(mean, mean - half, mean + half, *q, unit, len(values))


def drawn(rng, n, scale=1.0):
    return {name: level * scale * rng.lognormal(0, 0.08, n) for name, level in LEVELS.items()}


def kpis_of(values):
    return {name: estimate(v, KPIS[name].unit) for name, v in values.items()}


def row(rng, n, **levels):
    units = {"entered": "count", "conversion": "share", "queue_hours": "hours", "stage_days": "days"}
    known = {name: kpi.unit for name, kpi in KPIS.items()} | units
    return {
        k: estimate(level * rng.lognormal(0, 0.2, n), known.get(k, "count")) for k, level in levels.items()
    }


def weeks(rng, level, spread, n=52):
    return level * rng.lognormal(0, spread, (200, n))


def bands(made):
    return np.quantile(made, (0.1, 0.5, 0.9), axis=0).T


def run_result(n=200, target=3.1e6, **company):
    rng = np.random.default_rng(7)
    values = drawn(rng, n)
    if n > 1:  # the answer's own figures are chosen
        values["bookings"] = np.interp(
            np.linspace(0, 1, n), [0, 0.1, 0.5, 0.9, 1], [2.3e6, 2.5e6, 2.8e6, 3.1e6, 3.3e6]
        )
    seats = ("Ann Kowalska", *(f"ae {i}" for i in range(2, 15)))
    stages = {
        "qualify": (4210, 0.4, 0.4),
        "demo_call": (1700, 0.42, 9.3),
        "proposal_and_legal": (710, 0.3, 1.1),
    }
    weekly = weeks(rng, 54_000, 0.6)
    made = loaded(**company)
    return RunResult(
        loaded=made,
        names=Names(
            ("demo_request", "paid_search"), tuple(stages), seats, ("ae",) * 14, ("",) * 14, ("ae",) * 3,
            ("2026 Q1", "2026 Q2", "2026 Q3", "2026 Q4"), (13, 13, 13, 13),
            ("demo_request", "paid_search", *seats, "initial"),
        ),
        seed=1, replications=n, engine="batch", luck_only=False, kpis=kpis_of(values), intervals={}, values=values,
        by_stage={
            name: row(rng, n, entered=e, advanced=e * c, went_back=1, losses=e * (1 - c), conversion=c, queue_hours=q,
                      stage_days=6, open_deals=e / 40, touches=e * 2, effort_hours=e)
            for name, (e, c, q) in stages.items()
        },
        by_source={
            s: row(rng, n, leads=2100, opportunities=400, wins=105, losses=1900, win_rate=0.05, bookings=1.4e6,
                   deal_size=13_400, cycle_days=31)
            for s in ("demo_request", "paid_search")
        },
        by_rep={s: row(rng, n, bookings=200_000, wins=15, win_rate=0.05, attainment=0.87, utilisation=0.82) for s in seats},
        by_team={},
        by_period={
            f"2026 Q{q}": row(rng, n, leads=1050, wins=52, bookings=700_000, win_rate=0.05, utilisation=0.82)
            for q in (1, 2, 3, 4)
        },
        by_week={
            "bookings": bands(weekly), "bookings_cumulative": bands(weekly.cumsum(axis=1)),
            "utilisation": bands(weeks(rng, 0.82, 0.06)), "open_deals": bands(weeks(rng, 380, 0.1)),
            "headcount": bands(weeks(rng, 14, 0.01)),
        },
        target=None if target is None else Target(target, 0.14, 0.09, 0.19),
        bottleneck=Bottleneck("demo_call", "ae", 9.3, 0.97),
        spread={"bookings": Spread("money", 2e5, 1.4e5, 2.4e4, 0.65, 0.34, 0.01, 0.1, 0.5, False)},
        precision=None, warnings=("The pipeline starts empty: the first weeks book little.",),
        performance=Performance(1_000_000, 0.8, 0.3),
    )  # fmt: skip


def difference(base, other, unit, better):
    d = other - base
    half = 1.96 * d.std(ddof=1) / len(d) ** 0.5
    wins = None if better is None else float(np.mean((d > 0) == (better == "higher")))
    return Difference(float(d.mean()), float(d.mean() - half), float(d.mean() + half), wins, unit)


def money(mean, half):
    return Difference(mean, mean - half, mean + half, 0.9, "money")


def alternative(name, scale, base, rng):
    values = {k: v * scale * rng.lognormal(0, 0.02, len(v)) for k, v in base.items()}
    values["cycle_days"] = base["cycle_days"] * (2 - scale) * rng.lognormal(0, 0.02, len(base["leads"]))
    changes = {k: difference(base[k], values[k], KPIS[k].unit, KPIS[k].better) for k in values}
    why = Why(
        (
            Part("leads", "Leads", "count", 4210.0, 4212.0, money(1000.0, 900.0)),
            Part("win_rate", "Win rate", "share", 0.051, 0.0551, money(131_000.0, 30_000.0)),
            Part("deal_size", "Size of a won deal", "money", 13_400.0, 13_300.0, money(-21_000.0, 9_000.0)),
        ),
        (
            Part(
                "utilisation",
                "Utilisation",
                "share",
                0.82,
                0.74,
                Difference(-0.08, -0.09, -0.07, None, "share"),
            ),
            Part(
                "response_hours",
                "Time to first touch",
                "hours",
                5.4,
                3.1,
                Difference(-2.3, -2.9, -2, 1, "hours"),
            ),
        ),
        (
            Part("margin", "Gross margin", "money", 2.2e6, 2.3e6, money(96_000.0, 20_000.0)),
            Part("pay", "Pay of reps", "money", 1.2e6, 1.3e6, money(-110_000.0, 2_000.0)),
        ),
        "win_rate",
    )
    return AlternativeResult(
        name, loaded(), kpis_of(values), values, changes, 7.4 * scale, dict.fromkeys(values, 7.4), why
    )


def compare_result(n=200, best="Two more reps", flips=False):
    rng = np.random.default_rng(3)
    base = drawn(rng, n)
    plans = tuple(
        alternative(name, s, base, rng) for name, s in (("Two more reps", 1.04), ("Half the ads", 0.999))
    )
    return CompareResult(
        loaded=loaded(), seed=1, replications=n, engine="batch", luck_only=False, base=kpis_of(base), base_values=base,
        alternatives=plans,
        recommendation=Recommendation("profit", best, "base", "base" if flips else best, flips, 0.04, True),
        precision=None, warnings=(), performance=Performance(3_000_000, 2.0, 0.3),
    )  # fmt: skip
