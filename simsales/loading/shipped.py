"""The scenarios that come with simsales, found by their bare names."""

from __future__ import annotations

import os
import re
from pathlib import Path

from simsales.errors import InputError, Place, Problem, did_you_mean

_BARE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def shipped_directory() -> Path:
    """Where the shipped scenarios lie: inside the installed package, or at the root of a checkout."""
    package = Path(__file__).resolve().parents[1]
    packaged = package / "scenarios"
    return packaged if packaged.is_dir() else package.parent / "scenarios"


def shipped_names() -> list[str]:
    """Bare names of the shipped scenarios, sorted."""
    return sorted(file.stem for file in shipped_directory().glob("*.yaml"))


def find_scenario(
    name_or_path: str | os.PathLike[str], folder: Path | None = None, asked: Place | None = None
) -> Path:
    """The file meant by the bare name of a shipped scenario or by a path.

    A relative path counts from `folder` (default: the working directory). Raises
    InputError, at the place that asked, when there is no such file.
    """
    name = os.fspath(name_or_path)
    if _BARE.fullmatch(name) and name in shipped_names():
        return shipped_directory() / f"{name}.yaml"
    file = Path(name) if folder is None else folder / name
    if not name.strip() or "\0" in name or not _exists(file):
        said = f'no shipped scenario and no file is called "{name[:100]}"'
        place = asked or Place(name[:100] or "scenario")
        raise InputError(Problem("extends" if asked else "", said, _hint(name, file), place))
    return file


def _exists(file: Path) -> bool:
    try:
        return file.exists()
    except (OSError, ValueError):
        return False


def _is_yaml(file: Path) -> bool:
    return file.suffix in (".yaml", ".yml") and not file.name.startswith(".")


def _hint(name: str, file: Path) -> str:
    names = shipped_names()
    try:
        beside = [entry.name for entry in file.parent.iterdir() if _is_yaml(entry)]
    except (OSError, ValueError):
        beside = []
    if f"{Path(name).name}.yaml" in beside:
        return f'did you mean "{name}.yaml"?'
    if Path(name).suffix in (".yaml", ".yml"):
        return did_you_mean(name, [*beside[:200], *(f"{known}.yaml" for known in names)] or names)
    return did_you_mean(name, [*names, *beside[:200]])
