"""What an operator does with the index of the one box."""

import click
from flask.cli import AppGroup

from webapp.core.db import db, transaction

from .box import index

search = AppGroup("search", help="What the search looks through.")


@search.command("verify")
def verify() -> None:
    """Compare the index with what is there; exit 1 if they differ."""
    wrong = index.verify(db.session.connection())
    click.echo("The index is right." if not wrong else f"{wrong} entries are not right.")
    if wrong:
        raise click.exceptions.Exit(1)


@search.command("rebuild")
def rebuild() -> None:
    """Write the index anew."""
    with transaction():
        entries = index.rebuild(db.session.connection())
    click.echo(f"{entries} entries")
