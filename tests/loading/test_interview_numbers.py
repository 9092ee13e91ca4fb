"""Numbers as people write them."""

from __future__ import annotations

import pytest

from simsales.loading.interview import numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7), (" 7 ", 7), ("+7", 7), ("-7", -7), ("0.5", 0.5), ("0,5", 0.5), (".5", 0.5), ("1.25", 1.25),
        ("12,000", 12_000), ("1,234,567", 1_234_567), ("1.234.567", 1_234_567), ("12'000", 12_000),
        ("12 000", 12_000), ("12.000,50", 12_000.5), ("12,000.50", 12_000.5), ("0.125", 0.125),
        ("1.1250", 1.125), ("9.50", 9.5), ("6,5", 6.5),
        ("12k", 12_000), ("12 K", 12_000), ("2.4m", 2_400_000), ("2,4 Mio", 2_400_000), ("1bn", 1e9),
    ],
)  # fmt: skip
def test_numbers(text, value):
    assert numbers.number(text) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1e400", "nan", "inf", "12x", "1.2.3.4", "--1", "12.000", "9.500", "1.125", "1,2,3x", "k"],
)
def test_what_is_no_clear_number_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        numbers.number(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [("12.000", "12 or 12000"), ("9.500", "9.5 or 9500"), ("-1.125", "write 1.1250 or 1125")],
)  # fmt: skip
def test_a_point_before_three_digits_is_asked_back(text, says):
    with pytest.raises(ValueError, match=says):
        numbers.number(text)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("$12,000", (12_000, "USD")), ("12k EUR", (12_000, "EUR")), ("eur 12k", (12_000, "EUR")),
        ("9500 euros", (9500, "EUR")), ("£9k", (9000, "GBP")), ("50 pounds", (50, "GBP")),
        ("9500", (9500, "CHF")),
        ("2.4 mio CHF", (2.4e6, "CHF")), ("100 US$", (100, "USD")), ("₹50", (50, "INR")),
        ("3 yen", (3, "JPY")), ("20 dollars", (20, "USD")),
    ],
)  # fmt: skip
def test_money(text, amount):
    assert numbers.money(text, "CHF") == amount


@pytest.mark.parametrize("text", ["abc", "12 XYZ", "EUR", "$"])
def test_what_is_no_money_is_refused(text):
    with pytest.raises(ValueError, match="not a number"):
        numbers.money(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("45", 45), ("45 days", 45), ("1 day", 1), ("6w", 42), ("6 weeks", 42), ("3 months", 91.25),
     ("1 year", 365), ("2 quarters", 182.5)],
)  # fmt: skip
def test_durations(text, value):
    assert numbers.days(text) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "rate"),
    [("76", 76), ("365 a year", 7), ("30 per day", 210), ("365/month", 84), ("12 every week", 12)],
)
def test_rates(text, rate):
    amount, factor = numbers.per(text, "week")
    assert numbers.number(amount) * factor == pytest.approx(rate)


@pytest.mark.parametrize(
    ("text", "percent"),
    [("6", 6), ("6%", 6), ("6.5 %", 6.5), ("1 in 16", 6.25), ("12 of 200", 6), ("12 out of 200", 6),
     ("1/4", 25), ("0.06%", 0.06)],
)  # fmt: skip
def test_shares(text, percent):
    assert numbers.out_of_hundred(text) == pytest.approx(percent)


def test_a_fraction_taken_for_a_percentage_is_asked_back():
    with pytest.raises(ValueError, match="write 6 for 6 of 100"):
        numbers.out_of_hundred("0.06")
