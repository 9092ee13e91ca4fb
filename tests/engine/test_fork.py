"""Forks: a copy of a running world keeps its past and draws a future of its own."""

from __future__ import annotations

import numpy as np
import pytest

from simsales.engine import layout
from simsales.engine import world as wd
from simsales.engine.batch_player import BatchEngine
from simsales.engine.fork import MOST_BATCH, MOST_DECISION, MOST_NUMBER, fork, fork_number
from simsales.errors import InputError
from simsales.rules.draws import FORK
from tests.engine.small import small

HALF = 300.0


class Played:
    """A run that stands still in the middle of its way."""

    def __init__(self, until: float = HALF) -> None:
        self.company = small(calendar={"weeks": 20}, behaviour={})
        self.engine = BatchEngine(self.company, 9, False, True)
        self.engine.start(0)
        self.engine.advance(until)
        self.buffer = self.engine._buffer.copy()
        self.past = self.engine._drained().copy()

    def go_on(self, buffer: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Week totals at the end, and the log from here on."""
        self.engine._buffer, self.engine._full = buffer.copy(), []
        self.engine._buffer[wd.C_LOGGED] = 0
        self.engine.advance(np.inf)
        w = wd.world_of(self.engine._buffer)
        first = w.i[wd.S_WEEK_ROWS]
        weeks = w.f[first : first + 20 * len(layout.WEEK)].reshape(20, -1).copy()
        return weeks, self.engine._drained().copy()


@pytest.fixture(scope="module")
def played() -> Played:
    return Played()


def test_parts_of_a_fork_number_do_not_overlap():
    numbers = {
        fork_number(d, b, n)
        for d in (0, 1, MOST_DECISION)
        for b in range(MOST_BATCH + 1)
        for n in (0, 1, 2, MOST_NUMBER)
    }
    assert len(numbers) == 3 * (MOST_BATCH + 1) * 4
    assert min(numbers) == FORK and max(numbers) == 2 * FORK - 1


@pytest.mark.parametrize("parts", [(-1, 0, 0), (MOST_DECISION + 1, 0, 0), (0, MOST_BATCH + 1, 0), (0, -1, 0),
                                   (0, 0, MOST_NUMBER + 1), (0, 0, -1)])  # fmt: skip
def test_a_part_that_does_not_fit_is_refused(parts):
    with pytest.raises(InputError, match="out of range"):
        fork_number(*parts)


def test_the_world_itself_goes_on_as_if_nothing_had_been(played):
    whole = Played(np.inf)
    weeks, after = played.go_on(played.buffer)
    np.testing.assert_array_equal(np.concatenate([played.past, after]), whole.past)
    np.testing.assert_array_equal(played.go_on(played.buffer)[0], weeks)


def test_a_fork_leaves_the_world_alone(played):
    before = played.buffer.copy()
    copy = fork(played.buffer, played.company.tables, 9, 0, 0, 0)
    played.go_on(copy)
    np.testing.assert_array_equal(played.buffer, before)


def test_forks_share_the_past_and_differ_in_the_future(played):
    weeks, own_log = played.go_on(played.buffer)
    done = int(HALF // 40)
    futures = []
    for number in range(4):
        forked, log = played.go_on(fork(played.buffer, played.company.tables, 9, 0, 0, number))
        np.testing.assert_array_equal(forked[:done], weeks[:done])
        assert not np.array_equal(forked[done + 2 :], weeks[done + 2 :])
        assert np.all(log[:, layout.L_TIME] >= HALF)
        futures.append(forked)
        assert not np.array_equal(log, own_log)
    assert len({future.tobytes() for future in futures}) == 4


def test_forks_with_the_same_number_are_equal(played):
    one, two = (played.go_on(fork(played.buffer, played.company.tables, 9, 3, 1, 17)) for _ in range(2))
    np.testing.assert_array_equal(one[0], two[0])
    np.testing.assert_array_equal(one[1], two[1])


@pytest.mark.parametrize("parts", [(1, 0, 0), (0, 1, 0), (0, 0, 1)])
def test_decision_batch_and_number_each_make_another_future(played, parts):
    one, other = (
        played.go_on(fork(played.buffer, played.company.tables, 9, 0, 0, 0)),
        played.go_on(fork(played.buffer, played.company.tables, 9, *parts)),
    )
    assert not np.array_equal(one[0], other[0])


def test_a_fork_does_not_draw_what_an_ordinary_replication_draws(played):
    """A fork taken at the very start brings other leads than the replication with its number's low bits."""
    ordinary = Played(np.inf)
    early = Played(0.0)
    for number in range(3):
        _, log = early.go_on(fork(early.buffer, early.company.tables, 9, 0, 0, number))
        created = log[log[:, layout.L_KIND] == layout.LEAD_CREATED]
        theirs = ordinary.past[ordinary.past[:, layout.L_KIND] == layout.LEAD_CREATED]
        shared = set(created[:, layout.L_VALUE]) & set(theirs[:, layout.L_VALUE])
        assert not shared


def test_a_fork_grows_like_any_world(played):
    """A fork of a world that is full goes on."""
    small_world = fork(played.buffer, played.company.tables, 9, 0, 0, 5)
    roomy = wd.grown(small_world, played.company.shape)
    np.testing.assert_array_equal(played.go_on(small_world)[1], played.go_on(roomy)[1])
