"""Machine code can never be older than the rules that it was made from."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import simsales
from tests.engine.small import SMALL

PACKAGE = Path(simsales.__file__).parent
FINGERPRINT = "from simsales.rules import house; print(house.source_fingerprint(), house.CACHE_DIRECTORY)"
PLAY = """
import json, sys, simsales
from simsales.engine.compile import compile_scenario
from simsales.engine.simulate import simulate
from simsales.model.scenario import Scenario
from simsales.rules.house import has_machine_code
had = has_machine_code()
company = compile_scenario(Scenario.model_validate(json.loads(sys.argv[1])))
told = {"file": simsales.__file__, "had_machine_code": had}
for engine in sys.argv[2:]:
    played = simulate(company, seed=3, replications=3, engine=engine)
    told[engine] = [x.hex() for x in played.totals.week.ravel().tolist()]
print(json.dumps(told))
"""
LATE = {
    **SMALL,
    "calendar": {"weeks": 8},
    "sources": {"web": {"leads_per_week": 40}, "own": {}},
    "behaviour": {"lateness": {"log_odds_per_week": 0.5}, "cold": "off"},
}
"""So many leads that deals wait for weeks."""


class Copy:
    """A copy of the package, with a cache of its own."""

    def __init__(self, place: Path) -> None:
        self.place = place
        (place / "spare").mkdir()
        shutil.copytree(
            PACKAGE, place / "simsales", ignore=shutil.ignore_patterns("__pycache__", "scenarios")
        )

    def run(self, code: str, *words: str) -> str:
        """What the code prints, run in a new process with this copy."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(self.place),
            "SIMSALES_CACHE_DIR": str(self.place / "cache"),
        }
        environment["TMPDIR"] = str(self.place / "spare")
        environment.pop("NUMBA_DISABLE_JIT", None)
        done = subprocess.run(
            [sys.executable, "-c", code, *words],
            cwd=self.place, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def play(self, *engines: str) -> dict[str, list[str]]:
        """Totals by engine."""
        told = json.loads(self.run(PLAY, json.dumps(LATE), *engines))
        assert Path(told["file"]).is_relative_to(self.place)
        return told

    def edit(self, file: str, before: str, after: str) -> None:
        """Change a source, and make it look as old as it was."""
        path = self.place / "simsales" / file
        text, times = path.read_text(encoding="utf-8"), path.stat()
        assert text.count(before) == 1
        path.write_text(text.replace(before, after), encoding="utf-8")
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


LATENESS = ("return -log_odds_per_week * weeks_late", "return -2.0 * log_odds_per_week * weeks_late")


@pytest.mark.slow
def test_a_changed_rule_changes_the_batch_result(copy):
    """As it is; with lateness twice as bad, a rule outside the kernel's own file; as it was."""
    first = copy.play("batch")
    assert not first["had_machine_code"]
    copy.edit("rules/deals.py", *LATENESS)
    second = copy.play("batch", "reference")
    assert not second["had_machine_code"]
    assert second["batch"] != first["batch"]
    assert second["batch"] == second["reference"]
    copy.edit("rules/deals.py", *reversed(LATENESS))
    third = copy.play("batch")
    assert third["had_machine_code"], "machine code of these very sources was thrown away"
    assert third["batch"] == first["batch"]


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("rules/deals.py", *LATENESS),
        ("rules/leads.py", "rate = base * season", "rate = base + season"),
        ("engine/recording.py", "an empty log array means", "an empty log array would mean"),
    ],
)
def test_a_changed_source_has_another_fingerprint_and_cache(copy, file, before, after):
    old = copy.run(FINGERPRINT).split()
    assert copy.run(FINGERPRINT).split() == old
    copy.edit(file, before, after)
    new = copy.run(FINGERPRINT).split()
    assert new[0] != old[0] and new[1] != old[1]
    assert Path(new[1]).is_relative_to(copy.place / "cache")


def test_what_is_outside_rules_and_engine_leaves_the_cache(copy):
    old = copy.run(FINGERPRINT)
    copy.edit(
        "errors.py", "from __future__ import annotations", "from __future__ import annotations  # the same"
    )
    assert copy.run(FINGERPRINT) == old


def test_a_new_or_renamed_rule_has_another_fingerprint(copy):
    prints = [copy.run(FINGERPRINT)]
    added = copy.place / "simsales" / "rules" / "zeal.py"
    added.write_text('"""A new rule."""\n', encoding="utf-8")
    prints.append(copy.run(FINGERPRINT))
    added.rename(added.with_name("zest.py"))
    prints.append(copy.run(FINGERPRINT))
    assert len(set(prints)) == 3


def test_a_cache_that_cannot_be_written_is_elsewhere(copy):
    """A file stands where the cache should be."""
    (copy.place / "cache").write_text("", encoding="utf-8")
    place = Path(copy.run(FINGERPRINT).split()[1])
    assert place.is_dir() and place.is_relative_to(copy.place / "spare")
