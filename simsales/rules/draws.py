"""Randomness as data: a uniform number for every (seed, replication, entity, purpose, k).

Stateless, so the order of calls does not matter, and two plans that share a seed share
every customer's luck (common random numbers). Every part of a key has a bit field of its
own; two rounds of the splitmix64 finaliser (Steele, Lea & Flood 2014) scatter it.
"""

from __future__ import annotations

import numpy as np

from simsales.rules.house import compiled

# kinds of entity (4 bits)
SOURCE_LEAD, SEAT_LEAD, OPEN_DEAL, HOLDER, SOURCE_WEEK, UNKNOWN, TERRITORY = range(1, 8)
# purposes (8 bits)
(
    ARRIVAL, SEGMENT, SIZE, EFFORT, WAIT, ADVANCE, WHERE, REASON, ROUTE, COLD, HAND_OVER,
    FACTOR, ABSENCE, SKILL, SPEED, LEAVE, FILL, POTENTIAL, VALUE, PLACE,
) = range(20)  # fmt: skip

MOST_SEED = 2**31 - 1
MOST_REPLICATION = 2**31 - 1
MOST_PARENT = 2**20 - 1
MOST_ORDINAL = 2**36 - 1
MOST_VISIT = 2**20 - 1
MOST_TOUCH = 2**20 - 1
FORK = 2**31
"""Bit that marks a fork's replication number; ordinary ones lie below."""

_M1 = np.uint64(0xBF58476D1CE4E5B9)
_M2 = np.uint64(0x94D049BB133111EB)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_S30, _S27, _S31, _S12 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(12)
_TO_UNIT = 2.0**-52


@compiled
def mix(word: np.uint64) -> np.uint64:
    """One round of the splitmix64 finaliser, a bijection of 64-bit words."""
    word = (word ^ (word >> _S30)) * _M1
    word = (word ^ (word >> _S27)) * _M2
    return word ^ (word >> _S31)


@compiled
def replication_key(seed: int, replication: int) -> int:
    """Key of one replication; seed < 2³¹, replication < 2³² (forks have bit 31 set)."""
    return np.int64(mix(np.uint64((seed << 32) | replication) + _GOLDEN))  # type: ignore[return-value]


@compiled
def entity_key(key: int, kind: int, parent: int, ordinal: int) -> int:
    """Key of an entity: kind (4 bits), parent (20 bits), ordinal (36 bits)."""
    word = np.uint64((kind << 56) | (parent << 36) | ordinal)
    return np.int64(mix(np.uint64(key) ^ (word * _GOLDEN)))  # type: ignore[return-value]


@compiled
def draw(key: int, purpose: int, stage: int, visit: int, touch: int) -> float:
    """Uniform in (0, 1) of an entity for a purpose and k = (stage, visit, touch).

    Bits: purpose 8, stage 8, visit 20, touch 20. Never exactly 0 or 1.
    """
    word = np.uint64((purpose << 48) | (stage << 40) | (visit << 20) | touch)
    scattered = mix(np.uint64(key) + (word + np.uint64(1)) * _GOLDEN)
    return (np.float64(np.int64(scattered >> _S12)) + 0.5) * _TO_UNIT
