"""Result directories and files: whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from simsales.errors import InputError, Problem

MANIFEST = "manifest.json"


def check_directory(directory: Path) -> None:
    """Refuses a place where results would mix with other files; raises InputError."""
    if _exists(directory) and not directory.is_dir():
        raise InputError(Problem(str(directory), "is a file, not a directory", "name another --out"))
    if directory.is_dir() and any(directory.iterdir()) and not (directory / MANIFEST).is_file():
        raise InputError(
            Problem(
                str(directory), f"holds files that are no earlier results (no {MANIFEST})",
                "name a new or empty directory after --out")
        )  # fmt: skip
    nearest = next(place for place in (directory, *directory.absolute().parents) if _exists(place))
    _check_writable(directory, nearest)


def check_file(path: Path) -> None:
    """Refuses a file that cannot be written, before anything is simulated; raises InputError."""
    if path.is_dir():
        raise InputError(Problem(str(path), "is a directory", "name a file"))
    if not path.parent.is_dir():
        raise InputError(Problem(str(path), f"there is no directory {path.parent}", "make it first"))
    if _exists(path) and not path.is_file():
        raise InputError(Problem(str(path), "is no ordinary file", "name another file"))
    _check_writable(path, path.parent)


def _exists(path: Path) -> bool:
    """Whether a path is there and can be seen."""
    try:
        return path.exists()
    except OSError:
        return False


def _check_writable(path: Path, existing: Path) -> None:
    """Raises InputError unless something can be made in the directory `existing`."""
    try:
        Path(tempfile.mkdtemp(prefix=".simsales-", dir=existing)).rmdir()
    except OSError as error:
        rule = f"cannot be written: {error.strerror or error}"
        raise InputError(Problem(str(path), rule, "name another place")) from None


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Gives a temporary path beside `path`; it becomes `path` only if all goes well."""
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def whole_directory(directory: Path, manifest: dict[str, Any]) -> Iterator[Path]:
    """Gives an empty temporary directory; what is written there appears in `directory` at the end.

    The manifest, with the SHA-256 of each file, comes last. Files of an earlier manifest that
    are not written again are removed. If anything fails, `directory` stays as it was.
    """
    check_directory(directory)
    directory.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    try:
        yield temporary
        files = sorted(path for path in temporary.iterdir() if path.is_file())
        record = manifest | {"files": {path.name: _sha256(path) for path in files}}
        text = json.dumps(record, indent=2, ensure_ascii=False) + "\n"
        (temporary / MANIFEST).write_text(text, encoding="utf-8")
        _move(temporary, directory)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _move(temporary: Path, directory: Path) -> None:
    os.chmod(temporary, 0o777 & ~_umask())
    if not directory.exists():
        os.rename(temporary, directory)
        return
    new = {path.name for path in temporary.iterdir()}
    for name in _earlier_files(directory) - new:
        (directory / name).unlink(missing_ok=True)
    for name in sorted(new, key=lambda name: name == MANIFEST):
        os.replace(temporary / name, directory / name)


def _earlier_files(directory: Path) -> set[str]:
    """Files that the manifest in a directory says it holds; none if it cannot be read."""
    try:
        record = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
        return {name for name in record["files"] if Path(name).name == name}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
