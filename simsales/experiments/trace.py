"""What happened, event by event, in one replication?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simsales.engine.simulate import Engine
from simsales.engine.totals import Names

if TYPE_CHECKING:
    from simsales.loading import Loaded


@dataclass(frozen=True)
class Trace:
    """The event log of one replication, shape (events, LOG) with the columns of `engine.layout.LOG`."""

    log: NDArray[np.float64]
    names: Names
    engine: str


def trace(
    loaded: Loaded, *, seed: int = 1, replication: int = 0, engine: Engine = "auto", luck_only: bool = False
) -> Trace:
    """Simulate one replication and keep every event, in order; the same with both engines."""
    from simsales.engine.compile import compile_scenario
    from simsales.engine.simulate import simulate

    compiled = compile_scenario(loaded.scenario)
    played = simulate(
        compiled, seed=seed, replications=[replication], engine=engine, luck_only=luck_only, log=True
    )
    if played.log is None:
        raise RuntimeError("the engine kept no log")
    return Trace(played.log[0], compiled.names, played.engine)
