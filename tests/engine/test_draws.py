"""Keyed draws: no two keys meet, and what comes out is uniform and independent."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats

from simsales.engine.compile import _SEATS_A_ROLE
from simsales.engine.fork import fork_number
from simsales.rules import draws
from simsales.rules.draws import (
    FORK,
    MOST_ORDINAL,
    MOST_PARENT,
    MOST_REPLICATION,
    MOST_SEED,
    MOST_TOUCH,
    MOST_VISIT,
    draw,
    entity_key,
    replication_key,
)  # fmt: skip
from simsales.rules.variates import normal
from tests.engine import keys

MILLION = 1_000_000
KINDS = tuple(range(1, 8))
PURPOSES = tuple(range(20))
LEAST_P = 1e-4
"""Chance that all tests of a group together fail although the draws are perfect."""


def up_to(most: int) -> st.SearchStrategy[int]:
    """Any number up to the most, the edges often."""
    return st.sampled_from([0, 1, most - 1, most]) | st.integers(0, most)


REPLICATION = {"seed": up_to(MOST_SEED), "replication": up_to(2 * FORK - 1)}
ENTITY = {"kind": st.sampled_from(KINDS), "parent": up_to(MOST_PARENT), "ordinal": up_to(MOST_ORDINAL)}
DRAW = {"purpose": st.sampled_from(PURPOSES), "stage": up_to(255), "visit": up_to(MOST_VISIT),
        "touch": up_to(MOST_TOUCH)}  # fmt: skip


# --- keys -------------------------------------------------------------------------------


@settings(derandomize=True, database=None, deadline=None)
@given(st.tuples(*REPLICATION.values()), st.tuples(*ENTITY.values()), st.tuples(*DRAW.values()))
@example((MOST_SEED, 2 * FORK - 1), (7, MOST_PARENT, MOST_ORDINAL), (19, 255, MOST_VISIT, MOST_TOUCH))
def test_every_part_of_a_key_has_bits_of_its_own(replication, entity, k):
    for of, parts in (("replication", replication), ("entity", entity), ("draw", k)):
        named = dict(zip(keys.FIELDS[of], parts, strict=True))
        assert keys.unpacked(of, int(keys.words(of, **named))) == named
    key = keys.replication_keys(*replication)
    assert replication_key(*replication) % 2**64 == key
    assert entity_key(signed(key), *entity) % 2**64 == keys.entity_keys(key, *entity)
    key = keys.entity_keys(key, *entity)
    assert draw(signed(key), *k) == keys.uniforms(keys.scattered(key, *k))


def signed(key: np.uint64) -> int:
    """The same 64 bits as the engines hold them."""
    return int(np.asarray(key).view(np.int64))


def test_the_fields_of_a_word_do_not_overlap():
    for fields in keys.FIELDS.values():
        taken = [range(first, first + bits) for first, bits in fields.values()]
        places = [bit for bits in taken for bit in bits]
        assert len(places) == len(set(places)) and max(places) < 64


def test_the_largest_company_fits_the_fields():
    """Roles, seats, sources, stages, weeks and open deals at the limits that the model sets."""
    from simsales.model.scenario import Scenario

    limits = {}
    for name in ("roles", "sources"):
        limits[name] = next(
            m.max_length for m in Scenario.model_fields[name].metadata if hasattr(m, "max_length")
        )
    assert limits["roles"] * _SEATS_A_ROLE + 1 <= MOST_PARENT
    assert limits["roles"] * _SEATS_A_ROLE + 1 <= MOST_TOUCH, (
        "routing and hand-over use the seat as the touch"
    )
    assert limits["sources"] <= MOST_PARENT
    assert 60 < 2**8, "stages"
    assert MOST_TOUCH >= 520 + 1040, "going cold and absence use the week as the touch"
    assert MOST_ORDINAL >= 2**32 - 1, "unknown parameters use 32 bits of a hash"
    assert MOST_REPLICATION < FORK <= fork_number(0, 0, 0)
    assert len(PURPOSES) == draws.PLACE + 1 and draws.TERRITORY == KINDS[-1] < 16


@pytest.mark.slow
def test_no_two_of_five_million_keys_meet():
    """All 64 bits are compared; chance would let two meet in one of a million such tests."""
    seeds, replications = (
        (0, 1, 2, MOST_SEED),
        (0, 1, 2, 3, 99, MOST_REPLICATION, FORK, FORK + 1, 2 * FORK - 1),
    )
    parents, ordinals = (0, 1, 2, _SEATS_A_ROLE, MOST_PARENT), (*range(40), 2**20, MOST_ORDINAL)
    seed, replication, kind, parent, ordinal = (
        axis.ravel() for axis in np.meshgrid(seeds, replications, KINDS, parents, ordinals, indexing="ij")
    )
    key = keys.entity_keys(keys.replication_keys(seed, replication), kind, parent, ordinal)
    assert len(np.unique(key)) == len(key)
    some = key[:: len(key) // 4000][:4000]
    k = np.meshgrid(
        PURPOSES, (0, 1, 2, 59, 255), (1, 2, MOST_VISIT), (0, 1, 2, 199, MOST_TOUCH), indexing="ij"
    )
    purpose, stage, visit, touch = (axis.ravel()[:, None] for axis in k)
    bits = keys.scattered(some[None, :], purpose, stage, visit, touch).ravel()
    both = np.concatenate([bits, key])
    both.sort()
    assert len(both) > 5 * MILLION
    assert np.all(both[1:] != both[:-1])


# --- (0, 1) -----------------------------------------------------------------------------


@pytest.mark.parametrize("bits", [0, 1, 2**12 - 1, 2**63, 2**64 - 1])
def test_a_key_can_be_found_for_any_bits(bits):
    key = keys.key_that_gives(bits, 3, 2, 1, 0)
    assert int(keys.scattered(np.asarray(key % 2**64, np.uint64), 3, 2, 1, 0)) == bits


def test_no_draw_is_0():
    u = draw(keys.key_that_gives(0, 5, 0, 0, 0), 5, 0, 0, 0)
    assert u > 0.0 and np.isfinite(normal(u))


def test_no_draw_is_1():
    u = draw(keys.key_that_gives(2**64 - 1, 5, 0, 0, 0), 5, 0, 0, 0)
    assert u < 1.0 and np.isfinite(normal(u))


# --- uniform and independent ------------------------------------------------------------


def entities(
    n: int = MILLION, seed: int = 1, replication: int = 0, kind: int = 1, first: int = 0
) -> np.ndarray:
    """Keys of the first n leads of one source, as the engines make them."""
    return keys.entity_keys(keys.replication_keys(seed, replication), kind, 2, np.arange(first, first + n))


def judge(p_values: dict[str, float]) -> None:
    """All together: the least of n p-values is at least a fraction of 1/n (Bonferroni)."""
    worst = min(p_values, key=lambda name: p_values[name])
    assert p_values[worst] * len(p_values) > LEAST_P, (worst, p_values[worst])


def chi_square(counts: np.ndarray) -> float:
    return float(stats.chisquare(counts.ravel()).pvalue)


@pytest.mark.slow
def test_draws_are_uniform_for_every_purpose():
    key, p = entities(), {}
    for purpose in PURPOSES:
        u = keys.uniforms(keys.scattered(key, purpose, 1, 1, 0))
        p[f"{purpose} KS"] = float(stats.kstest(u, "uniform").pvalue)
        p[f"{purpose} chi"] = chi_square(np.bincount((u * 1000).astype(int), minlength=1000))
    judge(p)


def neighbours() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Bits of draws that lie next to each other in one part of the key, for a million leads."""
    key = entities()
    here = keys.scattered(key, draws.EFFORT, 1, 1, 0)
    after = np.append(here[1:], here[0])
    return {
        "ordinal": (here, after),
        "ordinal by 8": (here, np.roll(here, 8)),
        "replication": (here, keys.scattered(entities(replication=1), draws.EFFORT, 1, 1, 0)),
        "fork": (here, keys.scattered(entities(replication=FORK), draws.EFFORT, 1, 1, 0)),
        "seed": (here, keys.scattered(entities(seed=2), draws.EFFORT, 1, 1, 0)),
        "kind": (here, keys.scattered(entities(kind=2), draws.EFFORT, 1, 1, 0)),
        "parent": (here, keys.scattered(
            keys.entity_keys(keys.replication_keys(1, 0), 1, 3, np.arange(MILLION)), draws.EFFORT, 1, 1, 0)),
        "purpose": (here, keys.scattered(key, draws.WAIT, 1, 1, 0)),
        "stage": (here, keys.scattered(key, draws.EFFORT, 2, 1, 0)),
        "visit": (here, keys.scattered(key, draws.EFFORT, 1, 2, 0)),
        "touch": (here, keys.scattered(key, draws.EFFORT, 1, 1, 1)),
        "stage and visit": (here, keys.scattered(key, draws.EFFORT, 2, 2, 0)),
        "ordinal and touch": (after, keys.scattered(key, draws.EFFORT, 1, 1, 1)),
    }  # fmt: skip


