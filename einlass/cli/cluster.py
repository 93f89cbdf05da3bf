"""`python -m einlass cluster plan`, `build` and `fetch`: figures of many cities, made by Spark."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from einlass.cli.reports import print_json, say
from einlass.cluster import CityPlan, Plan, build, fetch, plan
from einlass.cluster.spark import MASTER
from einlass.errors import ClusterRefused
from einlass.words import Words

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def register(commands: Commands, w: Words) -> None:
    """Add the commands."""
    cluster = commands.add_parser("cluster", help=w("cli.cluster"))
    parts = cluster.add_subparsers(required=True, metavar=w("cli.command"), dest="part")
    planned = parts.add_parser("plan", help=w("cli.cluster.plan"))
    planned.set_defaults(run=_plan)
    built = parts.add_parser("build", help=w("cli.cluster.build"))
    built.add_argument("--master", default=MASTER, metavar="URL", help=w("cli.cluster.master"))
    built.set_defaults(run=_build)
    fetched = parts.add_parser("fetch", help=w("cli.cluster.fetch"))
    fetched.add_argument("--city", required=True, metavar=w("cli.cluster.name"), help=w("cli.cluster.city"))
    fetched.add_argument(
        "--into", required=True, type=Path, metavar=w("cli.inbox_folder"), help=w("cli.cluster.into")
    )
    fetched.set_defaults(run=_fetch)
    for command in (planned, built):
        command.add_argument(
            "--cities", required=True, type=Path, metavar=w("cli.inbox_folder"), help=w("cli.cluster.cities")
        )
    for command in (planned, built, fetched):
        command.add_argument("--out", required=True, metavar=w("cli.inbox_folder"), help=w("cli.cluster.out"))
        command.add_argument(
            "--conf",
            action="append",
            default=[],
            metavar=w("cli.cluster.setting"),
            help=w("cli.cluster.conf"),
        )
        command.add_argument("--json", action="store_true", help=w("cli.json"))


def _plan(chosen: argparse.Namespace, w: Words) -> int:
    """Say what a build would do; nothing is changed."""
    planned = plan(chosen.cities, chosen.out, _settings(chosen.conf))
    if chosen.json:
        print_json(_plain(planned))
        return 0
    _say_cities(planned, w)
    if planned.seconds:
        key = "cluster.expected.measured" if planned.is_measured else "cluster.expected"
        speed = w.number(round(planned.rows_per_second))
        say(w(key, seconds=w.number(round(planned.seconds)), speed=speed))
    return 0


def _build(chosen: argparse.Namespace, w: Words) -> int:
    """Make what new batches touch."""
    done = build(chosen.cities, chosen.out, chosen.master, _settings(chosen.conf))
    if chosen.json:
        print_json(_plain(done))
        return 0
    _say_cities(done, w)
    say(w("cluster.built", folder=chosen.out))
    return 0


def _fetch(chosen: argparse.Namespace, w: Words) -> int:
    """Make a version of a data folder of what was made of a city."""
    done = fetch(chosen.out, chosen.city, chosen.into, _settings(chosen.conf))
    if chosen.json:
        print_json(
            {
                "folder": str(chosen.into),
                "number": done.version.number,
                "of_version": done.of_version,
                "prints": done.prints,
            }
        )
        return 0
    numbers = {"number": w.number(done.version.number), "made": w.number(done.of_version)}
    say(w("cluster.fetched", city=chosen.city, folder=str(chosen.into), **numbers))
    if done.version.is_sample:
        say(w("sample.mark"))
    return 0


def _settings(pairs: list[str]) -> dict[str, str]:
    """Settings of Spark, as they are written behind --conf."""
    for pair in pairs:
        if "=" not in pair:
            raise ClusterRefused("cluster.setting", found=pair)
    return {key: value for key, _, value in (pair.partition("=") for pair in pairs)}


def _say_cities(planned: Plan, w: Words) -> None:
    for one in planned.cities:
        say(_line(one, w))


def _line(one: CityPlan, w: Words) -> str:
    told = {
        "city": one.city.name,
        "number": w.number(one.city.version.number),
        "rows": w.plural("count.rows", one.row_count),
        "months": w.plural("count.months", one.month_count),
        "files": w.plural("count.files", one.file_count),
    }
    if one.is_same or not one.due:
        return w("cluster.city.same", **told)
    again = {
        "again": w.plural("count.months", len(one.due_months)),
        "read": w.plural("count.rows", one.due_rows),
    }
    return w("cluster.city.due", **told, **again)


def _plain(planned: Plan) -> dict[str, object]:
    """The plan as data."""
    cities = [
        {
            "name": one.city.name,
            "folder": f"city-{one.number:06d}",
            "version": one.city.version.number,
            "rows": one.row_count,
            "months": one.month_count,
            "files": one.file_count,
            "due": {name: sorted(months) for name, months in sorted(one.due.items())},
            "due_rows": one.due_rows,
        }
        for one in planned.cities
    ]
    return {
        "cities": cities,
        "seconds": round(planned.seconds, 1),
        "rows_per_second": planned.rows_per_second,
    }
