"""Reads numbers as people write them: `12k`, `€9,500`, `3 months`, `300 a month`, `1 in 16`.

Every function raises ValueError with a message for the person who typed.
"""

from __future__ import annotations

import re

_SIGNS = {
    r"\bUS\$|\$|\bdollars?\b": "USD", r"€|\beuros?\b": "EUR", "£|\\bpounds?\\b": "GBP", "¥|\\byen\\b": "JPY",
    "₹|\\brupees?\\b": "INR",
}  # fmt: skip
_CODES = frozenset(
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF "
    "CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD "
    "HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD "
    "LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK "
    "PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS "
    "TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG".split()
)
DAYS = {"day": 1.0, "week": 7.0, "month": 365 / 12, "quarter": 365 / 4, "year": 365.0}
_SUFFIX = {"": 1.0, "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "million": 1e6,
           "bn": 1e9, "billion": 1e9}  # fmt: skip
_NUMBER = re.compile(r"([+-]?[\d.,'\u00a0\u202f ]*\d[.,]?)\s*(k|thousand|mn|mio|million|m|bn|billion)?", re.I)
_UNIT = r"(?:days?|d|weeks?|w|months?|mo|quarters?|q|years?|y)"


def number(text: str) -> float:
    """A number, with or without separators of thousands and a suffix.

    >>> [number(t) for t in ("12", "12,000", "12 000", "1.5", "1,5", "9.5k", "1.2 million")]
    [12.0, 12000.0, 12000.0, 1.5, 1.5, 9500.0, 1200000.0]
    >>> number("12.000")
    Traceback (most recent call last):
    ...
    ValueError: "12.000" could mean 12 or 12000; write 12 or 12000
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise ValueError(f'"{text.strip()}" is not a number')
    return _plain(found[1]) * _SUFFIX[(found[2] or "").lower()]


def _plain(text: str) -> float:
    digits = re.sub(r"[\s'\u00a0\u202f]", "", text)
    sign, digits = (-1.0, digits[1:]) if digits.startswith("-") else (1.0, digits.lstrip("+"))
    if "," in digits and "." in digits:
        decimal = "," if digits.rfind(",") > digits.rfind(".") else "."
        thousands = "." if decimal == "," else ","
        digits = digits.replace(thousands, "").replace(decimal, ".")
    elif re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+", digits) or digits.count(",") > 1:
        digits = digits.replace(",", "")
    elif re.fullmatch(r"[1-9]\d{0,2}(\.\d{3}){2,}", digits):
        digits = digits.replace(".", "")
    elif re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", digits):
        raise _either(digits)
    try:
        return sign * float(digits.replace(",", "."))
    except ValueError:
        raise ValueError(f'"{text.strip()}" is not a number') from None


def _either(digits: str) -> ValueError:
    """What to answer to a point before exactly three digits: thousands, or a fraction?"""
    small, large = f"{float(digits):.12g}", digits.replace(".", "")
    written = f"{digits}0" if re.search(r"\.\d{3}$", small) else small
    return ValueError(f'"{digits}" could mean {small} or {large}; write {written} or {large}')


def money(text: str, currency: str = "") -> tuple[float, str]:
    """An amount and its currency; `currency` is taken where none is written.

    >>> money("€9,500"), money("12k GBP"), money("12000", "USD")
    ((9500.0, 'EUR'), (12000.0, 'GBP'), (12000.0, 'USD'))
    """
    rest, found = text.strip(), currency
    for word, code in _SIGNS.items():
        if re.search(word, rest, re.I):
            rest, found = re.sub(word, "", rest, count=1, flags=re.I).strip(), code
    written = re.search(r"(?<![A-Za-z])[A-Za-z]{3}$|^[A-Za-z]{3}(?![A-Za-z])", rest)
    if written and written[0].upper() in _CODES:
        rest, found = rest.replace(written[0], "", 1).strip(), written[0].upper()
    return number(rest or text), found


def per(text: str, unit: str) -> tuple[str, float]:
    """What stands before "a month", "per year" and so on, and the factor to a rate per `unit`.

    >>> per("300 a month", "week")[0], round(300 * per("300 a month", "week")[1], 1)
    ('300', 69.0)
    >>> per("12", "week")
    ('12', 1.0)
    """
    found = re.search(rf"\s*(?:/|\bper\b|\ba\b|\ban\b|\beach\b|\bevery\b)\s*({_UNIT})$", text.strip(), re.I)
    if found is None:
        return text.strip(), 1.0
    return text.strip()[: found.start()].strip(), DAYS[unit] / DAYS[_unit(found[1])]


def days(text: str) -> float:
    """A duration in calendar days.

    >>> days("45"), days("6 weeks"), round(days("3 months"))
    (45.0, 42.0, 91)
    """
    found = re.fullmatch(rf"(.*?\d)\s*({_UNIT})", text.strip(), re.I)
    return number(found[1]) * DAYS[_unit(found[2])] if found else number(text)


def _unit(word: str) -> str:
    """The full name of a unit of time."""
    return next(name for name in DAYS if name.startswith(word.lower().rstrip("s")[:2]))


def out_of_hundred(text: str) -> float:
    """How many of 100, in percent.

    >>> out_of_hundred("6"), out_of_hundred("6.2 %"), out_of_hundred("1 in 16"), out_of_hundred("12 of 200")
    (6.0, 6.2, 6.25, 6.0)
    """
    found = re.fullmatch(r"(.+?)\s*(?:\bin\b|\bof\b|\bout of\b|/)\s*(.+)", text.strip(), re.I)
    if found:
        whole = number(found[2])
        if whole <= 0:
            raise ValueError("the second number must be more than 0, as in 1 in 16")
        return 100 * number(found[1]) / whole
    if text.strip().endswith("%"):
        return number(text.strip()[:-1])
    value = number(text)
    if 0 < value < 0.1:
        raise ValueError(
            f"{value:g} of 100 is fewer than 1 in 1000; "
            f'write {value * 100:g} for {value * 100:g} of 100, or "{value:g}%" if you mean it'
        )
    return value
