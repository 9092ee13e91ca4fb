"""The pages say what is there: names, links, commands, numbers and examples."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import click
import pytest
import yaml
from pydantic import BaseModel

from simsales.commands.main import COMMANDS, group
from simsales.loading import load_scenario
from simsales.measure.dictionary import ROWS
from simsales.measure.kpis import KPIS
from simsales.model.behaviour import Behaviour
from simsales.model.distribution import Family
from simsales.model.frozen import Frozen
from simsales.model.parameter import Parameter
from simsales.model.team import Priority, Routing

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
RULES = [path for path in sorted((ROOT / "simsales" / "rules").glob("*.py")) if path.stem != "__init__"]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _outside_code(page: Path) -> str:
    return FENCE.sub("", _text(page))


def _functions(path: Path) -> set[str]:
    tree = ast.parse(_text(path))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


# --- the model -----------------------------------------------------------------------


@pytest.mark.parametrize("module", RULES, ids=lambda path: path.stem)
def test_every_rule_is_explained(module):
    page = _text(DOCS / "model.md")
    assert f"](../simsales/rules/{module.name})" in page
    if module.stem == "house":
        return  # how rules are compiled, not a rule
    public = {name for name in _functions(module) if not name.startswith("_")}
    assert public
    assert sorted(name for name in public if f"`{name}`" not in page) == []


def test_the_model_links_functions_that_are_there():
    links = re.findall(r"\[((?:`\w+`[,\s]*)+)\]\(\.\./(simsales/[\w/]+\.py)\)", _text(DOCS / "model.md"))
    assert len(links) > 25
    for names, place in links:
        missing = set(re.findall(r"`(\w+)`", names)) - _functions(ROOT / place)
        assert not missing, place


@pytest.mark.parametrize("words", [Routing, Priority, Family], ids=["routing", "priority", "family"])
def test_the_model_explains_every_choice(words):
    page = _text(DOCS / "model.md")
    missing = [word for word in get_args(words) if not re.search(rf"`{word}[`:]", page)]
    assert not missing


# --- evidence ------------------------------------------------------------------------


def test_every_section_named_in_the_sources_is_there():
    sections = set(re.findall(r'<a id="section-(\d+)">', _text(DOCS / "evidence.md")))
    named: dict[str, str] = {}
    for path in [*(ROOT / "simsales").rglob("*.py"), *(ROOT / "scenarios").glob("*.yaml")]:
        for found in re.findall(r"EVIDENCE (\d+(?:, \d+)*)|evidence\.md, section (\d+)", _text(path)):
            named |= {number: _named(path) for number in re.findall(r"\d+", " ".join(found))}
    assert named
    assert {number: place for number, place in named.items() if number not in sections} == {}


DEFAULTS = {
    f"{name}.{key}": value
    for name, mechanism in Behaviour()
    for key, value in mechanism or ()
    if isinstance(value, Parameter)
}


def _short(number: float) -> str:
    return f"{number:g}"


def _numbers(text: str) -> set[str]:
    return {_short(float(number)) for number in re.findall(r"\d*\.?\d+", text)}


@pytest.mark.parametrize("key", DEFAULTS)
def test_defaults_stand_in_the_evidence_table(key):
    parameter = DEFAULTS[key]
    rows = [line for line in _text(DOCS / "evidence.md").splitlines() if f"{key}`" in line]
    assert len(rows) == 1, key
    stated = _numbers(rows[0].split("|")[2])
    assert {_short(x) for x in (parameter.value, *(parameter.range or ()))} <= stated, rows[0]


# --- words ---------------------------------------------------------------------------


def test_the_glossary_knows_every_key_and_figure():
    page = _text(DOCS / "glossary.md")
    kinds = [kind for kind in Frozen.__subclasses__() if kind.__module__.startswith("simsales.model")]
    keys = {key for kind in kinds for key in kind.model_fields}
    figures = {*KPIS, *(name for names in ROWS.values() for name in names)}
    assert keys and figures
    assert sorted(word for word in keys | figures if f"`{word}`" not in page) == []


def test_the_glossary_says_each_word_once():
    words = re.findall(r"^\| ([^`|]+?) \|", _text(DOCS / "glossary.md"), re.MULTILINE)
    known = [word for word in words if word not in ("word", "name", "key", "---")]
    assert len(known) == len(set(known))


# --- links ---------------------------------------------------------------------------


def _anchors(page: Path) -> set[str]:
    """Ids of a page's headings, as GitHub makes them, and those given."""
    text = _outside_code(page)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)">', text))


