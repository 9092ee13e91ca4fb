"""What a person sees: the answer first, nothing wider than the terminal, readable without colour."""

import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from simsales.report import compare_words, terminal, words
from tests.report import example


def shown(show, result, *, width=80, quiet=False):
    out = Console(file=io.StringIO(), width=width, highlight=False, markup=False, emoji=False)
    show(result, out, quiet=quiet)
    return out.file.getvalue()


def one_line(text):
    return " ".join(text.split())


def test_run_leads_with_the_answer_and_fits():
    made = example.run_result(currency="USD", locale="en_US")
    text = shown(terminal.show_run, made)
    assert one_line(text).startswith(words.answer(made))
    assert max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in text and "…" not in text


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "fr_FR", "de_CH", "sv_SE"])
def test_nothing_is_cropped_at_80_columns(locale):
    """The same words stand on a page wide enough for everything."""
    for currency in ("EUR", "PLN"):
        made = example.run_result(currency=currency, locale=locale)
        narrow, wide = (shown(terminal.show_run, made, width=width) for width in (80, 300))
        assert max(map(len, narrow.splitlines())) <= 80
        assert sorted(narrow.replace("─", "").split()) == sorted(wide.replace("─", "").split())


def test_quiet_is_the_answer_alone():
    made = example.run_result()
    assert one_line(shown(terminal.show_run, made, quiet=True)) == words.answer(made)
    pair = example.compare_result()
    text = one_line(shown(terminal.show_compare, pair, quiet=True))
    assert text == " ".join(compare_words.answer(pair))


def test_every_part_is_there():
    made = example.run_result()
    text = shown(terminal.show_run, made)
    for part in (
        "Figures",
        "By stage",
        "By source",
        "By rep",
        "demo request",
        "Ann Kowalska",
        "slowest",
        "Note: ",
    ):
        assert part in text
    assert "By team" not in text
    assert "By team" in shown(terminal.show_run, replace(made, by_team={"east": made.by_rep["ae 2"]}))


def test_the_slowest_stage_is_marked_in_its_row():
    text = shown(terminal.show_run, example.run_result()).split("By stage")[1]
    lines = text.splitlines()
    assert [line.split()[0] for line in lines if line.rstrip().endswith("slowest")] == ["demo"]


def test_of_many_reps_only_the_ends():
    made = example.run_result()
    many = {f"rep {i}": made.by_rep["ae 2"] for i in range(50)}
    text = shown(terminal.show_run, replace(made, by_rep=many, bottleneck=None))
    assert "of 50" in text and text.count("rep ") < 30


def test_names_are_shown_as_they_are():
    made = example.run_result()
    odd = {"[bold]x[/bold] :smile:": made.by_source["paid_search"]}
    text = shown(terminal.show_run, replace(made, by_source=odd))
    assert "[bold]x[/bold]" in one_line(text) and ":smile:" in text


def test_compare_has_why_and_changes_for_each_alternative():
    text = shown(terminal.show_compare, example.compare_result())
    assert text.count("Why: ") == 2 and text.count("Changes, on average") == 2
    assert max(map(len, text.splitlines())) <= 80 and "…" not in text
    assert not re.search(r"\+0[.0]*\s", text)


def test_undefined_figures_are_left_out_or_dashes():
    made = example.run_result()
    none = replace(made.kpis["attainment"], mean=None, low=None, high=None, p10=None, p50=None, p90=None)
    reps = {name: kpis | {"attainment": none} for name, kpis in made.by_rep.items()}
    text = shown(terminal.show_run, replace(made, kpis=made.kpis | {"attainment": none}, by_rep=reps))
    assert "Attainment" not in text and "nan" not in text and "None" not in text


@pytest.mark.parametrize("width", [40, 50, 60, 70])
def test_a_narrow_page_keeps_names_and_drops_columns(width):
    text = shown(terminal.show_run, example.run_result(), width=width)
    lines = text.splitlines()
    assert max(map(len, lines)) <= width and "…" not in text
    for name in ("Ann Kowalska", "demo request", "paid search", "demo call"):
        assert any(line.startswith(name) for line in lines), name


def test_repeat_orders_stand_with_the_sources():
    made = example.run_result()
    assert "repeat orders" not in shown(terminal.show_run, made)
    orders = replace(made.kpis["orders"], mean=1e5)
    text = shown(terminal.show_run, replace(made, kpis=made.kpis | {"orders": orders}))
    assert "repeat orders" in text.split("By source")[1].split("By rep")[0]


def test_an_amount_and_its_unit_stay_on_one_line():
    made = example.run_result(currency="EUR", locale="fr_FR")
    for width in range(40, 81):
        for line in shown(terminal.show_run, made, width=width).split("Figures")[0].splitlines():
            assert not line.lstrip().startswith(("M€", "%"))
