"""From what an answer was made, so that it can be made again."""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import simsales

if TYPE_CHECKING:
    from simsales.experiments.answers import CompareResult, RunResult
    from simsales.loading import Loaded

LIBRARIES = ("numpy", "numba", "scipy", "simpy", "pydantic", "networkx", "pyyaml")


def manifest(result: RunResult | CompareResult, command: str) -> dict[str, Any]:
    """Scenario texts and hashes, seed, replications and versions; loading the text and asking again
    with the same numbers gives the same answer, but for `performance`.

    `replications` are those played in the end, so `precision` need not be asked again.
    """
    record: dict[str, Any] = {
        "command": command,
        "scenario": _scenario(result.loaded),
        "seed": result.seed,
        "replications": result.replications,
        "engine": result.engine,
        "luck_only": result.luck_only,
        "precision": result.precision.asked if result.precision else None,
        "versions": versions(),
    }
    alternatives = getattr(result, "alternatives", ())
    if alternatives:
        record["alternatives"] = [{"name": x.name, "scenario": _scenario(x.loaded)} for x in alternatives]
    return record


def versions() -> dict[str, str]:
    """Of simsales, Python and the libraries that figures may depend on."""
    own = {"simsales": simsales.__version__, "python": sys.version.split()[0]}
    return own | {name: version(name) for name in LIBRARIES}


def _scenario(loaded: Loaded) -> dict[str, str]:
    return {"name": loaded.scenario.name, "hash": loaded.hash, "text": loaded.text}
