"""`simsales validate`: is the file right?"""

from __future__ import annotations

import json
from typing import Any

import click

from simsales.errors import InputError, Place, Problem


@click.command()
@click.argument("scenarios", metavar="SCENARIO...", nargs=-1, required=True)
@click.option("--set", "overrides", multiple=True, metavar="PATH=VALUE", help="Change the scenario first.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def command(scenarios: tuple[str, ...], overrides: tuple[str, ...], as_json: bool) -> None:
    """Check scenario files and show every error with its line.

    Exit code 0 when all are right, 2 when one is not.
    """
    results = [_checked(name, overrides) for name in scenarios]
    if as_json:
        shown = [{**result, "problems": [_as_json(p) for p in result["problems"]]} for result in results]
        click.echo(
            json.dumps({"ok": all(r["ok"] for r in results), "files": shown}, ensure_ascii=False, indent=2)
        )
    else:
        for result in results:
            _tell(result)
    if not all(result["ok"] for result in results):
        raise SystemExit(2)


def _checked(name: str, overrides: tuple[str, ...]) -> dict[str, Any]:
    """What there is to say about one file."""
    from simsales.loading import load_scenario

    try:
        loaded = load_scenario(name, overrides)
    except InputError as error:
        return {"scenario": name, "ok": False, "problems": list(error.problems)}
    return {
        "scenario": name,
        "ok": True,
        "name": loaded.scenario.name,
        "hash": loaded.hash,
        "holds": _counts(loaded.scenario),
        "problems": [],
    }


def _counts(scenario: Any) -> dict[str, int]:
    """How many of each thing a scenario holds."""
    return {
        "stages": len(scenario.pipeline.stages),
        "seats": sum(role.seats for role in scenario.roles.values()),
        "roles": len(scenario.roles),
        "sources": len(scenario.sources),
        "segments": len(scenario.segments),
        "open_deals": sum(deal.count for deal in scenario.initial_pipeline),
        "weeks": scenario.calendar.weeks,
    }


def _tell(result: dict[str, Any]) -> None:
    if result["ok"]:
        counts = {word: count for word, count in result["holds"].items() if count or word != "open_deals"}
        said = ", ".join(_counted(count, word.replace("_", " ")) for word, count in counts.items())
        click.echo(f"{result['scenario']}: ok: {said}")
    for problem in result["problems"]:
        click.echo(str(problem), err=True)


def _counted(count: int, words: str) -> str:
    """`1 stage`, `6 stages`.

    >>> _counted(1, "stages"), _counted(6, "stages")
    ('1 stage', '6 stages')
    """
    return f"{count} {words[:-1] if count == 1 else words}"


def _as_json(problem: Problem) -> dict[str, Any]:
    place = problem.place or Place("")
    return {
        "file": place.file or None,
        "line": place.line,
        "column": place.column,
        "path": problem.path,
        "rule": problem.rule,
        "suggestion": problem.suggestion,
    }
