"""Short forms written out, so that single keys can be set below them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from simsales.loading.kinds import takes_bare_number
from simsales.loading.nodes import Node
from simsales.model.behaviour import Behaviour
from simsales.model.distribution import Distribution, Lognormal
from simsales.model.parameter import Parameter
from simsales.model.pipeline import Odds, Wait

_ONE_FORM = (Distribution, Odds, Wait)


def long_form(node: Node, kinds: tuple[Any, ...]) -> Node:
    """A bare number as {value: …}, `behaviour: off` with every mechanism off; else the node itself."""
    number = isinstance(node.value, int | float) and not isinstance(node.value, bool)
    if number and takes_bare_number(kinds):
        return replace(node, value={"value": Node(node.value, node.place, node.place)})
    if Behaviour in kinds and (node.value is False or node.value == "off"):
        off = Node(False, node.place, node.place)
        return replace(node, value=dict.fromkeys(Behaviour.model_fields, off))
    return node


def without_rivals(mapping: dict[str, Node], key: str, kinds: tuple[Any, ...]) -> dict[str, Node]:
    """The entries that may stay when `key` is set: a gamma replaces a lognormal."""
    if Lognormal in kinds and key in ("mean", "median"):
        return {other: entry for other, entry in mapping.items() if other not in ("mean", "median")}
    if not any(kind in _ONE_FORM for kind in kinds):
        return dict(mapping)
    inside = {"value", "range", "source", "evidence"} if key in Parameter.model_fields else {key}
    return {other: entry for other, entry in mapping.items() if other in inside}
