"""Answers as JSON objects, exactly as docs/reference/json.md says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from simsales.experiments.answers import (
        AlternativeResult,
        CompareResult,
        KpiIntervals,
        Part,
        Rows,
        RunResult,
    )
    from simsales.loading import Loaded
    from simsales.measure.estimate import Difference, Estimate

_DIGITS = 12


def run_json(result: RunResult) -> dict[str, Any]:
    """The object that `run --json` prints."""
    names = result.names
    shape: dict[str, Any] = neutral(
        _head(result)
        | {
            "kpis": _estimates(result.kpis),
            "intervals": {name: _intervals(x) for name, x in result.intervals.items()},
            "target": _plain(result.target),
            "by_stage": _rows(result.by_stage, ({"role": role} for role in names.stage_roles)),
            "by_source": _rows(result.by_source),
            "by_rep": _rows(
                result.by_rep,
                ({"role": r, "team": t} for r, t in zip(names.seat_roles, names.seat_teams, strict=True)),
            ),
            "by_team": _rows(result.by_team),
            "by_period": _rows(result.by_period, ({"weeks": weeks} for weeks in names.period_weeks)),
            "by_week": _weeks(result),
            "bottleneck": _plain(result.bottleneck),
            "spread": {name: _plain(x) for name, x in result.spread.items()},
        }
        | _tail(result)
    )
    return shape


def compare_json(result: CompareResult) -> dict[str, Any]:
    """The object that `compare --json` prints."""
    shape: dict[str, Any] = neutral(
        _head(result)
        | {
            "base": _estimates(result.base),
            "alternatives": [_alternative(x) for x in result.alternatives],
            "recommendation": _plain(result.recommendation),
        }
        | _tail(result)
    )
    return shape


def neutral(value: Any) -> Any:
    """The same with numbers rounded to 12 significant digits and None for what is not finite.

    >>> neutral({"a": [0.1 + 0.2, float("nan")], "b": 3})
    {'a': [0.3, None], 'b': 3}
    """
    if isinstance(value, Mapping):
        return {key: neutral(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [neutral(part) for part in value]
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, float | np.floating):
        return float(f"{value:.{_DIGITS}g}") + 0.0 if isfinite(value) else None
    return int(value) if isinstance(value, np.integer) else value


def _head(result: RunResult | CompareResult) -> dict[str, Any]:
    return {
        "scenario": _scenario(result.loaded),
        "seed": result.seed,
        "replications": result.replications,
        "engine": result.engine,
        "luck_only": result.luck_only,
    }


def _tail(result: RunResult | CompareResult) -> dict[str, Any]:
    return {
        "precision": _plain(result.precision),
        "warnings": list(result.warnings),
        "performance": _plain(result.performance),
    }


def _plain(record: Any) -> dict[str, Any] | None:
    """A flat record as a dictionary of its fields."""
    return None if record is None else dict(vars(record))


def _scenario(loaded: Loaded) -> dict[str, str]:
    return {"name": loaded.scenario.name, "hash": loaded.hash}


def _estimates(kpis: Mapping[str, Estimate]) -> dict[str, Any]:
    keys = ("mean", "low", "high", "p10", "p50", "p90", "unit")
    return {name: {key: getattr(x, key) for key in keys} for name, x in kpis.items()}


def _intervals(intervals: KpiIntervals) -> dict[str, Any]:
    return dict(vars(intervals))


def _rows(rows: Rows, more: Iterable[Mapping[str, Any]] | None = None) -> list[dict[str, Any]]:
    known = [{} for _ in rows] if more is None else list(more)
    return [
        {"name": name, **about, **_estimates(kpis)}
        for (name, kpis), about in zip(rows.items(), known, strict=True)
    ]


def _weeks(result: RunResult) -> list[dict[str, Any]]:
    weeks = len(next(iter(result.by_week.values())))
    rows: list[dict[str, Any]] = [{"week": week + 1} for week in range(weeks)]
    for name, bands in result.by_week.items():
        for row, band in zip(rows, bands.tolist(), strict=True):
            row |= zip((f"{name}_p10", f"{name}_p50", f"{name}_p90"), band, strict=True)
    return rows


def _difference(difference: Difference | None) -> dict[str, Any] | None:
    keys = ("mean", "low", "high", "probability_better", "unit")
    return None if difference is None else {key: getattr(difference, key) for key in keys}


def _alternative(result: AlternativeResult) -> dict[str, Any]:
    return {
        "name": result.name,
        "scenario": _scenario(result.loaded),
        "kpis": _estimates(result.kpis),
        "differences": {name: _difference(x) for name, x in result.differences.items()},
        "variance_ratio": result.variance_ratio,
        "variance_ratios": result.variance_ratios,
        "why": {
            "funnel": [_part(x) for x in result.why.funnel],
            "capacity": [_part(x) for x in result.why.capacity],
            "money": [_part(x) for x in result.why.money],
            "biggest": result.why.biggest,
        },
    }


def _part(part: Part) -> dict[str, Any]:
    return {key: _difference(x) if key == "effect" else x for key, x in vars(part).items()}
