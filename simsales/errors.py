"""What can go wrong, with place, rule and suggestion.

Two families only: the input is wrong (`InputError`, exit code 2) or the run
failed (`RunError`, exit code 1). Faces print them without a traceback.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where in a text a problem sits; line and column count from 1."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n is not None)]
        return ":".join(parts)


@dataclass(frozen=True)
class Problem:
    """One fault of an input: where, what, which rule, and what to do instead.

    >>> str(Problem("pipeline.stages.demo.next", 'unknown stage "propsal"', 'did you mean "proposal"?'))
    'pipeline.stages.demo.next: unknown stage "propsal"; did you mean "proposal"?'
    """

    path: str
    rule: str
    suggestion: str = ""
    place: Place | None = None

    def __str__(self) -> str:
        where = " ".join(str(part) for part in (self.place, self.path) if part)
        what = f"{self.rule}; {self.suggestion}" if self.suggestion else self.rule
        return f"{where}: {what}" if where else what


class SimsalesError(Exception):
    """Base of every error that simsales raises on purpose."""

    exit_code = 1


class InputError(SimsalesError):
    """The input is wrong; carries every problem found, not only the first."""

    exit_code = 2

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: Sequence[Problem] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class RunError(SimsalesError):
    """The run failed although its input was right."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A suggestion for a misspelt word, or the list of what is known.

    >>> did_you_mean("propsal", ["demo", "proposal"])
    'did you mean "proposal"?'
    >>> did_you_mean("xyz", ["demo", "proposal"])
    'known are: demo, proposal'
    """
    names = sorted(set(known))
    close = difflib.get_close_matches(word, names, n=1)
    if close:
        return f'did you mean "{close[0]}"?'
    return "known are: " + ", ".join(names[:12]) if names else "none is defined"
