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


_EXACT: dict[str, Any] = {
    "cache": True,
    "nogil": True,
    "error_model": "numpy",
    "no_cfunc_wrapper": True,
    "_nrt": False,
}
"""No fastmath; no reference counts either, since compiled code never makes an array of its own."""


def compiled(function: _Function) -> _Function:
    """Compile a rule or a state change to machine code, put in line wherever it is called."""
    return _for_any_number(numba.njit(forceinline=True, **_EXACT)(function))


def compiled_apart(function: _Function) -> _Function:
    """The same for what is long and happens seldom: called, not put in line, which compiles faster."""
    return _for_any_number(numba.njit(**_EXACT)(function))


def _for_any_number(dispatcher: Any) -> Any:
    """Keep numba from compiling a function once more for every constant it is called with."""
    if not isinstance(dispatcher, numba.core.dispatcher.Dispatcher):
        return dispatcher  # machine code is switched off
    template = dispatcher.get_call_template

    def without_constants(args: Any, kws: Any) -> Any:
        plain: Any = numba.types.unliteral
        return template(tuple(plain(arg) for arg in args), kws)

    setattr(dispatcher, "get_call_template", without_constants)  # noqa: B010  (it is a method there)
    return dispatcher


def has_machine_code() -> bool:
    """Whether an earlier run left machine code of these very sources."""
    return any(CACHE_DIRECTORY.rglob("*.nbc"))
