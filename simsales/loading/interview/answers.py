"""The twelve answers, and what follows from them by plain arithmetic."""

from __future__ import annotations

from dataclasses import dataclass

from simsales.loading.interview.shapes import SHAPES, Kind, Shape


@dataclass(frozen=True)
class Answers:
    """What is known about a company; `yours` names the answers that are not defaults.

    Money is in `currency`; 0 in `last_year` means not known.
    """

    kind: Kind = "small"
    reps: int = 0
    leads_per_week: float = 0.0
    wins_of_100: float = 0.0
    """Customers that 100 leads become in the end."""
    deal_size: float = 0.0
    currency: str = "USD"
    cycle_days: float = 0.0
    hours_per_win: float = 0.0
    quota: float = 0.0
    pay: float = 0.0
    leavers: float = 0.0
    last_year: float = 0.0
    target: float = 0.0
    yours: frozenset[str] = frozenset()

    @property
    def shape(self) -> Shape:
        """The typical company of this kind."""
        return SHAPES[self.kind]

    @property
    def win_share(self) -> float:
        """Customers per lead."""
        return self.wins_of_100 / 100

    @property
    def expected_bookings(self) -> float:
        """Money booked in 52 weeks if reps have all the time that is needed."""
        return self.leads_per_week * 52 * self.win_share * self.deal_size

    @property
    def hours_needed(self) -> float:
        """Reps' hours a week that the leads ask for."""
        shape, scale = self.shape, self.hours_per_win / self.shape.hours_per_win
        reach, hours = 1.0, shape.hand_off_hours * self.win_share
        for stage, chance in zip(shape.stages, self.chances(), strict=True):
            hours += reach * stage.effort_hours
            reach *= chance
        return self.leads_per_week * hours * scale

    @property
    def hours_of_a_rep(self) -> float:
        """Hours a week that one rep has for deals, after absences and vacancies."""
        shape = self.shape
        week = shape.hours_per_week * shape.deal_work_share - shape.kept_hours
        filled = 1 / (1 + self.leavers / max(self.reps, 1) * shape.weeks_to_fill / 52)
        return week * (1 - shape.absence_days / 260) * filled

    def chances(self, win_share: float = 0.0) -> list[float]:
        """Chances of the stages, all odds moved alike until their product is `win_share`.

        >>> answers = Answers(kind="small", wins_of_100=6.13)
        >>> [round(p, 1) for p in answers.chances()]
        [0.6, 0.4, 0.8, 0.6, 0.5]
        """
        wanted = win_share or self.win_share
        odds = [stage.advance / (1 - stage.advance) for stage in self.shape.stages]
        low, high = 1e-6, 1e6
        for _ in range(100):
            factor = (low * high) ** 0.5
            product = 1.0
            for odd in odds:
                product *= odd * factor / (1 + odd * factor)
            low, high = (factor, high) if product < wanted else (low, factor)
        return [odd * factor / (1 + odd * factor) for odd in odds]
