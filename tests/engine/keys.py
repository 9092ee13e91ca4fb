"""The keyed draws once more, in numpy and from their description; a million at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
FIELDS = {
    "replication": {"seed": (32, 31), "replication": (0, 32)},
    "entity": {"kind": (56, 4), "parent": (36, 20), "ordinal": (0, 36)},
    "draw": {"purpose": (48, 8), "stage": (40, 8), "visit": (20, 20), "touch": (0, 20)},
}
"""First bit and number of bits of each part of a word."""
_GOLDEN = 0x9E3779B97F4A7C15
_M1, _M2 = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_ALL = 2**64 - 1


def words(of: str, /, **parts: Any) -> Words:
    """Parts packed into 64-bit words; whole numbers or arrays of them."""
    packed = np.zeros((), np.uint64)
    for name, (first, _) in FIELDS[of].items():
        packed = packed | (np.asarray(parts[name]).astype(np.uint64) << np.uint64(first))
    return packed


def unpacked(of: str, word: int) -> dict[str, int]:
    """The parts of one word."""
    return {name: (word >> first) & (2**bits - 1) for name, (first, bits) in FIELDS[of].items()}


@np.errstate(over="ignore")
def mixed(word: Words) -> Words:
    """The finaliser of splitmix64 (Steele, Lea & Flood 2014)."""
    word = (word ^ (word >> np.uint64(30))) * np.uint64(_M1)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(_M2)
    return word ^ (word >> np.uint64(31))


@np.errstate(over="ignore")
def replication_keys(seed: Any, replication: Any) -> Words:
    return mixed(words("replication", seed=seed, replication=replication) + np.uint64(_GOLDEN))


@np.errstate(over="ignore")
def entity_keys(key: Words, kind: Any, parent: Any, ordinal: Any) -> Words:
    return mixed(key ^ (words("entity", kind=kind, parent=parent, ordinal=ordinal) * np.uint64(_GOLDEN)))


@np.errstate(over="ignore")
def scattered(key: Words, purpose: Any, stage: Any, visit: Any, touch: Any) -> Words:
    """The 64 bits from which a uniform number is made."""
    word = words("draw", purpose=purpose, stage=stage, visit=visit, touch=touch)
    return mixed(key + (word + np.uint64(1)) * np.uint64(_GOLDEN))


def uniforms(bits: Words) -> NDArray[np.float64]:
    """The top bits as numbers in (0, 1)."""
    return ((bits >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


def key_that_gives(bits: int, purpose: int, stage: int, visit: int, touch: int) -> int:
    """The entity key whose draw has just these 64 bits: the finaliser backwards; as a signed number."""
    word = _undo_shift(bits, 31)
    word = _undo_shift(word * pow(_M2, -1, 2**64) & _ALL, 27)
    word = _undo_shift(word * pow(_M1, -1, 2**64) & _ALL, 30)
    packed = int(words("draw", purpose=purpose, stage=stage, visit=visit, touch=touch))
    key = (word - (packed + 1) * _GOLDEN) & _ALL
    return key - 2**64 if key >= 2**63 else key


def _undo_shift(word: int, by: int) -> int:
    """Inverse of word ^ (word >> by)."""
    found = word
    for _ in range(64 // by + 1):
        found = word ^ (found >> by)
    return found