@pytest.mark.slow
def test_neighbouring_draws_are_independent():
    p = {}
    for name, (a, b) in neighbours().items():
        u, v = keys.uniforms(a), keys.uniforms(b)
        p[f"{name} correlation"] = float(stats.pearsonr(u, v).pvalue)
        p[f"{name} distance from 1/2"] = float(stats.pearsonr(abs(u - 0.5), abs(v - 0.5)).pvalue)
        p[f"{name} square"] = chi_square(np.bincount((u * 32).astype(int) * 32 + (v * 32).astype(int)))
        p[f"{name} sum"] = float(stats.kstest((u + v) % 1.0, "uniform").pvalue)
    judge(p)


@pytest.mark.slow
def test_bits_of_neighbouring_draws_are_independent():
    """Each bit is 1 in half of the cases, and differs from the neighbour's in half of them."""
    p = {}
    for name, (a, b) in neighbours().items():
        for what, bits in (("ones", b), ("changed", a ^ b)):
            ones = np.unpackbits(bits.view(np.uint8).reshape(-1, 8), axis=1).sum(axis=0, dtype=np.int64)
            z = (ones - MILLION / 2) / np.sqrt(MILLION / 4)
            p[f"{name} {what}"] = float(stats.chi2.sf(np.sum(z * z), 64))
            p[f"{name} {what}, worst bit"] = min(1.0, 64 * float(2 * stats.norm.sf(abs(z).max())))
    judge(p)


def test_one_changed_bit_of_a_key_changes_half_of_the_draw():
    key = entities(20_000)
    here = keys.scattered(key, 3, 1, 1, 0)
    for first, bits in keys.FIELDS["draw"].values():
        for bit in range(first, first + bits):
            word = keys.words("draw", purpose=3, stage=1, visit=1, touch=0) ^ np.uint64(1 << bit)
            there = keys.scattered(key, **keys.unpacked("draw", int(word)))
            changed = np.bitwise_count(here ^ there).mean()
            assert abs(changed - 32) < 6 * 4 / np.sqrt(len(key)), bit
