"""What an operator does with bookings."""

import click
from flask.cli import AppGroup

from webapp.core.db import transaction
from webapp.core.errors import Conflict

from . import rezoning

bookings = AppGroup("bookings", help="Bookings of rooms.")
SHOWN = 50


@bookings.command("rezone")
@click.option(
    "--apply", "is_applied", is_flag=True, help="Do it; without this it is only shown."
)
def rezone(is_applied: bool) -> None:
    """Keep the time on the wall of all that lies ahead, after the rules of the school's time zone changed."""
    if not is_applied:
        _show(rezoning.plan())
        return
    try:
        with transaction():
            done = rezoning.apply()
    except Conflict as refusal:
        raise click.ClickException(refusal.message) from None
    click.echo(
        f"Moved {len(done.moves)} rows."
        if done
        else "No rules were kept before; now they are."
    )


def _show(plan: rezoning.Plan | None) -> None:
    if plan is None:
        click.echo(
            "No rules are kept yet, so nothing can be compared; the worker keeps them."
        )
        return
    click.echo(f"Kept rules: {plan.before}. Rules in use: {plan.after}.")
    for move in plan.moves[:SHOWN]:
        click.echo(str(move))
    if len(plan.moves) > SHOWN:
        click.echo(f"… and {len(plan.moves) - SHOWN} more")
    for clash in plan.clashes:
        click.echo(f"In the way: {clash}")
    click.echo(
        f"{len(plan.moves)} rows would move; nothing was changed."
        if plan.moves
        else "Nothing has to move."
    )
