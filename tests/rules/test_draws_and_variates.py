"""Draws and quantiles at single points; their statistics are tested with the engine's."""

from __future__ import annotations

import math
import warnings
from statistics import NormalDist

import numpy as np
import pytest

from simsales.rules.draws import ADVANCE, SOURCE_LEAD, WAIT, draw, entity_key, mix, replication_key
from simsales.rules.variates import (
    EMPIRICAL,
    EXPONENTIAL,
    FIXED,
    GAMMA,
    GRID_POINTS,
    LOGNORMAL,
    UNIFORM,
    between,
    log_sd,
    normal,
    triangular,
    unit_exponential,
    variate,
)  # fmt: skip

TABLE = np.array([99.0, 1.0, 3.0, 4.0, 99.0])
"""The table is the middle three."""
KNOWN_KEYS = (-4310971672841551560, 6250473635059294768)
KNOWN_DRAWS = [0.9682126769908627, 0.9700828343398554]


@pytest.fixture(autouse=True)
def _words_wrap_round():
    """Without machine code numpy warns that 64-bit words overflow, which is meant."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="overflow encountered", category=RuntimeWarning)
        yield


def test_draws_are_known_for_good():
    """Changing these numbers changes every result that anybody has kept."""
    key = entity_key(replication_key(1, 0), SOURCE_LEAD, 2, 3)
    assert (int(replication_key(1, 0)), int(key)) == KNOWN_KEYS
    assert [draw(key, ADVANCE, 1, 1, 0), draw(key, WAIT, 0, 2, 5)] == KNOWN_DRAWS


def test_the_finaliser_is_that_of_splitmix64():
    """First outputs of the generator with seed 0 (Vigna's splitmix64.c)."""
    golden = 0x9E3779B97F4A7C15
    states = [np.uint64(i * golden % 2**64) for i in (1, 2, 3)]
    assert [int(mix(state)) % 2**64 for state in states] == [
        0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F,
    ]  # fmt: skip


def test_every_part_of_a_key_counts():
    base = (replication_key(1, 0), SOURCE_LEAD, 2, 3)
    keys = {int(entity_key(*(p + (i == j) for j, p in enumerate(base)))) for i in range(5)}
    assert len(keys) == 5
    key = entity_key(*base)
    assert len({draw(key, *(1 + (i == j) for j in range(4))) for i in range(5)}) == 5
    assert replication_key(1, 0) != replication_key(0, 1)


@pytest.mark.parametrize("u", [1e-300, 1e-16, 1e-9, 0.001, 0.075, 0.3, 0.5, 0.7, 0.926, 0.999, 1 - 1e-12])
def test_normal_score(u):
    assert normal(u) == pytest.approx(NormalDist().inv_cdf(u), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("position", "value"), [(-1, 1), (0, 1), (0.5, 2), (1, 3), (1.25, 3.25), (2, 4), (9, 4)]
)
def test_between_the_entries_of_a_table(position, value):
    assert between(TABLE, 1, 3, float(position)) == value


def test_each_family():
    assert variate(0.3, FIXED, 2.0, 0.0, TABLE, 1, 3) == 2.0
    assert variate(math.exp(-1), EXPONENTIAL, 2.0, 0.0, TABLE, 1, 3) == pytest.approx(2.0)
    assert variate(0.25, UNIFORM, 2.0, 6.0, TABLE, 1, 3) == 3.0
    assert variate(0.5, LOGNORMAL, math.log(3.0), 0.7, TABLE, 1, 3) == pytest.approx(3.0)
    assert variate(0.75, EMPIRICAL, 1.0, 0.0, TABLE, 1, 3) == 3.5
    table = np.linspace(0.0, 2.0, GRID_POINTS)
    assert variate(0.5, GAMMA, 3.0, 0.0, table, 0, GRID_POINTS) == pytest.approx(3.0)
    assert unit_exponential(math.exp(-2)) == pytest.approx(2.0)


def test_triangular():
    assert triangular(0.0, 1.0, 2.0, 5.0) == 1.0 and triangular(1.0, 1.0, 2.0, 5.0) == 5.0
    assert triangular(0.25, 1.0, 2.0, 5.0) == pytest.approx(2.0)
    assert triangular(0.125, 1.0, 2.0, 5.0) == pytest.approx(1.0 + math.sqrt(0.5))
    assert triangular(0.4, 2.0, 2.0, 2.0) == 2.0


def test_log_sd():
    assert math.exp(log_sd(0.6) ** 2) - 1 == pytest.approx(0.36)
