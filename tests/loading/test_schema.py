"""The JSON Schema says what the loader says."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
import yaml

from simsales.loading import scenario_schema, shipped_names
from simsales.loading.schema import schema_text, write_schema
from simsales.loading.shipped import shipped_directory
from tests.loading.conftest import SOUND


def data(text: str) -> Any:
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = scenario_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_shipped_schema_is_current(tmp_path) -> None:  # type: ignore[no-untyped-def]
    assert (shipped_directory() / "schema.json").read_text(encoding="utf-8") == schema_text()
    assert write_schema(tmp_path).read_text(encoding="utf-8") == schema_text()
    assert [file.name for file in tmp_path.iterdir()] == ["schema.json"]


@pytest.mark.parametrize("name", shipped_names())
def test_shipped_scenarios_obey_it(validator: jsonschema.Draft202012Validator, name: str) -> None:
    text = (shipped_directory() / f"{name}.yaml").read_text(encoding="utf-8")
    assert [error.message for error in validator.iter_errors(data(text))] == []


@pytest.mark.parametrize(
    "more",
    [
        "behaviour: off\n",
        "behaviour: {lateness: off, cold: 'off', ageing: {grace: 2}}\n",
        "initial_pipeline: {csv: deals.csv}\n",
        "initial_pipeline: [{stage: demo, count: 3}]\n",
        "calendar: {start: 2026-01-05}\n",
        "money: {pipeline_weight: {value: 0.5, range: [0, 1], evidence: yours}}\n",
    ],
)
def test_short_forms_are_allowed(validator: jsonschema.Draft202012Validator, more: str) -> None:
    assert [error.message for error in validator.iter_errors(data(SOUND + more))] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("headcount: 2", "headcont: 2"),
        ("headcount: 2", "headcount: -2"),
        ("advance: 0.5", "advance: 1.5"),
        ("advance: 0.5", "advance: x"),
        ("effort_hours: 1", "effort_hours: {lognormal: {mean: 1}}"),
        ("effort_hours: 1", "effort_hours: {}"),
        ("wait: {working_days: 3}", "wait: 3"),
        ("wait: {working_days: 3}", "skill: closng"),
        ("name: small\n", ""),
        ("deal_size: 100", "deal_size: -5"),
        ("deal_size: 100", "deal_size: {empirical: {column: x}}"),
        ("name: small", "name: small\nbehaviour: on"),
    ],
)
def test_faults_are_seen(validator: jsonschema.Draft202012Validator, old: str, new: str) -> None:
    assert list(validator.iter_errors(data(SOUND.replace(old, new, 1))))


def test_a_change_of_another_scenario_may_be_partial(validator: jsonschema.Draft202012Validator) -> None:
    sound = "extends: smb_inbound_saas\nroles: {account_executive: {headcount: 9, ramp: null}}\n"
    assert [error.message for error in validator.iter_errors(data(sound))] == []
    assert list(validator.iter_errors(data(sound.replace("headcount", "headcont"))))
