"""A manifest makes the answer again."""

import json

import pytest

from simsales.experiments.compare import Alternative, compare
from simsales.experiments.json_shapes import compare_json, run_json
from simsales.experiments.manifest import manifest
from simsales.experiments.run import run
from simsales.loading import load_scenario


@pytest.fixture
def again(tmp_path):
    """Loads a scenario anew from the text in a manifest."""

    def load(scenario):
        path = tmp_path / f"{scenario['hash']}.yaml"
        path.write_text(scenario["text"], encoding="utf-8")
        return load_scenario(path)

    return load


def same(a, b, shaped=run_json):
    shapes = [shaped(answer) for answer in (a, b)]
    for shape in shapes:
        del shape["performance"]
    return json.dumps(shapes[0]) == json.dumps(shapes[1])


def test_a_run_can_be_made_again(again):
    result = run(load_scenario("hello_sales", ("calendar.weeks=13",)), seed=5, replications=20)
    m = json.loads(json.dumps(manifest(result, "run")))
    assert m["command"] == "run" and {"simsales", "python", "numpy", "numba"} <= set(m["versions"])
    repeated = run(
        again(m["scenario"]),
        seed=m["seed"],
        replications=m["replications"],
        engine=m["engine"],
        luck_only=m["luck_only"],
    )
    assert same(result, repeated)


def test_a_comparison_can_be_made_again(again):
    base, more = (
        load_scenario("hello_sales", ("calendar.weeks=13", f"sources.website.leads_per_week={x}"))
        for x in (9, 11)
    )
    result = compare(base, [Alternative("more", more)], replications=20)
    m = manifest(result, "compare")
    others = [Alternative(x["name"], again(x["scenario"])) for x in m["alternatives"]]
    repeated = compare(again(m["scenario"]), others, seed=m["seed"], replications=m["replications"])
    assert same(result, repeated, compare_json)
