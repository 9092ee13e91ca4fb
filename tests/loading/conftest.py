"""A small scenario file that tests break in one place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from simsales.errors import InputError, Problem
from simsales.loading import load_scenario

SOUND = """\
name: small
segments:
  all: {deal_size: 100}
sources:
  web: {leads_per_week: 10}
pipeline:
  stages:
    call:
      advance: 0.5
      effort_hours: 1
    demo:
      advance: 0.4
      wait: {working_days: 3}
roles:
  ae:
    headcount: 2
    quota_per_year: {value: 1000, range: [500, 2000]}
"""

Write = Callable[..., Path]
Told = Callable[..., list[Problem]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes SOUND with replacements old → new to a file; or the text given."""

    def write(*changes: tuple[str, str], text: str = SOUND, name: str = "s.yaml") -> Path:
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return file

    return write


@pytest.fixture
def told() -> Told:
    """The problems of a scenario that must not load."""

    def told(file: Path | str, overrides: Sequence[str] = ()) -> list[Problem]:
        with pytest.raises(InputError) as caught:
            load_scenario(file, overrides)
        return list(caught.value.problems)

    return told
