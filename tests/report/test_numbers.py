"""Money and numbers in the company's locale."""

import math

import pytest

from simsales.report.numbers import NO_NUMBER, Numbers

HARD, NARROW = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("locale", "currency", "short", "full", "share"),
    [
        ("en_US", "USD", "$2.8M", "$2,812,345", "23.4%"),
        ("en_GB", "GBP", "£2.8m", "£2,812,345", "23.4%"),
        ("de_DE", "EUR", f"2,8{HARD}Mio.{HARD}€", f"2.812.345{HARD}€", f"23,4{HARD}%"),
        ("fr_FR", "EUR", f"2,8{HARD}M€", f"2{NARROW}812{NARROW}345{HARD}€", f"23,4{NARROW}%"),
        ("de_CH", "CHF", f"CHF{HARD}2.8{HARD}Mio.", f"CHF{HARD}2’812’345", "23.4%"),
        ("en_US", "CHF", f"CHF{HARD}2.8M", f"CHF{HARD}2,812,345", "23.4%"),
    ],
)
def test_each_locale_writes_its_own_way(locale, currency, short, full, share):
    numbers = Numbers(currency, locale)
    assert numbers.money(2_812_345) == short
    assert numbers.exactly(2_812_345) == full
    assert numbers.share(0.2344) == share


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "$0"), (950, "$950"), (1284, "$1.3K"), (12_840, "$13K"), (128_400, "$128K"), (999_400, "$999K"),
        (999_960, "$1.0M"), (9_960_000, "$10.0M"), (28_100_000, "$28M"), (4.2e9, "$4.2B"), (-35_000, "-$35K"),
    ],
)  # fmt: skip
def test_short_money_over_the_scales(value, text):
    assert Numbers().money(value) == text


@pytest.mark.parametrize("value", [None, math.nan, math.inf])
def test_no_number_is_a_dash_everywhere(value):
    n = Numbers()
    faces = [n.money(value), n.exactly(value), n.share(value), n.count(value), n.plain(value, 2)]
    assert faces + [n.of_unit(value, unit) for unit in ("money", "share", "count")] == [NO_NUMBER] * 8


def test_several_amounts_get_the_digits_that_tell_them_apart():
    n = Numbers()
    assert n.moneys([2_800_000, 2_500_000, 3_100_000]) == ["$2.8M", "$2.5M", "$3.1M"]
    assert n.moneys([2_812_000, 2_790_000, 2_800_000]) == ["$2.81M", "$2.79M", "$2.80M"]
    assert n.moneys([0.0, 0.0, 0.0]) == ["$0", "$0", "$0"]


def test_no_negative_zero():
    assert Numbers().plain(-0.2) == "0"
    assert Numbers().share(-0.0001) == "0.0%"
