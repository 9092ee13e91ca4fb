"""Other people's words for our keys: close rate, AE, quota, ACV."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from simsales.errors import did_you_mean
from simsales.loading.kinds import homes

_OURS: dict[str, tuple[str, ...]] = {
    "advance": (
        "close_rate", "win_rate", "probability", "conversion", "conversion_rate", "chance", "p", "pass_rate",
        "win_probability", "success_rate",
    ),
    "quota_per_year": ("quota", "annual_quota", "sales_quota", "quota_per_rep"),
    "target_per_year": ("target", "goal", "plan", "budget", "company_target", "revenue_target"),
    "headcount": ("number", "size", "seats", "n", "count", "people", "hc", "fte", "number_of_reps"),
    "roles": (
        "reps", "team", "teams", "sales_team", "salespeople", "salesforce", "staff", "role", "sellers",
        "sdrs", "ae", "aes", "account_executive", "account_executives", "sdr", "bdr", "bdrs", "manager",
    ),
    "reps": ("people", "persons", "names", "members"),
    "initial_pipeline": ("deals", "opportunities", "open_deals", "backlog", "opening_pipeline"),
    "stages": ("steps", "phases", "stage"),
    "sources": ("leads", "channels", "lead_sources", "marketing", "source", "demand"),
    "segments": ("products", "markets", "customers", "segment", "customer_types"),
    "opportunity": ("opportunity_stage", "opportunity_from"),
    "deal_size": ("deal_value", "acv", "amount", "price", "average_deal", "average_deal_size", "arr", "size"),
    "leads_per_week": ("leads", "arrivals", "rate", "volume", "per_week", "lead_volume", "inbound"),
    "hours_per_week": ("hours", "work_hours", "working_hours"),
    "base_per_year": ("salary", "base", "base_salary", "base_pay", "fixed"),
    "variable_per_year": ("variable", "commission", "bonus", "ote", "variable_pay"),
    "pay": ("salary", "compensation", "comp", "wage"),
    "per_year": ("rate", "hazard", "yearly", "annual", "attrition"),
    "turnover": ("attrition", "churn", "leaving", "fluctuation", "quits"),
    "ramp": ("onboarding", "ramp_up", "ramp_months"),
    "months": ("duration", "length"),
    "effort_hours": ("effort", "hours", "work", "duration", "time"),
    "wait": ("delay", "cycle", "days", "lag", "waiting"),
    "calendar_days": ("days", "day", "weeks"),
    "touches": ("activities", "calls", "meetings", "attempts"),
    "cv": ("sd", "std", "sigma", "stdev", "deviation"),
    "mean": ("average", "avg", "mu", "rate", "scale"),
    "low": ("min", "minimum"),
    "high": ("max", "maximum"),
    "gross_margin": ("margin", "contribution"),
    "enters": ("entry", "stage", "entry_stage"),
    "entry": ("start", "first"),
    "season": ("seasonality", "seasonal"),
    "trend_per_year": ("growth", "trend"),
    "cost_per_lead": ("cost", "cpl"),
    "cost_per_hire": ("cost", "hiring_cost"),
    "weeks": ("horizon", "duration", "length", "run_length"),
    "warmup_weeks": ("warmup", "warm_up", "warm_up_weeks", "burn_in"),
    "start": ("start_date", "begin", "from"),
    "about": ("description", "title", "notes", "comment"),
    "name": ("id", "title", "scenario"),
    "skill": ("skills", "talent"),
    "tenure_months": ("tenure",),
    "next": ("to", "then", "goes_to"),
    "hand_off_hours": ("handoff_hours", "hand_over_hours", "handover_hours", "hand_off"),
    "hand_over": ("hand_off", "handover", "handoff"),
    "role": ("owner", "worked_by", "team"),
}  # fmt: skip
_BOTH_DAYS = 'did you mean "calendar_days" or "working_days"?'
_ON_THE_COMMAND = {"seed": "--seed", "replications": "--replications", "engine": "--engine", "runs": "-n"}


def suggest_key(word: str, known: Sequence[str]) -> str:
    """What somebody who wrote an unknown key may have meant, among the keys known there.

    >>> suggest_key("close_rate", ["advance", "next"])
    'did you mean "advance"?'
    >>> suggest_key("quota", ["name", "roles"])
    'it belongs in roles.NAME.quota_per_year'
    """
    said = _spoken(word)
    if said in _ON_THE_COMMAND and not close(word, known):
        return f"say it on the command line: {_ON_THE_COMMAND[said]}"
    if {"calendar_days", "working_days"} <= set(known):
        return _BOTH_DAYS
    for ours in [said, *(ours for ours, others in _OURS.items() if said in others)]:
        if ours in known:
            return _with_hint(ours, word)
    return close(word, known) or _elsewhere(said) or did_you_mean(word, known)


def _spoken(word: str) -> str:
    return word.strip().lower().replace(" ", "_").replace("-", "_")


def close(word: str, known: Sequence[str]) -> str:
    """The spelling that was meant, or nothing."""
    found = difflib.get_close_matches(_spoken(word)[:80], sorted(set(known)), n=1, cutoff=0.7)
    return f'did you mean "{found[0]}"?' if found else ""


def _with_hint(ours: str, word: str) -> str:
    if ours == "roles":
        return f'list people under "roles", e.g. roles: {{{_spoken(word)}: {{headcount: 8}}}}'
    return f'did you mean "{ours}"?'


def _elsewhere(said: str) -> str:
    candidates = [said, *(ours for ours, others in _OURS.items() if said in others)]
    for ours in candidates:
        places = homes().get(ours)
        if places:
            return f"it belongs {f'in {places[0]}' if '.' in places[0] else 'at the top of the file'}"
    return ""
