"""The ledger for operators: proving it, setting its shadows right, taking it elsewhere."""

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any

import click
from flask.cli import AppGroup

from webapp.core import money, spreadsheet
from webapp.core.actor import Actor
from webapp.core.db import reading, transaction
from webapp.core.errors import Refusal
from webapp.school import settings

from .. import levels
from ..ledger import chain, rebuild, verify
from ..models.states import STATES
from ..movements import past

OPERATOR = Actor(0, "The operator", "admin", 0)
PAST = ("item", "location", *STATES, "on_hand", "value")

ledger = AppGroup("ledger", help="The stock ledger.")


@ledger.command("verify")
def check() -> None:
    """Prove the hash chain and that levels and units follow it; exit 1 if anything does not hold.

    What somebody should see to though the ledger holds is told as a warning.
    """
    problems = list(verify.problems())
    for problem in problems:
        click.echo(problem)
    for warning in verify.warnings():
        click.echo(f"warning: {warning}")
    click.echo(f"{len(problems)} problems" if problems else "The ledger holds.")
    sys.exit(1 if problems else 0)


@ledger.command("rebuild")
def set_right() -> None:
    """Write levels and units anew from the ledger, where they differ from it."""
    with transaction():
        done = list(rebuild.rebuild())
    for sentence in done:
        click.echo(sentence)
    click.echo(f"{len(done)} set right." if done else "Nothing differed.")


@ledger.command("as-of")
@click.argument(
    "moment", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
)
@click.option("--item", type=int, help="Only of the item with this id.")
@click.option("--location", type=int, help="Only at the location with this id.")
def look_back(moment: datetime, item: int | None, location: int | None) -> None:
    """Print what there was at a MOMENT on the school's clock, as CSV."""
    try:
        with reading():
            for line in spreadsheet.lines(PAST, _past(past.moment(moment), item, location)):
                click.echo(line, nl=False)
    except Refusal as refusal:
        words = "; ".join(refusal.fields.values()) or refusal.message
        raise click.ClickException(words) from None


def _past(
    at: datetime, item: int | None, location: int | None
) -> Iterator[tuple[Any, ...]]:
    def fetch(after: levels.Place | None, limit: int) -> list[past.Then]:
        return past.as_of(
            OPERATOR, at, item=item, location=location, after=after, limit=limit
        )

    currency = settings.currency()
    for then in spreadsheet.pages(fetch, lambda then: then.place):
        states = (then.by_state[state] for state in STATES)
        yield (
            then.item_name,
            then.location,
            *states,
            then.on_hand,
            money.shown(then.value_minor, currency),
        )


@ledger.command("export")
@click.argument("file", type=click.File("w", encoding="utf-8"), default="-")
def hand_over(file: IO[str]) -> None:
    """Write every movement as a line of JSON with what its hash seals, so that others can check the chain.

    The hash is SHA-256 over `prev_hash` and `sealed` written with sorted keys and without spaces.
    """
    with reading():
        for row, act in verify.chain():
            seal = f'"hash":{json.dumps(row["hash"])},"prev_hash":{json.dumps(row["prev_hash"])}'
            file.write(f'{{{seal},"sealed":{chain.sealed(row, act)}}}\n')
