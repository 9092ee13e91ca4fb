"""docs/reference/scenario.md knows every key, and its examples are true."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from simsales.loading import load_scenario
from simsales.loading.kinds import branches, step
from simsales.model.distribution import Distribution
from simsales.model.parameter import Parameter
from simsales.model.scenario import Scenario
from tests.loading.conftest import Write

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "reference" / "scenario.md"
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
EXAMPLE = next(block for block in BLOCKS if block.startswith("name: every_key"))


@pytest.fixture(scope="module")
def tables() -> ModuleType:
    spec = importlib.util.spec_from_file_location("scenario_keys", DOCS / "scenario_keys.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_tables_are_current(tables: ModuleType) -> None:
    assert tables.page() == PAGE.read_text(encoding="utf-8"), "run  python docs/scenario_keys.py"


def test_every_key_has_a_row_that_says_what_it_is(tables: ModuleType) -> None:
    text = PAGE.read_text(encoding="utf-8")
    known = set(tables.places())
    assert {Scenario, Distribution} < known
    for model in known:
        section = text.split(f"\n### {model.__name__}\n", 1)[1].split("\n### ", 1)[0]
        for key in model.model_fields:
            row = re.search(rf"^\| `{key}` \| (.*?) \| .+ \|", section, re.MULTILINE)
            assert row, f"{model.__name__}.{key}"
            assert row[1].strip() or key in ("mean", "median", "cv", "low", "high"), f"{model.__name__}.{key}"
    for key in Parameter.model_fields:
        assert f"| `{key}` |" in text


def used(data: Any, kinds: tuple[Any, ...]) -> set[tuple[str, str]]:
    """Every (type, key) that data uses."""
    found: set[tuple[str, str]] = set()
    if isinstance(data, list):
        for entry in data:
            found |= used(entry, tuple(k for kind in kinds for k in step(kind, 0)))
    if isinstance(data, dict):
        for key, entry in data.items():
            for kind in kinds:
                if isinstance(kind, type) and issubclass(kind, BaseModel) and step(kind, key):
                    found.add((kind.__name__, key))
            found |= used(entry, tuple(k for kind in kinds for k in step(kind, key)))
    return found


def test_the_example_loads_and_uses_every_key(write: Write, tables: ModuleType) -> None:
    scenario = load_scenario(write(text=EXAMPLE)).scenario
    assert scenario.name == "every_key"
    data = yaml.safe_load(re.sub(r"\bon:", '"on":', EXAMPLE))
    missing = {
        (model.__name__, key)
        for model in tables.places()
        for key in model.model_fields
        if model is not Parameter
    } - used(data, branches(Scenario))
    assert missing <= {("Lognormal", "mean"), ("Empirical", "file"), ("Empirical", "column")}, missing
    assert "file: sizes.csv, column: size" in EXAMPLE


def test_the_other_blocks_are_sound_too(write: Write) -> None:
    change = next(block for block in BLOCKS if block.startswith("extends:"))
    role = load_scenario(write(text=change)).scenario.roles["account_executive"]
    assert role.headcount == 9 and role.turnover is None
    efforts = next(block for block in BLOCKS if block.startswith("effort_hours"))
    for line in efforts.splitlines():
        given = yaml.safe_load(line)["effort_hours"]
        if "file" not in str(given):
            Distribution.model_validate(given)
    rates = next(block for block in BLOCKS if block.startswith("per_year"))
    for line in rates.splitlines():
        assert Parameter.model_validate(yaml.safe_load(line)["per_year"]).value == 0.35
