"""The same rules without machine code: same answers, every line counted, same totals."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLAY = """
import json, sys, warnings
warnings.filterwarnings("ignore", message="overflow encountered")  # 64-bit words wrap round
import numpy as np
from simsales.engine.simulate import simulate
from tests.engine.small import small
company = small(calendar={"weeks": 6, "warmup_weeks": 1})
out = {}
for engine in sys.argv[1:]:
    played = simulate(company, seed=3, replications=1, engine=engine, log=True)
    parts = [getattr(played.totals, part) for part in ("week", "source", "stage", "seat", "end")]
    out[engine] = [[x.hex() for x in part.ravel().tolist()] for part in (*parts, *played.log)]
print(json.dumps(out))
"""


def run(*command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run Python at the root of the checkout."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True
    )


@pytest.mark.slow
def test_rules_hold_and_every_line_is_reached(tmp_path):
    """Doctests and tests of all rules under coverage; the house's decorator is not a rule."""
    pytest.importorskip("coverage")
    data = f"--data-file={tmp_path / 'data'}"
    tests = [str(path) for path in sorted(Path(__file__).parent.glob("test_*.py")) if path != Path(__file__)]
    played = run(
        "-m", "coverage", "run", "--branch", "--rcfile=", data, f"--source={ROOT / 'simsales' / 'rules'}",
        "-m", "pytest", "-p", "no:cacheprovider", "--doctest-modules", "simsales/rules", *tests,
        "-W", "ignore:overflow encountered:RuntimeWarning",
        NUMBA_DISABLE_JIT="1",
    )  # fmt: skip
    assert played.returncode == 0, played.stdout[-5000:] + played.stderr[-2000:]
    told = tmp_path / "coverage.json"
    run("-m", "coverage", "json", "--rcfile=", data, "-o", str(told))
    files = json.loads(told.read_text())["files"]
    rules = {
        Path(name).stem: found
        for name, found in files.items()
        if Path(name).stem not in ("house", "__init__")
    }
    assert len(rules) >= 10
    missing = {name: found["missing_lines"] + found["missing_branches"] for name, found in rules.items()}
    assert not any(missing.values()), missing


@pytest.mark.slow
def test_a_company_comes_to_the_same_without_machine_code():
    """Both engines, interpreted and compiled, to the last bit."""
    plain = run("-c", PLAY, "batch", "reference", NUMBA_DISABLE_JIT="1")
    assert plain.returncode == 0, plain.stderr[-3000:]
    fast = run("-c", PLAY, "batch", NUMBA_DISABLE_JIT="0")
    assert fast.returncode == 0, fast.stderr[-3000:]
    interpreted, compiled = json.loads(plain.stdout), json.loads(fast.stdout)
    assert interpreted["batch"] == interpreted["reference"]
    assert interpreted["batch"] == compiled["batch"]
    assert len(compiled["batch"][-1]) > 7 * 300
