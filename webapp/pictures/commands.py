"""Pictures for operators: `flask --app wsgi pictures …`."""

import click
from flask.cli import AppGroup

from webapp.core import photo_files

from . import tidying

pictures = AppGroup("pictures", help="The photos of things, and their files.")


@pictures.command("verify")
def verify() -> None:
    """Tell which files are missing or damaged, and which no picture is of; exit 1 if any is missing."""
    missing, loose = tidying.missing(), tidying.unreferenced()
    for hash in missing:
        click.echo(f"{photo_files.path_of(hash, 'full')} is missing or damaged")
    for hash in loose:
        click.echo(
            f"{photo_files.path_of(hash, 'full')} is in no picture; it goes by itself"
        )
    click.echo(f"{len(missing)} missing, {len(loose)} in no picture")
    if missing:
        raise click.exceptions.Exit(1)


@pictures.command("tidy")
def tidy() -> None:
    """Remove files that no picture has been of for two weeks; the worker does so by itself."""
    click.echo(f"{tidying.tidy()} removed")
