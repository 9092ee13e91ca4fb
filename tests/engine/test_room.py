"""Worlds that grow and logs that are emptied in mid-run: room changes no result."""

from __future__ import annotations

import numpy as np
import pytest

from simsales.engine import batch_player, layout, reference, room
from simsales.engine import world as wd
from simsales.engine.batch_player import BatchEngine
from simsales.engine.simulate import simulate
from tests.engine.small import ENGINES, small
from tests.parity.judge import assert_same_logs, assert_same_totals

MODULES = {"batch": batch_player, "reference": reference}
FLOOD = {"sources": {"web": {"leads_per_week": 60}, "own": {}}, "behaviour": "off"}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_world_that_grows_gives_the_same(monkeypatch, engine):
    """One slot at first, so that the world doubles many times; then room for all from the start."""
    company = small(**FLOOD)
    runs = {}
    for capacity in (1, room.FIRST_CAPACITY, 4096):
        monkeypatch.setattr(MODULES[engine], "FIRST_CAPACITY", capacity)
        runs[capacity] = simulate(company, seed=3, replications=2, engine=engine, log=True)
    most_open = runs[1].totals.week[..., layout.W_OPEN_DEALS].max()
    assert most_open > 2 * room.FIRST_CAPACITY, "the usual world must grow as well"
    for other in (room.FIRST_CAPACITY, 4096):
        assert_same_totals(runs[1].totals, runs[other].totals)
        assert_same_logs(runs[1], runs[other])


def test_a_log_that_is_emptied_often_is_the_same(monkeypatch):
    company = small(**FLOOD)
    whole = simulate(company, seed=3, replications=2, log=True)
    monkeypatch.setattr(batch_player, "_FIRST_LOG", 1)
    pieces = simulate(company, seed=3, replications=2, log=True)
    assert_same_logs(whole, pieces)
    assert_same_totals(whole.totals, pieces.totals)
    assert len(whole.log[0]) > 4_000


def test_grown_keeps_every_word_in_its_place():
    company = small()
    engine = BatchEngine(company, 1, False, False)
    engine.start(0)
    engine.advance(200.0)
    before = engine._buffer
    after = wd.grown(before, company.shape)
    deals = company.shape.deal_rows
    capacity, bigger = int(before[wd.C_CAPACITY]), int(after[wd.C_CAPACITY])
    assert bigger == 2 * capacity
    same = np.ones(deals, bool)
    same[[wd.C_CAPACITY, wd.C_AGENDA_ROWS]] = False
    np.testing.assert_array_equal(before[:deals][same], after[:deals][same])
    words = capacity * wd.DEAL_WORDS
    np.testing.assert_array_equal(before[deals : deals + words], after[deals : deals + words])
    assert not after[deals + words : deals + bigger * wd.DEAL_WORDS].any()
    a, b = wd.world_of(before), wd.world_of(after)
    for thing in range(before[wd.C_AGENDA_USED]):
        for word in range(wd.AGENDA_WORDS):
            assert a.i[wd.agenda_at(a, thing) + word] == b.i[wd.agenda_at(b, thing) + word]
    for place in range(before[wd.C_AGENDA]):
        assert a.i[wd.heap_at(a, place)] == b.i[wd.heap_at(b, place)]


def test_memory_is_that_of_open_deals_not_of_leads():
    """Ten times as long a run of the same company needs no bigger world."""
    sizes = []
    for weeks in (26, 260):
        company = small(calendar={"weeks": weeks}, behaviour={"cold": {"after_weeks": 1}})
        engine = BatchEngine(company, 1, False, False)
        engine.start(0)
        engine.advance(np.inf)
        s = company.shape
        sizes.append(len(engine._buffer) - s.deal_rows)
    assert sizes[1] <= 2 * sizes[0]


@pytest.mark.parametrize("pauses", [[1.0], [0.5, 40.0, 40.5, 119.9, 300.0], list(np.arange(0.0, 600.0, 7.3))])
def test_a_run_in_pieces_is_the_same_run(pauses):
    company = small()
    whole = simulate(company, seed=4, replications=1, log=True)
    engine = BatchEngine(company, 4, False, True)
    engine.start(0)
    for until in pauses:
        engine.advance(until)
        assert engine._buffer.view(np.float64)[wd.CLOCK_NOW] < max(until, 1e-300)
    engine.advance(np.inf)
    room.keep(wd.world_of(engine._buffer), pieces := simulate(company, seed=4, replications=1).totals, 0)
    assert_same_totals(whole.totals, pieces)
    np.testing.assert_array_equal(engine._drained(), whole.log[0])
