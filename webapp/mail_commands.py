"""What comes back of the e-mail that was sent: piped in by a mail server, or read from a mailbox."""

from typing import BinaryIO

import click
from flask import current_app
from flask.cli import AppGroup

from .core import bounce_mailbox, bounces
from .core.db import transaction

cli = AppGroup("mail", help="E-mail that comes back.")


@cli.command("bounced")
@click.argument("message", type=click.File("rb"), default="-")
def bounced(message: BinaryIO) -> None:
    """Read a message that came back, from standard input, and write no more to the addresses that do not work."""
    report = bounces.read(message.read())
    with transaction():
        marked = bounces.record(report)
    for address in marked:
        click.echo(f"Nothing is sent to {address} any more: {report.reason}")
    if not marked:
        click.echo("No address is marked that was not before.")


@cli.command("read")
def read() -> None:
    """Read the mailbox of BACKLINE_IMAP_URL now, as the worker does each minute."""
    click.echo(f"{read_mailbox()} e-mails came back.")


def read_mailbox() -> int:
    """How many e-mails came back to the mailbox since the last look; 0 where there is none."""
    url = current_app.config["IMAP_URL"]
    return bounce_mailbox.read(url) if url else 0
