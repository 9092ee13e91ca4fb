"""The canonical text: the whole scenario in one text, and its hash."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest

from simsales.loading import load_scenario, shipped_names
from tests.loading.conftest import SOUND, Write


@pytest.mark.parametrize("name", shipped_names())
def test_loading_the_text_gives_the_same_scenario_and_text(write: Write, name: str) -> None:
    loaded = load_scenario(name)
    again = load_scenario(write(text=loaded.text))
    assert again.scenario == loaded.scenario
    assert (again.text, again.hash) == (loaded.text, loaded.hash)
    assert loaded.hash == hashlib.sha256(loaded.text.encode()).hexdigest()


def test_words_numbers_and_dates_survive(write: Write) -> None:
    text = SOUND.replace(
        "name: small", "name: '1e6'\nabout: 'yes: no # – ü'\ncalendar: {start: &d 2026-01-05, weeks: 3}"
    )
    text = text.replace("headcount: 2", "headcount: 2\n    openings: [{on: 2026-02-02}, {on: *d}]")
    loaded = load_scenario(write(text=text))
    assert "&" not in loaded.text and loaded.text.count("2026-01-05") == 2
    again = load_scenario(write(text=loaded.text))
    assert again.text == loaded.text and again.scenario == loaded.scenario
    assert again.scenario.about == "yes: no # – ü" and again.scenario.name == "1e6"


def test_comments_and_layout_do_not_count_but_values_do(write: Write) -> None:
    loaded = load_scenario(write())
    assert (
        load_scenario(write(text="# words\n" + SOUND.replace("headcount: 2", "headcount:   2  # two"))).hash
        == loaded.hash
    )
    assert load_scenario(write(("headcount: 2", "headcount: 3"))).hash != loaded.hash
    assert (
        load_scenario(write(), ["roles.ae.headcount=3"]).text
        == load_scenario(write(("headcount: 2", "headcount: 3"))).text
    )


def test_the_hash_is_the_same_in_another_process(write: Write) -> None:
    code = "from simsales.loading import load_scenario; print(load_scenario('smb_inbound_saas').hash)"
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        out = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
        )
        assert out.stdout.strip() == load_scenario("smb_inbound_saas").hash
