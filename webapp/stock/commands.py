"""Stock for operators."""

import sys

import click
from flask.cli import AppGroup

from . import verify

ledger = AppGroup("ledger", help="The stock ledger.")


@ledger.command("verify")
def check() -> None:
    """Prove the hash chain and that levels and units follow it; exit 1 if anything does not hold."""
    found = list(verify.problems())
    for problem in found:
        click.echo(problem)
    click.echo(f"{len(found)} problems" if found else "The ledger holds.")
    sys.exit(1 if found else 0)
