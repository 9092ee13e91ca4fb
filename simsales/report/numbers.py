"""Numbers, money and dates as the company writes them. Only faces use this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import floor, isfinite, log10

NO_NUMBER = "–"
_NARROW, _HARD = "\u202f", "\u00a0"  # spaces at which a line never breaks


@dataclass(frozen=True)
class Locale:
    """How one place writes numbers.

    `thousand`, `million`, `billion` follow a shortened amount; `money_before` puts the
    currency in front; `gap` stands between amount and currency (or the word for million).
    """

    decimal: str
    group: str
    thousand: str
    million: str
    billion: str
    money_before: bool
    gap: str
    percent: str
    date: str


_ENGLISH = Locale(".", ",", "K", "M", "B", True, "", "%", "%b %d, %Y")
_BRITISH = Locale(".", ",", "k", "m", "bn", True, "", "%", "%d %b %Y")
_GERMAN = Locale(
    ",", ".", _HARD + "Tsd.", _HARD + "Mio.", _HARD + "Mrd.", False, _HARD, _HARD + "%", "%d.%m.%Y"
)
_SWISS = Locale(".", "’", _HARD + "Tsd.", _HARD + "Mio.", _HARD + "Mrd.", True, _HARD, "%", "%d.%m.%Y")
_FRENCH = Locale(",", _NARROW, _HARD + "k", _HARD + "M", _HARD + "Md", False, "", _NARROW + "%", "%d/%m/%Y")
_SPANISH = Locale(",", ".", _HARD + "mil", _HARD + "M", _HARD + "mM", False, _HARD, _HARD + "%", "%d/%m/%Y")
_ITALIAN = Locale(",", ".", _HARD + "mila", _HARD + "Mln", _HARD + "Mrd", False, _HARD, "%", "%d/%m/%Y")
_DUTCH = Locale(",", ".", _HARD + "k", _HARD + "mln.", _HARD + "mld.", True, _HARD, "%", "%d-%m-%Y")
_NORDIC = Locale(",", _HARD, _HARD + "k", _HARD + "M", _HARD + "Md", False, _HARD, _HARD + "%", "%Y-%m-%d")
_PLAIN = Locale(".", _NARROW, _HARD + "k", _HARD + "M", _HARD + "G", False, _HARD, _HARD + "%", "%Y-%m-%d")

_BY_LANGUAGE = {
    "en": _ENGLISH, "de": _GERMAN, "fr": _FRENCH, "es": _SPANISH, "pt": _SPANISH, "it": _ITALIAN,
    "nl": _DUTCH, "sv": _NORDIC, "nb": _NORDIC, "no": _NORDIC, "da": _GERMAN, "fi": _NORDIC,
    "pl": _NORDIC, "cs": _NORDIC, "ja": _ENGLISH, "zh": _ENGLISH, "ko": _ENGLISH, "he": _ENGLISH,
}  # fmt: skip
_BY_PLACE = {
    "en_GB": _BRITISH, "en_IE": _BRITISH, "en_AU": _BRITISH, "en_NZ": _BRITISH, "en_ZA": _BRITISH,
    "en_IN": _BRITISH, "de_CH": _SWISS, "fr_CH": _SWISS, "it_CH": _SWISS, "es_MX": _ENGLISH,
}  # fmt: skip
_SIGNS = {
    "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "CN¥", "INR": "₹", "KRW": "₩", "ILS": "₪",
    "BRL": "R$", "CAD": "CA$", "AUD": "A$", "NZD": "NZ$", "MXN": "MX$", "HKD": "HK$", "SGD": "S$",
}  # fmt: skip


def locale_named(name: str) -> Locale:
    """The locale of a name such as `de_DE`; an unknown one gets the neutral ISO way.

    >>> locale_named("de_AT").decimal, locale_named("en_US").decimal
    (',', '.')
    """
    return _BY_PLACE.get(name) or _BY_LANGUAGE.get(name.split("_")[0], _PLAIN)


@dataclass(frozen=True)
class Numbers:
    """Writes figures for one company.

    >>> us = Numbers("USD", "en_US")
    >>> us.money(2_812_345), us.money(128_400), us.money(-950), us.exactly(2_812_345)
    ('$2.8M', '$128K', '-$950', '$2,812,345')
    >>> us.share(0.2345), us.count(1234.4), us.of_unit(31.26, "days")
    ('23.4%', '1,234', '31.3 days')
    """

    currency: str = "USD"
    locale: str = "en_US"
    money_word: str = "bookings"
    """The company's word for money booked."""
    period: str = ""
    """The period of its quotas, such as quarter."""

    @property
    def place(self) -> Locale:
        """How this company's locale writes numbers."""
        return locale_named(self.locale)

    @property
    def sign(self) -> str:
        """The currency's sign, or its code followed by a space if it has none."""
        return _SIGNS.get(self.currency, self.currency)

    def plain(self, value: float | None, decimals: int = 0) -> str:
        """A number with the locale's grouping and decimal mark; a dash for no number."""
        if value is None or not isfinite(value):
            return NO_NUMBER
        rounded = round(value, decimals)
        text = f"{abs(rounded):,.{decimals}f}"
        whole, _, rest = text.partition(".")
        whole = whole.replace(",", self.place.group)
        sign = "-" if rounded < 0 else ""
        return sign + (f"{whole}{self.place.decimal}{rest}" if rest else whole)

    def count(self, value: float | None) -> str:
        """A number of things; averages of few get one decimal."""
        if value is None or not isfinite(value):
            return NO_NUMBER
        return self.plain(value, 1 if 0 < abs(value) < 99.95 else 0)

    def share(self, value: float | None, decimals: int | None = None) -> str:
        """A share as a percentage; one decimal below 99.95 %, none above 100."""
        if value is None or not isfinite(value):
            return NO_NUMBER
        places = decimals if decimals is not None else (1 if abs(value) < 0.9995 else 0)
        return self.plain(value * 100, places) + self.place.percent

    def money(self, value: float | None, digits: int = 2) -> str:
        """Money, shortened to thousands, millions or billions, at least `digits` digits long."""
        if value is None or not isfinite(value):
            return NO_NUMBER
        scale, word = self._unit(value, digits)
        amount = abs(value) / scale
        decimals = max(0, digits - 1 - floor(log10(max(amount, 1.0)))) if scale > 1 else 0
        return self._with_currency(value, self.plain(amount, decimals), word)

    def goal(self, value: float) -> str:
        """A chosen amount with as many digits (2 to 4) as it takes to be right.

        >>> Numbers().goal(3_100_000), Numbers().goal(3_150_000)
        ('$3.1M', '$3.15M')
        """
        for digits in (2, 3):
            step = 10.0 ** (floor(log10(abs(value))) + 1 - digits) if value else 1.0
            if abs(value / step - round(value / step)) < 0.005:
                return self.money(value, digits)
        return self.money(value, 4)

    def exactly(self, value: float | None) -> str:
        """Money in full, to the whole unit."""
        if value is None or not isfinite(value):
            return NO_NUMBER
        return self._with_currency(round(value), self.plain(abs(value)), "")

    def moneys(self, values: Sequence[float | None], least: int = 2) -> list[str]:
        """Several amounts with as many digits as it takes to tell unequal ones apart (at most 4).

        >>> Numbers().moneys([2_812_000, 2_790_000])
        ['$2.81M', '$2.79M']
        """
        for digits in range(least, 5):
            texts = [self.money(value, digits) for value in values]
            if len(set(texts)) == len({v for v in values if v is not None}) + (None in values):
                return texts
        return texts

    def of_unit(self, value: float | None, unit: str, *, named: bool = True) -> str:
        """A KPI's figure by its unit: money, count, share, days, hours, ratio.

        Unless the unit is `named`, the words around it must do that: then days and hours stand
        alone, and so does money where its sign would take much room.
        """
        if unit == "money":
            text = self.money(value, 3)
            return text if named else self._without_sign(text)
        if unit == "share":
            return self.share(value)
        if unit == "ratio":
            return self.plain(value, 2)
        if unit in ("days", "hours") and value is not None and isfinite(value):
            return self.plain(value, 1 if abs(value) < 99.95 else 0) + (f" {unit}" if named else "")
        return self.count(value)

    def ends(self, low: float, high: float, unit: str) -> tuple[str, str]:
        """Two ends of an interval with enough decimals to tell them apart; no unit but % and money's,
        and the latter only where it is short."""
        if unit == "money":
            first, second = (self._without_sign(text) for text in self.moneys([low, high], least=3))
            return (first.removesuffix(word) if (word := self._word(second)) in first else first), second
        scale, sign = (100.0, self.place.percent) if unit == "share" else (1.0, "")
        for decimals in (0 if abs(high) * scale >= 100 else 1, 2, 3):
            texts = [self.plain(end * scale, decimals) + sign for end in (low, high)]
            if texts[0] != texts[1] or low == high:
                break
        return texts[0], texts[1]

    def day(self, value: date) -> str:
        """A date in the locale's order."""
        return value.strftime(self.place.date)

    @property
    def beside(self) -> str:
        """What a label must say of money when figures stand without their sign: ", €" or nothing.

        >>> Numbers("EUR", "de_DE").beside, Numbers("USD", "en_US").beside
        (', €', '')
        """
        return f", {self.sign}" if self._long else ""

    @property
    def _long(self) -> bool:
        return bool(self.place.gap) or self.sign.isalpha()

    def _without_sign(self, text: str) -> str:
        return text.replace(self.sign, "").strip() if self._long else text

    def _word(self, text: str) -> str:
        """The word for thousand, million or billion at the end of an amount, if it is a long one."""
        words = (self.place.thousand, self.place.million, self.place.billion)
        return next((w for w in words if len(w) > 2 and text.endswith(w)), "\0")

    def _unit(self, value: float, digits: int) -> tuple[float, str]:
        place, size = self.place, abs(value)
        for scale, word in ((1e9, place.billion), (1e6, place.million), (1e3, place.thousand)):
            # rounding must not leave 1000K where 1.0M is meant
            if size >= scale * 0.9995 and (scale > 1e3 or size >= 10 ** min(4, digits + 1)):
                return scale, word
        return 1.0, ""

    def _with_currency(self, value: float, text: str, word: str) -> str:
        minus = "-" if value < 0 else ""
        if self.place.money_before:
            gap = self.place.gap or ("" if not self.sign.isalpha() else _HARD)
            return f"{minus}{self.sign}{gap}{text}{word}"
        gap = self.place.gap or ("" if word and not self.sign.isalpha() else _HARD)
        return f"{minus}{text}{word}{gap}{self.sign}"
