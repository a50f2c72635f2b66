"""A school of any size, made up: for load tests, and for seeing how Backline does with much in it."""

import sys
import time
from random import Random

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from webapp.core.db import db, reading, transaction
from webapp.stock.models import Movement

from . import history, people, stock, years
from .years import BATCH


@click.command("generate")
@click.option("--items", type=click.IntRange(1, 1_000_000), default=1000, show_default=True)
@click.option("--units", type=click.IntRange(0, 1_000_000), default=5000, show_default=True)
@click.option(
    "--movements", type=click.IntRange(1, 100_000_000), default=50_000, show_default=True
)
@click.option(
    "--seed",
    type=int,
    default=1,
    show_default=True,
    help="The same seed makes the same school.",
)
@click.option(
    "--more",
    is_flag=True,
    help="Also where something is already in stock; the ledger never forgets it.",
)
@with_appcontext
def command(items: int, units: int, movements: int, seed: int, more: bool) -> None:
    """Make up a school: kinds of things, units with tags, and years of what happened to them."""
    try:
        summary = fill(
            items=items,
            units=units,
            movements=movements,
            seed=seed,
            more=more,
            report=_report,
        )
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    click.echo(summary)


def fill(
    *,
    items: int,
    units: int,
    movements: int,
    seed: int,
    more: bool = False,
    report: years.Report,
) -> str:
    """Exactly so many of each, committed act by act. ValueError if they cannot be, or if there is something already."""
    _check(items + units, movements, more=more)
    chance, started = Random(seed), time.monotonic()
    with transaction():
        cast = people.move_in(chance)
        places = stock.find_places()
    things = stock.bring(cast.teacher, places, items, units, chance)
    bought = time.monotonic()
    history.go_by(cast, things, places, movements, chance, report)
    made = f"{items:,} items, {units:,} units, {movements:,} movements"
    return f"{made} {_speed(movements, started, bought)}"


def _speed(movements: int, started: float, bought: float) -> str:
    now = time.monotonic()
    return f"in {now - started:.1f} s: {movements / (now - bought):,.0f} movements/s"


def _check(openings: int, movements: int, *, more: bool) -> None:
    """ValueError if there are too few movements to open with, or something is in stock that was not expected."""
    if movements < openings:
        raise ValueError(
            f"Every item and every unit opens with a movement: {openings:,} movements at least"
        )
    with reading():
        has_stock = db.session.scalar(select(Movement.id).limit(1)) is not None
    if has_stock and not more:
        raise ValueError(
            "Something is in stock here already; --more adds to it, and the ledger never forgets it"
        )


def _report(done: int, of: int, rate: float) -> None:
    if done // 25_000 != (done - BATCH) // 25_000 or done == of:
        print(f"{done:,} of {of:,} movements, {rate:,.0f}/s", file=sys.stderr, flush=True)