@pytest.mark.parametrize("page", PAGES, ids=_named)
def test_links_lead_somewhere(page):
    broken = []
    for _, link, picture in LINK.findall(_outside_code(page)):
        target, _, anchor = (link or picture).partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        place = (page.parent / target).resolve() if target else page
        if not place.exists() or (anchor and anchor not in _anchors(place)):
            broken.append(link or picture)
    assert not broken


def test_every_page_is_in_the_table_of_contents():
    index = DOCS / "index.md"
    linked = {(DOCS / link.partition("#")[0]).resolve() for _, link, _ in LINK.findall(_text(index))}
    assert [_named(page) for page in DOCS.rglob("*.md") if page != index and page not in linked] == []


def test_pictures_are_small():
    assert all(path.stat().st_size < 100_000 for path in (DOCS / "pictures").iterdir())


# --- commands ------------------------------------------------------------------------


def _command_lines(page: Path) -> Iterator[list[str]]:
    """Words of every call of simsales in a code block, its name left out."""
    for kind, block in FENCE.findall(_text(page)):
        if kind in ("", "sh"):
            for line in block.replace("\\\n", " ").splitlines():
                for part in line.split(" && "):
                    called = re.match(r"(?:python cli\.py|simsales) (.*)", part.strip())
                    if called:
                        yield shlex.split(called[1], comments=True)


CALLS = [(_named(page), words) for page in PAGES for words in _command_lines(page)]


def _command(name: str) -> click.Command:
    command = group.get_command(click.Context(group), name)
    assert command is not None, f"there is no command {name}"
    return command


@pytest.mark.parametrize(("page", "words"), CALLS, ids=lambda x: x if isinstance(x, str) else x[0])
def test_calls_in_code_blocks_parse(page, words):
    context = _command(words[0]).make_context(words[0], words[1:])
    for change in context.params.get("overrides") or ():
        assert "=" in change


def test_the_readme_shows_calls():
    shown = {words[0] for page, words in CALLS if page == "README.md"}
    assert {"run", "compare", "new"} <= shown


@pytest.mark.parametrize("page", PAGES, ids=_named)
def test_calls_within_sentences_name_commands_and_options_that_exist(page):
    for call in re.findall(r"`simsales ([^`]+)`", _outside_code(page)):
        name, *words = re.split(r"\s+", call)
        if name in ("COMMAND", "--help", "--version"):
            continue
        known = {option for parameter in _command(name).params for option in parameter.opts} | {"--help"}
        assert {word for word in words if word.startswith("-")} <= known, call


def test_every_command_is_in_the_readme():
    page = _text(ROOT / "README.md")
    assert [name for name in COMMANDS if f"`simsales {name}" not in page] == []


def test_alternatives_in_the_readme_are_changes_that_fit():
    alternatives = [
        text for page, words in CALLS if page == "README.md" and words[0] == "compare"
        for text in _command("compare").make_context("compare", words[1:]).params["alternatives"]
    ]  # fmt: skip
    assert alternatives
    for text in alternatives:
        change = text.partition(": ")[2]
        assert load_scenario("smb_inbound_saas", [change]).hash != load_scenario("smb_inbound_saas").hash


# --- examples ------------------------------------------------------------------------

BLOCKS = [
    (_named(page), text) for page in PAGES for kind, text in FENCE.findall(_text(page)) if kind == "yaml"
]


@pytest.mark.parametrize(("page", "text"), BLOCKS, ids=lambda x: x.splitlines()[0][:40])
def test_yaml_in_the_pages_is_sound(page, text, tmp_path):
    data = yaml.safe_load(text)
    assert isinstance(data, dict)
    if {"name", "pipeline"} <= set(data) or "extends" in data:
        file = tmp_path / "example.yaml"
        file.write_text(text, encoding="utf-8")
        assert isinstance(load_scenario(file).scenario, BaseModel)


@pytest.mark.slow
def test_the_answer_in_the_readme_is_the_answer():
    """Within 5 %, so that another kind of processor does not matter."""
    from simsales.experiments.json_shapes import run_json
    from simsales.experiments.run import run

    found = re.search(
        r"typical year brings \$([\d.]+)M in ARR, a bad one \$([\d.]+)M, a good one \$([\d.]+)M",
        _text(ROOT / "README.md"),
    )
    assert found is not None
    bookings = run_json(run(load_scenario("smb_inbound_saas"), seed=1, replications=200))["kpis"]["bookings"]
    for text, key in zip(found.groups(), ("p50", "p10", "p90"), strict=True):
        assert float(text) == pytest.approx(bookings[key] / 1e6, rel=0.05)
