"""The one decorator of compiled code, and the cache that can never be stale.

Numba's own cache looks only at the file of the function that was called; a rule that
changed in another module would leave old machine code in use. So the cache directory
is named by everything the machine code depends on.
"""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

_Function = TypeVar("_Function", bound=Callable[..., Any])


def source_fingerprint() -> str:
    """Hash of all sources of `rules/` and `engine/`, of numba, numpy and the machine."""
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for room in ("rules", "engine"):
        for path in sorted((package / room).glob("*.py")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    parts = (version("numba"), version("numpy"), platform.python_version(), platform.machine(), _cpu())
    digest.update("\0".join(parts).encode())
    return digest.hexdigest()[:20]


def _cpu() -> str:
    """Model and features of the processor, as far as the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return "".join(line for line in lines[:40] if line.startswith(("model name", "flags", "Features")))


def _cache_root() -> Path:
    """Where machine code is kept between runs."""
    given = os.environ.get("SIMSALES_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME")
    return Path(given) if given else Path.home() / ".cache"


def _cache_directory() -> Path:
    """Directory of this fingerprint; a temporary one where the home cannot be written."""
    wanted = _cache_root() / "simsales" / f"machine-code-{source_fingerprint()}"
    try:
        wanted.mkdir(parents=True, exist_ok=True)
    except OSError:
        import tempfile

        wanted = Path(tempfile.gettempdir()) / f"simsales-{os.getuid()}" / wanted.name
        wanted.mkdir(parents=True, exist_ok=True)
    return wanted


CACHE_DIRECTORY = _cache_directory()
os.environ["NUMBA_CACHE_DIR"] = str(CACHE_DIRECTORY)

import numba  # noqa: E402  (the cache directory must be known before)

numba.config.CACHE_DIR = str(CACHE_DIRECTORY)  # type: ignore[attr-defined]  # numba was imported before us


def compiled(function: _Function) -> _Function:
    """Compile a rule or a state change to machine code, exact (no fastmath), without the GIL."""
    return numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)(function)  # type: ignore[no-any-return]


def compiled_apart(function: _Function) -> _Function:
    """The same for what happens seldom: called instead of inlined, which compiles faster."""
    return numba.njit(cache=True, nogil=True, error_model="numpy")(function)  # type: ignore[no-any-return]


def has_machine_code() -> bool:
    """Whether an earlier run left machine code of these very sources."""
    return any(CACHE_DIRECTORY.rglob("*.nbc"))
