"""What the README promises, from a wheel in an environment of its own, far from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The command `simsales` of a fresh environment that holds the built wheel.

    Dependencies are those of the running environment, so that nothing is fetched.
    """
    place = tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(place), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = place.glob("*.whl")
    venv.create(place / "venv", with_pip=False)
    binaries = place / "venv" / ("Scripts" if os.name == "nt" else "bin")
    install = [sys.executable, "-m", "pip", "--python", str(binaries / "python"), "install", "--no-deps"]
    subprocess.run([*install, "--no-index", "--quiet", str(wheel)], check=True, capture_output=True)
    _borrow_dependencies(place / "venv")
    return binaries / "simsales"


def _borrow_dependencies(environment: Path) -> None:
    """Lets an environment see the libraries of the running one, but not the checkout."""
    import numpy

    site = next(environment.glob("[lL]ib/**/site-packages"))
    libraries = Path(numpy.__file__).resolve().parents[1]
    (site / "borrowed.py").write_text(f"import sys\nsys.path.append({str(libraries)!r})\n")
    (site / "borrowed.pth").write_text("import borrowed\n")


def _simsales(command: Path, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run([command, *words], cwd=cwd, env=clean, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_wheel_is_not_the_checkout(installed, tmp_path):
    code = "import simsales; print(simsales.__file__)"
    python = installed.with_name("python")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    shown = subprocess.run(
        [python, "-c", code], cwd=tmp_path, env=clean, capture_output=True, text=True, check=True
    )
    assert str(installed.parents[1]) in shown.stdout


@pytest.mark.slow
def test_shipped_scenarios_are_in_the_wheel(installed, tmp_path):
    names = {file.stem for file in (ROOT / "scenarios").glob("*.yaml")}
    listed = _simsales(installed, "copy", cwd=tmp_path)
    assert {line.split()[0] for line in listed.stdout.splitlines()} == names
    result = _simsales(installed, "validate", *sorted(names), cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stdout.count(": ok: ") == len(names)


@pytest.mark.slow
def test_the_first_commands_of_a_newcomer(installed, tmp_path):
    result = _simsales(installed, "run", "hello_sales", "-n", "20", "--quiet", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "typical year" in result.stdout
    copied = _simsales(installed, "copy", "hello_sales", "my.yaml", cwd=tmp_path)
    assert copied.returncode == 0, copied.stderr
    compared = _simsales(
        installed, "compare", "my.yaml", "--alt", "Three reps: roles.account_executive.headcount=3",
        "-n", "20", "--quiet", cwd=tmp_path,
    )  # fmt: skip
    assert compared.returncode == 0, compared.stderr
    assert "Three reps" in compared.stdout


@pytest.mark.slow
def test_the_launcher_runs_from_the_checkout(tmp_path):
    command = [sys.executable, "cli.py", "run", "scenarios/smb_inbound_saas.yaml", "-n", "20", "--quiet"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert "typical year" in result.stdout
