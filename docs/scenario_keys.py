"""Writes the tables of docs/reference/scenario.md from the model's types: python docs/scenario_keys.py."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pydantic import BaseModel

from simsales.loading.kinds import branches, models, step
from simsales.loading.schema import scenario_schema
from simsales.model.distribution import Distribution
from simsales.model.parameter import Parameter
from simsales.model.scenario import Scenario

PAGE = Path(__file__).parent / "reference" / "scenario.md"
BEGIN = "<!-- tables: made by docs/scenario_keys.py -->"
_SAID = {
    "Scenario.name": "Letters, digits, _ - and dots; no spaces.",
    "Scenario.about": "One line about it.",
    "Scenario.company": "Its money and words.",
    "Scenario.calendar": "The span that is simulated.",
    "Scenario.segments": "Kinds of customers, by name.",
    "Scenario.sources": "Where leads come from, by name.",
    "Scenario.pipeline": "The stages of a deal.",
    "Scenario.roles": "Kinds of seats, by name.",
    "Scenario.behaviour": "Mechanisms; each can be switched off.",
    "Scenario.repeat_business": "Repeat orders of existing customers; none when left out.",
    "Scenario.money": "What the profit formula needs.",
    "Scenario.initial_pipeline": "Deals that are open at the start; none when left out.",
    "Distribution.fixed": "Always the same; a bare number means this.",
    "Distribution.exponential": "Many short, few long.",
    "Distribution.uniform": "Any value between two bounds.",
    "Distribution.lognormal": "Skewed: few far above the rest. Usual for money and effort.",
    "Distribution.gamma": "Skewed, with fewer extremes. Usual for waits.",
    "Distribution.empirical": "Your own values.",
    "Empirical.file": "CSV file, beside the scenario.",
    "Empirical.column": "Heading of the column in the file; needed when it has several.",
    "Empirical.values": "The values themselves, instead of a file; at least two.",
    "Pipeline.stages": "The stages by name, in order.",
    "Wait.calendar_days": "Days with nights and weekends; seven a week.",
    "Wait.working_days": "Working days; five a week.",
    "Role.prospecting": "Leads these people make themselves.",
    "Role.skill": "How much people differ.",
    "Role.ramp": "How newcomers become productive; at once when left out.",
    "Role.turnover": "Leaving and being replaced; nobody leaves when left out.",
    "Role.pay": "What the seat costs.",
    "Opening.on": "The first day.",
    "Opening.count": "How many seats.",
    "Opening.team": "Their team, where headcount is by team.",
    "Ramp.shape": "Fast at first, or even.",
    "Pay.base_per_year": "Fixed pay.",
    "Rep.name": "Unique in the scenario.",
    "Behaviour.response": "A slow first answer loses odds.",
    "Behaviour.lateness": "A deal kept waiting by its rep loses odds.",
    "Behaviour.ageing": "An old deal loses odds.",
    "Behaviour.cold": "A deal that waits too long is lost.",
    "Behaviour.overload": "Too many open deals slow a rep.",
    "Behaviour.hand_over": "Deals suffer when their rep leaves.",
    "Lateness.log_odds_per_week": "Log-odds lost for each week of waiting.",
    "OpenDeal.stage": "Where it stands.",
    "OpenDeal.source": "Where it came from; the first source when left out.",
    "OpenDeal.segment": "Its kind of customer; drawn when left out.",
    "OpenDeal.count": "So many alike.",
    "Odds.log_odds": "0 is one half, 1 is 73 %, -1 is 27 %.",
}
"""What the types leave unsaid because the name says it to those who know the field."""


def places() -> dict[type[BaseModel], list[str]]:
    """Every record type of a scenario with the dotted places where it stands, in reading order."""
    found: dict[type[BaseModel], list[str]] = {Scenario: [""]}

    def walk(kind: Any, path: str) -> None:
        for key, field in kind.model_fields.items():
            for branch in branches(field.annotation):
                inner = [branch] if models((branch,)) else [*step(branch, "NAME"), *step(branch, 0)]
                name = "" if models((branch,)) else ".NAME" if step(branch, "NAME") else ".0"
                for model in (m for m in models(tuple(inner)) if m is not Parameter):
                    at = f"{path}.{key}{name}".lstrip(".")
                    known = found.setdefault(model, [])
                    known.append(at)
                    if len(known) == 1:
                        walk(model, at)

    walk(Scenario, "")
    return found


def form(part: dict[str, Any]) -> str:
    """What may be written, in few words."""
    options = part.get("anyOf")
    if options:
        ranged = any("value" in option.get("properties", {}) for option in options)
        kept = [o for o in options if o.get("type") != "null" and "value" not in o.get("properties", {})]
        words = [form(o) + (" (*)" if ranged and o.get("type") == "number" else "") for o in kept]
        return " or ".join(dict.fromkeys(words))
    if "$ref" in part:
        name = part["$ref"].rsplit("/", 1)[1]
        return "distribution" if name == "Distribution" else f"[{name}](#{name.lower()})"
    if "enum" in part:
        return ", ".join(f"`{word}`" for word in part["enum"])
    if "const" in part:
        return "`off`"
    kind = part.get("type")
    if kind == "array":
        inner = part.get("items") or (part.get("prefixItems") or [{}])[0]
        return f"list of {form(inner)}" if inner else "list"
    if kind == "object":
        inner = part.get("additionalProperties")
        names = part.get("propertyNames", {})
        key = form(names) if "enum" in names else "name"
        return f"{key}: {form(inner)}" if isinstance(inner, dict) else "mapping"
    words = {"integer": "whole number", "number": "number", "boolean": "yes or no"}.get(str(kind), "text")
    words = "date" if part.get("format") == "date" else words
    return f"{words}{_bounds(part)}"


def _bounds(part: dict[str, Any]) -> str:
    if "minimum" in part and "maximum" in part:
        return f" from {part['minimum']:,g} to {part['maximum']:,g}"
    signs = {"minimum": "≥", "exclusiveMinimum": ">", "maximum": "≤", "exclusiveMaximum": "<"}
    return ",".join(f" {sign} {part[key]:,g}" for key, sign in signs.items() if key in part)


def default(model: type[BaseModel], key: str) -> str:
    """The value that holds when the key is left out."""
    field = model.model_fields[key]
    if field.is_required():
        return "**needed**"
    value = field.default
    if isinstance(value, Distribution):
        value = value.fixed
    if isinstance(value, Parameter):
        between = f" ({value.range[0]:g}–{value.range[1]:g})" if value.range else ""
        return f"{value.value:g}{between}"
    if isinstance(value, BaseModel):
        return "see there"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value in (None, "", (), {}):
        return ""
    if isinstance(value, dict):
        return ", ".join(f"{word}: {share:g}" for word, share in value.items())
    return f"{value:g}" if isinstance(value, float) else f"{value}"


def tables() -> str:
    """All tables as Markdown; the same on every call."""
    definitions = scenario_schema()["$defs"]
    parts = []
    for model, where in places().items():
        schema = definitions[model.__name__]
        forms = (part.get("properties", {}) for part in (schema, *schema.get("anyOf", ())))
        properties = next(keys for keys in forms if set(model.model_fields) <= set(keys))
        at = ", ".join(f"`{place}`" for place in where[:3] if place) or "top of the file"
        more = " and wherever else a distribution may stand" if model is Distribution else ""
        about = (model.__doc__ or "").split("\n\n")[0].replace("\n", " ").strip()
        rows = [f"### {model.__name__}", "", f"{about} Stands at: {at}{more}.", "",
                "| key | what it is | written as | left out |", "| --- | --- | --- | --- |"]  # fmt: skip
        for key in model.model_fields:
            said = (
                (model.model_fields[key].description or _SAID.get(f"{model.__name__}.{key}", ""))
                .replace("\n", " ")
                .replace("|", "\\|")
            )
            rows.append(f"| `{key}` | {said} | {form(properties[key])} | {default(model, key)} |")
        parts.append("\n".join(rows))
    return "\n\n".join(parts) + "\n"


def page() -> str:
    """The page with its tables made anew."""
    head, _, _ = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return f"{head}{BEGIN}\n\n{tables()}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
