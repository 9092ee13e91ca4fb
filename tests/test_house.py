"""The rules of the house that no single room can see."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "simsales").rglob("*.py"))
OUTSIDE = {".git", ".venv", "venv", "build", "dist", "results", "htmlcov"}


def _modules(text: str) -> ast.Module:
    return ast.parse(text)


def _public(tree: ast.AST, inside: str = "") -> list[tuple[str, ast.AST]]:
    """Public functions and classes, with the public methods of those classes."""
    found: list[tuple[str, ast.AST]] = []
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if node.name.startswith("_"):
            continue
        found.append((inside + node.name, node))
        if isinstance(node, ast.ClassDef):
            found += _public(node, f"{inside}{node.name}.")
    return found


def test_imports_run_downwards_only():
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())",
    ]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_room_stands_in_the_layers():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = set(re.findall(r"\w+", " ".join(contracts[0]["layers"])))
    rooms = {path.parent.name for path in SOURCES if path.parent.parent == ROOT / "simsales"}
    assert rooms <= layers


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_are_named_for_what_they_do_and_stay_short(path):
    assert path.stem not in {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base"}
    longest = 700 if path.parent.name == "engine" else 400
    assert len(path.read_text().splitlines()) <= longest


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_public_things_have_docstrings(path):
    tree = _modules(path.read_text())
    assert ast.get_docstring(tree), f"{path} has no docstring"
    parents = {id(m): n for n in ast.walk(tree) if isinstance(n, ast.ClassDef) for m in n.body}
    bare = [
        name
        for name, node in _public(tree)
        if not ast.get_docstring(node) and not _overrides(node, parents.get(id(node)))  # type: ignore[arg-type]
    ]
    assert not bare


def _overrides(node: ast.AST, parent: ast.ClassDef | None) -> bool:
    """Whether a method may be meant for a base class that documents it."""
    return parent is not None and bool(parent.bases) and isinstance(node, ast.FunctionDef)


def _texts() -> list[Path]:
    kinds = {".py", ".md", ".toml", ".yaml", ".yml", ".json", ".csv", ".svg", ".txt", ""}
    files = [path for path in ROOT.rglob("*") if path.is_file() and path.suffix in kinds]
    ours = [path for path in files if not OUTSIDE & set(path.relative_to(ROOT).parts)]
    return [path for path in ours if not any("cache" in part or part == ".hypothesis" for part in path.parts)]


def test_no_file_names_a_place_on_somebodys_machine():
    places = re.compile(r"(?<![\w.])/(?:root|home|Users|work|tmp)/[a-z]\w+|[A-Z]:\\Users")
    faults = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in _texts()
        if path != Path(__file__) and (found := places.search(path.read_text(errors="replace")))
    ]
    assert not faults


def test_nothing_below_the_faces_prints():
    rooms = {"model", "loading", "rules", "engine", "measure", "experiments"}
    for path in SOURCES:
        if not rooms & set(path.relative_to(ROOT).parts):
            continue
        calls = [node for node in ast.walk(_modules(path.read_text())) if isinstance(node, ast.Call)]
        assert not [c for c in calls if isinstance(c.func, ast.Name) and c.func.id == "print"], path


def test_ci_runs_the_readmes_test_command_word_for_word():
    commands = re.findall(r"^(python -m pip install .*)$", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert len(commands) == 2
    assert "cli.py run scenarios/smb_inbound_saas.yaml" in commands[0]
    assert commands[1] in (ROOT / ".ci" / "run").read_text()


def test_version_is_in_the_changelog():
    import simsales

    assert f"## {simsales.__version__}" in (ROOT / "CHANGELOG.md").read_text()
