"""JSON Schema (draft 2020-12) of a scenario file, for editors."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from simsales.model.scenario import Scenario

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_OFF: list[dict[str, Any]] = [{"const": False}, {"const": "off"}]


def scenario_schema() -> dict[str, Any]:
    """The schema of a scenario file; the same on every call.

    A file with `extends` may leave out what its parent says, and may set keys to null.

    >>> scenario_schema()["title"]
    'Scenario'
    """
    schema = Scenario.model_json_schema()
    definitions = schema.pop("$defs")
    whole = _with_short_forms({**definitions, "Scenario": schema})
    partial = {f"{name}Change": _loosened(part) for name, part in whole.items()}
    return {
        "$schema": _DRAFT,
        "title": "Scenario",
        "description": schema["description"],
        "type": "object",
        "if": {"required": ["extends"]},
        "then": {"$ref": "#/$defs/ScenarioChange"},
        "else": {"$ref": "#/$defs/Scenario"},
        "$defs": dict(sorted({**whole, **partial}.items())),
    }


def schema_text() -> str:
    """The schema as it is shipped beside the scenarios."""
    return json.dumps(scenario_schema(), indent=1, ensure_ascii=False) + "\n"


def _with_short_forms(parts: dict[str, Any]) -> dict[str, Any]:
    """Adds what the loader and the model's validators allow beyond the types."""
    number = parts["Lognormal"]["properties"]["cv"]["anyOf"]
    families = dict(parts["Distribution"])
    families.update(minProperties=1, maxProperties=1)
    parts["Distribution"] = {
        "description": families.pop("description"),
        "anyOf": [*_not_negative(number), families],
    }
    mechanisms = parts["Behaviour"]
    for name, kind in mechanisms["properties"].items():
        mechanisms["properties"][name] = {**kind, "anyOf": [*kind["anyOf"], *_OFF]}
    parts["Behaviour"] = {
        "description": mechanisms.pop("description"),
        "anyOf": [mechanisms, *_OFF],
    }
    empirical = parts["Empirical"]
    empirical["anyOf"] = [{"required": ["file"]}, {"required": ["values"]}]
    top = parts["Scenario"]["properties"]
    deals = top["initial_pipeline"]
    table = {
        "type": "object", "additionalProperties": False, "required": ["csv"],
        "properties": {"csv": {"type": "string", "description": "A CSV file with a column stage."}},
    }  # fmt: skip
    top["initial_pipeline"] = {
        "description": "Deals that are open at the start, listed or in a CSV file.",
        "anyOf": [{key: deals[key] for key in ("type", "items")}, table],
    }
    top["extends"] = {"type": "string", "description": "A shipped scenario or a file that this one changes."}
    return parts


def _not_negative(positive: list[Any]) -> list[Any]:
    """The schema of a bare or ranged number that may also be 0."""
    text = json.dumps(positive).replace('"exclusiveMinimum"', '"minimum"')
    found = json.loads(text)
    assert isinstance(found, list)
    return found


def _loosened(part: Any, *, is_definition: bool = True) -> Any:
    """A copy in which nothing is required, every key may be null, and references stay loose."""
    if isinstance(part, list):
        return [_loosened(entry, is_definition=False) for entry in part]
    if not isinstance(part, dict):
        return copy.copy(part)
    loose: dict[str, Any] = {}
    for key, entry in part.items():
        if key in ("required", "minProperties", "default"):
            continue
        if key == "$ref":
            loose[key] = f"{entry}Change"
        elif key == "properties":
            loose[key] = {name: _or_null(_loosened(kind)) for name, kind in entry.items()}
        elif key == "additionalProperties" and isinstance(entry, dict):
            loose[key] = _or_null(_loosened(entry))
        else:
            loose[key] = _loosened(entry, is_definition=False)
    return loose


def _or_null(kind: Any) -> dict[str, Any]:
    return {"anyOf": [kind, {"type": "null"}]}


def write_schema(folder: Path) -> Path:
    """Write schema.json into a folder, atomically; returns the file."""
    file = folder / "schema.json"
    draft = folder / ".schema.json.part"
    draft.write_text(schema_text(), encoding="utf-8")
    draft.replace(file)
    return file
