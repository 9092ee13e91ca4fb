"""Moves the chances and waits of an answered company until simulating it gives the answers back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, exp, log
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from simsales.loading.interview.answers import Answers
    from simsales.loading.interview.company import Fit

WINS = 10_000
"""Wins to simulate in a round: their share then errs by about 1 %."""
LEADS = 500_000
"""Leads to simulate in a round at most; a company with more of them in a year is not fitted."""
ROUNDS = 6
NEAR, GOOD = 0.01, 0.03
"""A round this near the answers (a share of them) is the last; one this near counts as fitted."""
WAITS = (0.5, 2.0)
"""Factors within which the waits may move: a jam is not to be made up for by waits of nothing."""


@dataclass(frozen=True)
class Fitted:
    """The best fit, and what a simulated year shows with it."""

    fit: Fit
    wins_of_100: float
    cycle_days: float
    utilisation: float

    def miss(self, answers: Answers) -> float:
        """The larger of the two distances from the answers, as a share of them.

        >>> from simsales.loading.interview.answers import Answers
        >>> from simsales.loading.interview.company import Fit
        >>> near = Fitted(Fit(0.06, 1.0), wins_of_100=6.3, cycle_days=30.0, utilisation=0.5)
        >>> round(near.miss(Answers(wins_of_100=6.0, cycle_days=30.0)), 2)
        0.05
        """
        return max(
            abs(self.wins_of_100 / answers.wins_of_100 - 1), abs(self.cycle_days / answers.cycle_days - 1)
        )


def fit_company(answers: Answers, year: int) -> Fitted | None:
    """The fit whose simulated win rate and cycle come nearest to the answers.

    Every round plays the same chance, each parameter at its best value. Reps with more work than
    time are simulated once and not fitted: no chances make such answers true. None where too
    little is won in the simulated years to tell, or there are too many leads to try.
    """
    from simsales.loading.interview.company import first_fit

    if answers.leads_per_week * 52 > LEADS:
        return None
    jammed = answers.hours_needed > answers.hours_of_a_rep * answers.reps
    fit, best = first_fit(answers), None
    for _ in range(1 if jammed else ROUNDS):
        shown = _simulated(answers, fit, year)
        if shown is None:
            break
        if best is None or shown.miss(answers) < best.miss(answers):
            best = shown
        if best.miss(answers) <= NEAR:
            break
        fit = _moved(shown, answers)
    if best is None:
        return None
    return replace(best, fit=replace(best.fit, simulated=best.miss(answers) <= GOOD))


def replications_for(answers: Answers) -> int:
    """Enough replications for a steady share of wins, within bounds.

    >>> from simsales.loading.interview.answers import Answers
    >>> replications_for(Answers(leads_per_week=76, wins_of_100=6.2))
    41
    """
    leads = answers.leads_per_week * 52
    wanted = ceil(WINS / (leads * answers.win_share))
    return max(1, min(wanted, 400, int(LEADS / leads)))


def _simulated(answers: Answers, fit: Fit, year: int) -> Fitted | None:
    from simsales.engine.compile import compile_scenario
    from simsales.engine.simulate import simulate
    from simsales.loading.interview.company import company_scenario
    from simsales.measure.measured import measure

    scenario = company_scenario(answers, year, fit)
    compiled = compile_scenario(scenario)
    played = simulate(compiled, replications=replications_for(answers), luck_only=True)
    kpis = measure(played.totals, compiled.names, scenario).kpis
    if kpis["wins"].sum() < 50:
        return None
    wins, days, busy = (float(np.nanmean(kpis[name])) for name in ("win_rate", "cycle_days", "utilisation"))
    return Fitted(fit, 100 * wins, days, busy)


def _moved(shown: Fitted, answers: Answers) -> Fit:
    """The odds and the waits moved by as much as the simulation missed the answers."""
    from simsales.loading.interview.company import Fit, first_fit

    share = min(max(shown.wins_of_100 / 100, 1e-5), 0.999)
    odds = _log_odds(shown.fit.win_share) + _log_odds(answers.win_share) - _log_odds(share)
    first = first_fit(answers).waits
    waits = shown.fit.waits * answers.cycle_days / shown.cycle_days
    return Fit(min(1 / (1 + exp(-odds)), 0.97), min(max(waits, WAITS[0] * first), WAITS[1] * first))


def _log_odds(share: float) -> float:
    return log(share / (1 - share))
