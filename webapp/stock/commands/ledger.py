"""The ledger for operators: proving it, setting its shadows right, taking it elsewhere."""

import json
import sys
from typing import IO

import click
from flask.cli import AppGroup

from webapp.core.db import reading, transaction

from .. import chain, rebuild, verify

ledger = AppGroup("ledger", help="The stock ledger.")


@ledger.command("verify")
def check() -> None:
    """Prove the hash chain and that levels and units follow it; exit 1 if anything does not hold."""
    found = list(verify.problems())
    for problem in found:
        click.echo(problem)
    click.echo(f"{len(found)} problems" if found else "The ledger holds.")
    sys.exit(1 if found else 0)


@ledger.command("rebuild")
def set_right() -> None:
    """Write levels and units anew from the ledger, where they differ from it."""
    with transaction():
        done = list(rebuild.rebuild())
    for sentence in done:
        click.echo(sentence)
    click.echo(f"{len(done)} set right." if done else "Nothing differed.")


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
