"""Peers from the package index; measured only where they are installed."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from benchmarks.peers.page import Answers

Run = Callable[[int, int], Answers]


def optional_peers() -> tuple[dict[str, Run], dict[str, str]]:
    """Those that can be measured, and for the others why not."""
    peers: dict[str, Run] = {}
    absent: dict[str, str] = {}
    if find_spec("salabim") is None:
        absent["salabim"] = "it is not installed (pip install salabim greenlet)"
    else:
        from benchmarks.peers import salabim_peer

        peers["salabim"] = salabim_peer.run
    return peers, absent
