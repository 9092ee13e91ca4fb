"""Replications in chunks, over workers, in an order that never matters."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simsales.measure.measured import Measured, measure, merge

if TYPE_CHECKING:
    from simsales.engine.compile import Compiled
    from simsales.engine.simulate import Engine
    from simsales.experiments.answers import Performance

Progress = Callable[[int], None]
"""Told how many replications are done so far."""
CHUNK = 25
"""Replications that a worker plays at a time."""


@dataclass
class Clock:
    """What all simulating of one question cost, and how far it is."""

    progress: Progress | None = None
    done: int = 0
    events: int = 0
    compile_seconds: float = 0.0
    spans: list[tuple[float, float]] = field(default_factory=list)

    def played(self, chunk: Measured, began: float, seconds: float) -> None:
        """Count a chunk that is done."""
        self.events += chunk.events
        self.spans.append((began, began + seconds))
        self.done += len(chunk)
        if self.progress is not None:
            self.progress(self.done)

    def performance(self) -> Performance:
        """Events, seconds in which anything was simulated, seconds for machine code."""
        from simsales.experiments.answers import Performance

        return Performance(self.events, covered(self.spans), self.compile_seconds)


def covered(spans: Sequence[tuple[float, float]]) -> float:
    """Length of the union of spans of time, (start, end) each.

    >>> covered([(0.0, 2.0), (5.0, 6.0), (1.0, 3.0)])
    4.0
    """
    total, until = 0.0, float("-inf")
    for start, end in sorted(spans):
        total += max(0.0, end - max(start, until))
        until = max(until, end)
    return total


@dataclass
class Player:
    """Plays replications of one compiled scenario and measures them, for one question.

    Every replication depends on (scenario, seed, its number) alone, and chunks are put together
    by number, so nothing depends on `workers`. Threads do it: the batch engine lets go of the
    interpreter's lock. The reference engine cannot, and uses one.
    """

    compiled: Compiled
    seed: int
    engine: Engine
    workers: int
    clock: Clock
    luck_only: bool = False
    engine_used: str = ""
    so_far: Measured | None = None

    @property
    def measured(self) -> Measured:
        """All replications played by `extend`."""
        assert self.so_far is not None, "nothing is played yet"
        return self.so_far

    def extend(self, until: int) -> None:
        """Play what is missing of the first `until` replications."""
        if self.so_far is None:
            self.so_far = self.play(range(until), self.luck_only)
        elif len(self.so_far) < until:
            self.so_far = merge([self.so_far, self.play(range(len(self.so_far), until), self.luck_only)])

    def play(self, numbers: range, luck_only: bool) -> Measured:
        """Measured replications, in the order of their numbers; raises what the engine raises."""
        self._load()
        chunks = [numbers[i : i + CHUNK] for i in range(0, len(numbers), CHUNK)]
        played = dict(self._played(chunks, luck_only))
        return merge([played[i] for i in range(len(chunks))])

    def _load(self) -> None:
        """Get the machine code before any clock of simulating runs."""
        from simsales.engine.simulate import simulate

        if not self.engine_used:
            loading = simulate(self.compiled, seed=self.seed, replications=(), engine=self.engine)
            self.engine_used = loading.engine
            self.clock.compile_seconds += loading.compile_seconds

    def _played(self, chunks: Sequence[range], luck_only: bool) -> Iterator[tuple[int, Measured]]:
        """(number of the chunk, what came of it) as they get ready."""
        threads = min(self.workers, len(chunks))
        if threads <= 1 or self.engine_used == "reference":
            for i, numbers in enumerate(chunks):
                yield self._counted(self._chunk(i, numbers, luck_only))
            return
        import joblib

        jobs = (joblib.delayed(self._chunk)(i, numbers, luck_only) for i, numbers in enumerate(chunks))
        parallel = joblib.Parallel(n_jobs=threads, prefer="threads", return_as="generator_unordered")
        for result in parallel(jobs):
            yield self._counted(result)

    def _chunk(self, i: int, numbers: range, luck_only: bool) -> tuple[int, Measured, float, float]:
        from simsales.engine.simulate import simulate

        began = time.perf_counter()
        simulation = simulate(
            self.compiled, seed=self.seed, replications=numbers, engine=self.engine, luck_only=luck_only
        )
        measured = measure(simulation.totals, self.compiled.names, self.compiled.scenario)
        return i, measured, began + simulation.compile_seconds, simulation.seconds

    def _counted(self, result: tuple[int, Measured, float, float]) -> tuple[int, Measured]:
        i, measured, began, seconds = result
        self.clock.played(measured, began, seconds)
        return i, measured


def grow(players: Sequence[Player], replications: int, enough: Callable[[], int] | None) -> None:
    """Let all players play `replications`, then as many as `enough` says until it asks for no more."""
    done = 0
    while done < replications:
        for player in players:
            player.extend(replications)
        done = replications
        replications = done if enough is None else enough()
