"""Broken files must be told, with a line, and must never break the loader."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from simsales.errors import InputError, Problem
from simsales.loading import load_scenario, shipped_names
from simsales.loading.shipped import shipped_directory

JUNK: tuple[Any, ...] = (
    None,
    True,
    False,
    -1,
    0,
    1,
    2.5,
    1e12,
    -1e12,
    10**40,
    float("inf"),
    float("nan"),
    "",
    " ",
    "x",
    "1e6",
    "12:30",
    "won",
    "lost",
    "50 %",
    "é\u2028",
    "a.b",
    "\x07",
    "no",
    [],
    {},
    [1, 2],
    {"value": 1},
    {"value": 2, "range": [3, 1]},
    [[]],
    {"log_odds": -1e14},
    {"lognormal": {"mean": 1e14, "cv": 1e14}},
    {"fixed": {}},
    {"empirical": {"file": "none.csv"}},
    {"gamma": 3},
    "2026-01-05",
    {"calendar_days": {"working_days": 3}},
    {"csv": 3},
    "x" * 5000,
)
TEXTS = {name: (shipped_directory() / f"{name}.yaml").read_text(encoding="utf-8") for name in shipped_names()}
SMALL = ("hello_sales", "mid_market_outbound", "industrial_field", "smb_inbound_saas")


def places(data: Any) -> list[tuple[Any, Any]]:
    """Every container of a tree with each of its keys."""
    found: list[tuple[Any, Any]] = []
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        found += [(data, key), *places(value)]
    return found


def change_data(text: str, rng: random.Random) -> str:
    data = yaml.safe_load(text)
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        container, key = rng.choice(places(data))
        what = rng.choice(("junk", "junk", "delete", "rename", "duplicate", "swap"))
        if what == "junk":
            container[key] = rng.choice(JUNK)
        elif what == "delete":
            del container[key]
        elif what == "swap":
            other, there = rng.choice(places(data) or [(container, key)])
            container[key], other[there] = (
                yaml.safe_load(yaml.safe_dump(other[there])),
                yaml.safe_load(yaml.safe_dump(container[key])),
            )
        elif isinstance(container, dict):
            new = rng.choice(
                (f"{key}s", str(key)[:-1], "on", "", "a.b", "won", "lost", str(key).upper(), 5, None)
            )
            container[new] = container[key] if what == "duplicate" else container.pop(key)
        if not places(data):
            break
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


def change_text(text: str, rng: random.Random) -> bytes:
    raw = text.encode()
    at = rng.randrange(len(raw))
    lines = text.splitlines(keepends=True)
    line = rng.randrange(len(lines))
    what = rng.choice(
        ("truncate", "byte", "bytes", "insert", "indent", "dedent", "double", "drop", "tab", "token")
    )
    if what == "truncate":
        return raw[:at]
    if what == "byte":
        return raw[:at] + bytes([rng.randrange(256)]) + raw[at + 1 :]
    if what == "bytes":
        return raw[:at] + rng.randbytes(rng.randrange(1, 30)) + raw[at:]
    if what in ("insert", "token"):
        token = rng.choice(
            (
                "{",
                "}",
                "[",
                "]",
                ":",
                "- ",
                "&a ",
                "*a",
                "!!x ",
                "---\n",
                "'",
                '"',
                "#",
                "\n",
                "|",
                ">",
                "%",
                "@",
                "`",
                "? ",
                "<<: ",
                "\x00",
                "\u200b",
                "\r",
                ", ",
            )
        )
        return raw[:at] + token.encode() + raw[at:]
    edits = {
        "indent": f"  {lines[line]}",
        "dedent": lines[line][1:],
        "double": lines[line] * 2,
        "drop": "",
        "tab": f"\t{lines[line]}",
    }
    lines[line] = edits[what]
    return "".join(lines).encode()


def loads_or_tells(file: Path) -> bool:
    """Whether it loads; if not, every problem has a line."""
    problems: Sequence[Problem] = ()
    try:
        load_scenario(file)
    except InputError as error:
        problems = error.problems
        if not problems:
            pytest.fail("an error without problems")
    for problem in problems:
        assert problem.place is not None and problem.place.line is not None, str(problem)
        assert problem.rule and len(str(problem)) < 1500
    return not problems


@pytest.mark.parametrize("group", range(10))
def test_broken_data(tmp_path: Path, group: int) -> None:
    rng = random.Random(1000 + group)
    loaded = 0
    for number in range(25):
        text = change_data(TEXTS[SMALL[number % len(SMALL)]], rng)
        file = tmp_path / f"{number}.yaml"
        file.write_text(text, encoding="utf-8")
        loaded += loads_or_tells(file)
    assert loaded < 25


@pytest.mark.parametrize("group", range(10))
def test_broken_text(tmp_path: Path, group: int) -> None:
    rng = random.Random(2000 + group)
    for number in range(25):
        file = tmp_path / f"{number}.yaml"
        file.write_bytes(change_text(TEXTS[SMALL[number % len(SMALL)]], rng))
        loads_or_tells(file)
