"""The command line as a whole: help, exit codes, and what it says when something is wrong."""

from __future__ import annotations

import os
import subprocess
import sys

import click
import pytest

from simsales.commands.main import COMMANDS, group, main
from simsales.errors import InputError, Place, Problem, RunError


def _start(*words: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-c",
        "from simsales.commands.main import main; raise SystemExit(main())",
        *words,
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_help_lists_every_command_and_imports_none():
    code = (
        "import sys; from simsales.commands.main import main; main(['--help']);"
        "heavy = {'numpy', 'pydantic', 'yaml', 'numba', 'matplotlib', 'rich', 'scipy', 'networkx'};"
        "print('heavy:', sorted(heavy & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert all(f"  {name} " in result.stdout for name in COMMANDS)
    assert "heavy: []" in result.stdout


def test_help_is_quick():
    code = "from simsales.commands.main import main; main(['--help'])"
    assert min(_processor_seconds("-c", code) for _ in range(5)) < 0.15


def _processor_seconds(*words: str) -> float:
    """Time that Python itself took, whatever else the machine does meanwhile."""
    start = os.times()
    subprocess.run([sys.executable, *words], capture_output=True, check=True)
    end = os.times()
    return end.children_user + end.children_system - start.children_user - start.children_system


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_exists_and_explains_itself(name, capsys):
    assert main([name, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"Usage: simsales {name}")
    assert len(shown.splitlines()) > 5


def test_version(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == "simsales 0.1.0\n"


def test_an_unknown_command_gets_a_suggestion(capsys):
    assert main(["vaildate"]) == 2
    assert 'did you mean "validate"?' in capsys.readouterr().err


@pytest.fixture
def failing(monkeypatch):
    """Makes `simsales schema` raise what a test wants."""

    def install(error: BaseException) -> None:
        def raise_it() -> None:
            raise error

        command = click.Command("schema", callback=raise_it)
        monkeypatch.setattr(type(group), "get_command", lambda *_: command)

    return install


def test_every_input_problem_has_its_line(failing, capsys):
    failing(InputError([Problem("a.b", "is wrong", "do this", Place("f.yaml", 3, 4)), Problem("", "second")]))
    assert main(["schema"]) == 2
    assert capsys.readouterr().err == "f.yaml:3:4 a.b: is wrong; do this\nsecond\n"


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (RunError("no memory left"), 1, "no memory left"),
        (KeyboardInterrupt(), 130, "Stopped."),
        (click.Abort(), 130, "Stopped."),
        (ZeroDivisionError("division by zero"), 1, "Please report"),
        (OSError(28, "No space left on device"), 1, "No space left"),
        (MemoryError(), 1, "fewer --replications"),
    ],
)
def test_failures_are_short(failing, capsys, error, code, says):
    failing(error)
    assert main(["schema"]) == code
    shown = capsys.readouterr().err
    assert says in shown
    assert "Traceback" not in shown


def test_a_traceback_is_shown_on_request(failing, capsys, monkeypatch):
    monkeypatch.setenv("SIMSALES_DEBUG", "1")
    failing(ZeroDivisionError("division by zero"))
    assert main(["schema"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_a_reader_that_stops_early_is_no_failure():
    code = "from simsales.commands.main import main; raise SystemExit(main(['schema']))"
    shell = f'"{sys.executable}" -c "{code}" | head -c 10 > /dev/null; echo "${{PIPESTATUS[0]}}"'
    result = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=True)
    assert result.stdout.strip() in {"0", "1"}
    assert result.stderr == ""


def test_usage_errors_leave_with_two():
    result = _start("validate")
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
