"""The batch engine's calendar: things come out in the order of (time, kind, entity), however they went in."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simsales.engine import world as wd
from simsales.engine.agenda import KIND_SHIFT, drop_first, first_due, push, slice_of
from simsales.engine.batch_player import BatchEngine
from simsales.engine.simulate import simulate
from tests.engine.small import small
from tests.parity.judge import assert_same_logs

COMPANY = small(sources={"web": {}, "own": {}}, initial_pipeline=[])
TIMES = st.one_of(
    st.integers(0, 400).map(float),
    st.floats(0, 400, allow_subnormal=False),
    st.floats(0, 1e9, allow_subnormal=False),
)
THINGS = st.lists(st.tuples(TIMES, st.integers(1, 4), st.integers(0, 2**40)), max_size=120)


def empty_world() -> wd.World:
    """A world that has just begun, its calendar cleared."""
    engine = BatchEngine(COMPANY, 1, True, False)
    w = wd.world_of(wd.grown(engine._buffer, COMPANY.shape))
    w.i[wd.C_AGENDA] = w.i[wd.C_AGENDA_USED] = w.i[wd.C_SLICE] = 0
    w.i[wd.C_AGENDA_FREE] = -1
    first = w.i[wd.S_AGENDA_HEADS]
    w.i[first : first + w.i[wd.S_AGENDA_SLICES]] = -1
    return w


def taken_out(w: wd.World, before: float) -> list[tuple[float, int, int]]:
    """Everything that is due up to a time, as (time, kind, entity), in the order in which it comes."""
    things = []
    w.i[wd.C_LAST_SLICE] = slice_of(w, before)
    while (thing := first_due(w)) >= 0:
        row = wd.agenda_at(w, thing)
        time, order = float(w.f[row + wd.TIME]), int(w.i[row + wd.ORDER])
        if time > before:
            break
        things.append((time, order >> KIND_SHIFT, order & (2**KIND_SHIFT - 1)))
        drop_first(w)
    return things


@settings(deadline=None, derandomize=True, database=None)
@given(THINGS)
def test_things_come_in_order(things):
    w = empty_world()
    for time, kind, entity in things:
        push(w, time, kind, entity, 0)
    soon = sorted(thing for thing in things if thing[0] <= 400.0)
    assert taken_out(w, 400.0) == soon


@settings(deadline=None, derandomize=True, database=None)
@given(THINGS, THINGS)
def test_things_that_are_put_in_on_the_way_come_in_order(early, late):
    """The second lot is put in when half of the time has passed; its rows are used again."""
    w = empty_world()
    for thing in early:
        push(w, *thing, 0)
    first = taken_out(w, 200.0)
    assert first == sorted(thing for thing in early if thing[0] <= 200.0)
    late = [thing for thing in late if thing[0] > 200.0]
    for thing in late:
        push(w, *thing, 0)
    rest = [thing for thing in early + late if 200.0 < thing[0] <= 400.0]
    assert taken_out(w, 400.0) == sorted(rest)


def test_what_is_never_due_is_left_out():
    w = empty_world()
    push(w, np.inf, 1, 0, 0)
    assert w.i[wd.C_AGENDA_USED] == 0


def test_rows_are_used_again():
    w = empty_world()
    for round_ in range(50):
        for entity in range(3):
            push(w, float(round_), 1, entity, 0)
        assert len(taken_out(w, float(round_))) == 3
    assert w.i[wd.C_AGENDA_USED] == 3


@pytest.mark.parametrize("days", [1e6, 1e12, 1e17, 1e18, 1e300])
def test_a_wait_without_end_keeps_the_engines_together(days):
    wait = {"working_days": {"empirical": {"values": [1, 1, 1, 1, days]}}}
    stages = {
        "call": {"advance": 0.7, "effort_hours": 1, "role": "caller", "wait": wait},
        "offer": {"advance": 0.6},
    }
    company = small(pipeline={"stages": stages}, behaviour="off")
    batch, reference = (
        simulate(company, replications=2, engine=engine, log=True) for engine in ("batch", "reference")
    )
    assert_same_logs(batch, reference)
