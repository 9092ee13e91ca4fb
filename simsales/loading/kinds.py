"""What the model expects at a path: used for suggestions, overrides and plain messages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from simsales.loading.nodes import Path
from simsales.model.distribution import Distribution
from simsales.model.parameter import Parameter
from simsales.model.scenario import Scenario


def branches(kind: Any) -> tuple[Any, ...]:
    """The types that a type allows, without annotations, None and unions around them.

    >>> branches(int | dict[str, int] | None)
    (<class 'int'>, dict[str, int])
    """
    origin = get_origin(kind)
    if origin is Annotated:
        return branches(get_args(kind)[0])
    if origin in (Union, UnionType):
        return tuple(branch for option in get_args(kind) for branch in branches(option))
    return () if kind is type(None) else (kind,)


def step(kind: Any, key: str | int) -> tuple[Any, ...]:
    """The types that may stand under a key of a type; empty when it has no such key."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        fields = kind.model_fields
        if kind is Distribution and key in Parameter.model_fields:
            fields = Parameter.model_fields  # {value: 5, …} stands for {fixed: {value: 5, …}}
        field = fields.get(str(key))
        return branches(field.annotation) if field else ()
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is dict:
        return branches(arguments[1]) if isinstance(key, str) else ()
    if origin is tuple and isinstance(key, int):
        at = 0 if Ellipsis in arguments else key
        return branches(arguments[at]) if at < len(arguments) else ()
    return ()


def kinds_at(path: Path, root: Any = Scenario) -> tuple[Any, ...]:
    """The types that may stand at a path of a scenario; empty when the path means nothing."""
    kinds: tuple[Any, ...] = (root,)
    for key in path:
        kinds = tuple(found for kind in kinds for found in step(kind, key))
    return kinds


def models(kinds: tuple[Any, ...]) -> list[type[BaseModel]]:
    """Those of the types that are records with fixed keys."""
    return [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]


def keys_of(kinds: tuple[Any, ...]) -> list[str]:
    """Keys that are known where one of these types stands; empty when any name goes."""
    keys = [key for model in models(kinds) for key in model.model_fields]
    for kind in kinds:
        if get_origin(kind) is dict:
            keys += [str(word) for word in get_args(get_args(kind)[0]) if isinstance(word, str)]
    return keys


def takes_bare_number(kinds: tuple[Any, ...]) -> bool:
    """Whether `5` and `{value: 5}` mean the same there."""
    return any(kind in (Parameter, Distribution) for kind in kinds)


def words_of(kinds: tuple[Any, ...]) -> list[str]:
    """The words among which a choice is made there."""
    return [str(word) for kind in kinds if get_origin(kind) is Literal for word in get_args(kind)]


@cache
def homes() -> dict[str, tuple[str, ...]]:
    """For each key of the model, the dotted places where it belongs, shortest first."""
    found: dict[str, list[str]] = {}
    for words in _walk(Scenario, ()):
        found.setdefault(words[-1], []).append(".".join(words))
    return {key: tuple(sorted(places, key=lambda p: (p.count("."), p))) for key, places in found.items()}


def _walk(kind: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if kind in (Parameter, Distribution):
        return
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for key, field in kind.model_fields.items():
            yield (*path, key)
            for branch in branches(field.annotation):
                yield from _walk(branch, (*path, key))
    elif get_origin(kind) in (dict, tuple):
        below: str | int = "NAME" if get_origin(kind) is dict else 0
        for branch in step(kind, below):
            yield from _walk(branch, (*path, str(below)))
