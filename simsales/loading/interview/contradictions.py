"""Answers that do not fit together, said in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from simsales.loading.interview.answers import Answers
from simsales.loading.interview.questions import plain, rounded

TOLERANCE = 0.20


def contradictions(answers: Answers) -> list[str]:
    """One sentence or two for each pair of answers that cannot both be right.

    >>> from simsales.loading.interview.questions import QUESTIONS, answer
    >>> answers = Answers()
    >>> for question in QUESTIONS:
    ...     answers = answer(question, answers, "5m" if question.key == "last_year" else "?")
    >>> print(contradictions(answers)[0][:95])
    76 leads a week x 52 x 6.2 of 100 x 12,000 USD make 2,940,000 USD a year, but last year brought
    """
    checks = (_against_last_year, _against_hours, _against_quotas, _against_pay)
    return [sentence for check in checks for sentence in check(answers)]


def _against_last_year(a: Answers) -> Iterator[str]:
    made = a.expected_bookings
    if not a.last_year or abs(made - a.last_year) <= TOLERANCE * a.last_year:
        return
    factor, money = a.last_year / made, a.currency
    fits = [f"{plain(rounded(a.leads_per_week * factor))} leads a week"]
    if a.wins_of_100 * factor < 95:
        fits.append(f"{plain(rounded(a.wins_of_100 * factor))} of 100")
    fits.append(f"deals of {plain(rounded(a.deal_size * factor))} {money}")
    yield (
        f"{plain(a.leads_per_week)} leads a week x 52 x {plain(a.wins_of_100)} of 100 x {plain(a.deal_size)} "
        f"{money} make {plain(rounded(made, 3))} {money} a year, but last year brought {plain(a.last_year)} "
        f"{money}. It would fit with {', or '.join(fits)}."
    )


def _against_hours(a: Answers) -> Iterator[str]:
    have, need = a.hours_of_a_rep * a.reps, a.hours_needed
    said = f"The leads ask for {plain(need)} hours of work a week; {a.reps} reps have about {plain(have)}"
    if need > have:
        yield (
            f"{said}. Leads will wait and some will be lost; about {int(need / a.hours_of_a_rep) + 1} reps "
            "could work them, or a deal takes fewer hours than you say."
        )
    elif need < 0.5 * have:
        busy = f"{100 * need / have:.0f} %"
        yield f"{said} and would be busy for {busy} of them. Are there more leads, or more hours in a deal?"


def _against_quotas(a: Answers) -> Iterator[str]:
    quotas, money = a.quota * a.reps, a.currency
    if a.target > quotas * 1.001:
        yield (
            f"All quotas together are {plain(quotas)} {money}, less than the {plain(a.target)} {money} "
            "you have to book: everybody could reach the quota and the company miss its target."
        )


def _against_pay(a: Answers) -> Iterator[str]:
    """A rep who is to book less than the rep earns: mostly a nought too few, or a month for a year."""
    money, made = a.currency, a.expected_bookings / a.reps
    pay = f"{plain(a.pay)} {money}" + ("" if "pay" in a.yours else " (taken as typical)")
    if "quota" in a.yours and a.quota < a.pay:
        yield (
            f"A rep is to book {plain(a.quota)} {money} a year and earns {pay}: the quota "
            "does not even bring the pay. Is the quota for a month, or a nought missing?"
        )
    elif made < a.pay:
        yield (
            f"The leads make {plain(rounded(made, 3))} {money} a year for each rep, who earns {pay}. "
            f"Are deals of {plain(a.deal_size)} {money} right, the leads, and the pay?"
        )
