"""simsales: try sales-management decisions before making them, and practise them.

One YAML scenario describes a sales organisation; see docs/reference/scenario.md. The public
functions carry the names of the commands and are loaded when first used:

>>> import simsales
>>> loaded = simsales.load_scenario("hello_sales")
>>> loaded.scenario.calendar.weeks
52
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_PUBLIC = {
    "load_scenario": "simsales.loading",
    "shipped_names": "simsales.loading",
    "scenario_schema": "simsales.loading",
    "compile_scenario": "simsales.engine.compile",
    "simulate": "simsales.engine.simulate",
    "run": "simsales.experiments.run",
    "compare": "simsales.experiments.compare",
    "Alternative": "simsales.experiments.compare",
    "trace": "simsales.experiments.trace",
    "InputError": "simsales.errors",
    "RunError": "simsales.errors",
}

__all__ = ["__version__", *_PUBLIC]


def __getattr__(name: str) -> Any:
    """Load a public function or type when it is first asked for."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'simsales' has no attribute {name!r}")
    return getattr(import_module(_PUBLIC[name]), name)
