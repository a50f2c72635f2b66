"""Forgetting who had what is over for long, as far as the school has set it."""

import click
from flask.cli import with_appcontext

from webapp.core.chores import ForEach
from webapp.core.db import reading
from webapp.core.words import ngettext
from webapp.school import words as written

from ..forgetting import rule
from ..forgetting.chores import CHORES


@click.command("forget")
@click.option("--dry-run", is_flag=True, help="Only say what would be forgotten.")
@with_appcontext
def forget(dry_run: bool) -> None:
    """Let loans that are over for as long as the school has set forget who had them. The day's run does it too."""
    if dry_run:
        _say()
        return
    counts = [_until_nothing_is_left(chore) for chore in CHORES]
    click.echo("Forgotten: {} requests, {} places in queues, {} lists.".format(*counts))


def _until_nothing_is_left(chore: ForEach) -> int:
    total = 0
    while count := chore():
        total += count
    return total


def _say() -> None:
    with reading():
        after = rule.months()
        loans = rule.loans(after)
        day = written.day(rule.first_kept(after))
        for loan in loans:
            closed = written.day(loan.closed_at)
            click.echo(f"loan {loan.id}, {loan.item_name}, closed {closed}")
    if not after:
        click.echo("Nothing is forgotten: the school has not set after how many months.")
        return
    said = ngettext("%(num)s loan", "%(num)s loans", len(loans))
    click.echo(f"{said}, closed before {day}, would forget who had it.")
