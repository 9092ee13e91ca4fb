"""The oracles themselves, against textbook values and each other."""

from __future__ import annotations

import pytest

from tests.theory import oracles


def test_erlang_c_of_textbooks() -> None:
    # Gross et al. (2008), example 2.3: c = 3, offered load 2 -> p0 = 1/9, Lq = 8/9
    assert oracles.erlang_c(3, 2.0) == pytest.approx(4 / 9)
    assert oracles.mmc_wait(3, 6.0, 1 / 3) * 6 == pytest.approx(8 / 9)


def test_special_cases_agree_with_each_other() -> None:
    assert oracles.mg1_wait(0.8, 1.0, 1.0) == pytest.approx(oracles.mmc_wait(1, 0.8, 1.0))
    first, second = oracles.priority_waits([(0.3, 1.0, 1.0), (0.5, 1.0, 1.0)])
    shared = (0.3 * first + 0.5 * second) / 0.8
    assert shared == pytest.approx(oracles.mmc_wait(1, 0.8, 1.0))  # the conservation law


def test_loop_multiplies_traffic() -> None:
    rates = oracles.traffic({"a": 1.0}, {"a": {"b": 1.0}, "b": {"a": 0.5}})
    assert rates == pytest.approx({"a": 2.0, "b": 2.0})
