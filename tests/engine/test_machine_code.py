"""Machine code is made once for each function, so that processes may fill one cache together."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

CODE = """
import sys
from numba.core.dispatcher import Dispatcher
from simsales.engine.compile import compile_scenario
from simsales.engine.simulate import simulate
from simsales.loading import load_scenario

compiled = compile_scenario(load_scenario("hello_sales", ["calendar.weeks=2"]).scenario)
for engine in ("batch", "reference"):
    simulate(compiled, replications=1, engine=engine, log=True)
modules = [m for name, m in list(sys.modules.items()) if name.startswith("simsales.")]
made = {d for m in modules for d in vars(m).values() if isinstance(d, Dispatcher)}
print(sorted(f"{d.py_func.__module__}.{d.py_func.__name__}" for d in made if len(d.signatures) > 1))
"""


@pytest.mark.slow
def test_every_function_is_compiled_for_one_kind_of_arguments_only(tmp_path):
    """Two processes that compile one function for two kinds of arguments could mix up their files."""
    environment = os.environ | {"SIMSALES_CACHE_DIR": str(tmp_path)}
    played = subprocess.run(
        [sys.executable, "-c", CODE], env=environment, capture_output=True, text=True, check=True, timeout=600
    )
    assert played.stdout.strip() == "[]"
