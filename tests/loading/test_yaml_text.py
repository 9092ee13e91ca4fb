"""What YAML may hold, and that every refusal has its place."""

from __future__ import annotations

from datetime import date

import pytest

from simsales.errors import InputError
from simsales.loading import load_scenario
from simsales.loading.nodes import plain
from simsales.loading.yaml_text import marks_of, parse_yaml
from tests.loading.conftest import Told, Write


def read(text: str) -> object:
    node, problems = parse_yaml(text, marks_of("t"))
    assert not problems, problems
    return plain(node)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1_000_000", {"a": 1_000_000}),
        ("a: 1.0e+6", {"a": 1e6}),
        ("a: off", {"a": False}),
        ("a: 2026-01-05", {"a": date(2026, 1, 5)}),
        ("a: 12:30", {"a": "12:30"}),
        ("a: 12:30.5", {"a": "12:30.5"}),
        ("a: 2026-01-05 10:00:00", {"a": "2026-01-05 10:00:00"}),
        ("a: 1e6", {"a": "1e6"}),
        ("a: =", {"a": "="}),
        ("'no': 1", {"no": 1}),
        ("on: 2026-01-05", {"on": date(2026, 1, 5)}),
        ("a: &x [1, 2]\nb: *x", {"a": [1, 2], "b": [1, 2]}),
        ("a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}", {"a": {"p": 1, "q": 2}, "b": {"p": 1, "q": 3}}),
        ("a: !!str 12", {"a": "12"}),
        ("a: ~", {"a": None}),
        ("a: 0x10", {"a": 16}),
    ],
)
def test_values_are_read_as_people_mean_them(text: str, value: object) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("name: small\nname: two\n", 2, 1, '"name" is given twice (first in line 1)'),
        ("name: small\nno: 3\n", 2, 1, "the key no means yes/no in YAML"),
        ("name: small\n2026: 3\n", 2, 1, "the key 2026 means a number in YAML"),
        ("name: small\n2026-01-05: 3\n", 2, 1, "means a date"),
        ("name: small\n~: 3\n", 2, 1, "means nothing"),
        ("name: small\n? [a]\n: 3\n", 2, 3, "a key must be one word"),
        ("name: small\n'': 3\n", 2, 1, "a key must be a short printable word"),
        (
            "name: !!python/object/new:os.system [ls]\n",
            1,
            7,
            "tag tag:yaml.org,2002:python/object/new:os.system",
        ),
        ("name: !mine x\n", 1, 7, "tag !mine is not allowed"),
        ("name: !!binary aGk=\n", 1, 7, "is not allowed"),
        ("name: small\nabout: .inf\n", 2, 8, ".inf is not a finite number"),
        ("name: small\nabout: .nan\n", 2, 8, ".nan is not a finite number"),
        ("name: small\nabout: 1.0e+400\n", 2, 8, "not a finite number"),
        ("name: small\nabout: 1.0e+40\n", 2, 8, "too large a number"),
        ("name: small\nabout: 012\n", 2, 8, "012 is an octal number in YAML; write 12"),
        ("name: small\nabout: 2026-02-30\n", 2, 8, "2026-02-30 is no valid timestamp"),
        ('name: small\nabout: "a\\x1b[31m"\n', 2, 8, "holds a control character"),
        ("name: small\nabout: a\x00b\n", 2, 9, "control character U+0000"),
        ("name: small\n--- \nname: two\n", 2, 1, "a second document begins here"),
        ("", 1, 1, "is empty"),
        ("# only words\n", 2, 1, "is empty"),
        ("- a\n- b\n", 1, 1, "a scenario is a mapping"),
        ("just words\n", 1, 1, 'not "just words"'),
        ("name: *who\n", 1, 7, "*who has no &who before it"),
        ("a: &a [1, *a]\n", 1, 11, "*a stands inside &a itself"),
        ("a: &a {b: *a}\n", 1, 11, "*a stands inside &a itself"),
        ("a: {<<: 3}\n", 1, 5, "<< takes a mapping"),
        ("name: a: b\n", 1, 8, "a colon is not expected here"),
        ("name: [1, 2\n", 2, 1, "a comma or ] is missing"),
        ("name: 'abc\n", 2, 1, "a quote is never closed"),
        ("name: small\n\tx: 3\n", 2, 1, "tab"),
        ("name: small\n  x: 3\n", 2, 4, "a colon is not expected here"),
        ("a: " + "[" * 61 + "]" * 61 + "\n", 1, 64, "nested more than 60 levels"),
        ("a: " + "[" * 100_000 + "\n", 1, 1003, "nested too deep"),
    ],
)
def test_refusals_name_line_and_column(
    write: Write, told: Told, text: str, line: int, column: int, words: str
) -> None:
    file = write(text=text)
    problems = [problem for problem in told(file) if words in str(problem)]
    assert problems, [str(problem) for problem in told(file)]
    place = problems[0].place
    assert place is not None and (place.file, place.line, place.column) == (str(file), line, column)


def test_alias_bomb_is_refused_quickly(write: Write, told: Told) -> None:
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"a{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * 10) + "]" for i in range(1, 40)]
    (problem,) = told(write(text="\n".join(lines)))
    assert "aliases" in problem.rule
    assert problem.place is not None and problem.place.line == 6


def test_merge_key_bomb_is_refused(write: Write, told: Told) -> None:
    lines = ["a0: &a0 {" + ", ".join(f"k{i}: 1" for i in range(1000)) + "}"]
    lines += [f"b{i}: {{<<: *a0}}" for i in range(300)]
    (problem,) = told(write(text="\n".join(lines)))
    assert "aliases" in problem.rule


def test_bytes_that_are_no_utf8(tmp_path, told: Told) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "s.yaml"
    file.write_bytes("name: ok\nabout: Größe \n".encode() + b"x: \xff\n")
    (problem,) = told(file)
    assert problem.rule == "is no UTF-8 text from here on"
    assert str(problem.place) == f"{file}:3:4"


def test_a_byte_order_mark_and_windows_lines_are_fine(tmp_path, write: Write) -> None:  # type: ignore[no-untyped-def]
    file = write()
    other = tmp_path / "w.yaml"
    other.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert load_scenario(other).hash == load_scenario(file).hash


def test_too_large_a_file(write: Write, told: Told) -> None:
    (problem,) = told(write(text="# " + "x" * 2_000_001))
    assert problem.rule == "is larger than 2 MB"


def test_missing_files_and_directories(tmp_path, told: Told) -> None:  # type: ignore[no-untyped-def]
    assert told(tmp_path)[0].rule == "is a directory"
    assert "no file is called" in told(tmp_path / "none.yaml")[0].rule
    assert told("")[0].rule.startswith("no shipped scenario")
    assert told("a\0b")[0].rule.startswith("no shipped scenario")
    (problem,) = told("helo_sales")
    assert problem.suggestion == 'did you mean "hello_sales"?'


def test_columns_count_characters(write: Write, told: Told) -> None:
    (problem,) = told(write(text='name: small\nabout: {"Größe": 1, é: !x 2}\n'))[:1]
    assert isinstance(problem.place and problem.place.column, int)
    with pytest.raises(InputError):
        parse_yaml("é: [", marks_of("t"))
    _, problems = parse_yaml("{ééé: 1, b: !x 2}", marks_of("t"))
    assert problems[0].place is not None and problems[0].place.column == 13
