"""Migrations: the schema that the program needs, and Alembic for whoever runs one.

Alembic and what it loads take 10 MiB, which web workers, the worker and the day's run can do without.
"""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import Flask
from sqlalchemy import Connection, column, inspect, select, table

from .db import Base, db

if TYPE_CHECKING:
    from flask_migrate import Migrate

TABLE = "alembic_version"
MIGRATION = "[0-9][0-9][0-9][0-9]_*.py"  # they follow each other by number


class Migrations:
    """What Flask-Migrate looks for among an application's extensions."""

    metadata = Base.metadata
    db = db

    def __init__(self, directory: str) -> None:
        self.directory = directory

    @cached_property
    def migrate(self) -> "Migrate":
        """Its own object, from whoever runs a migration on."""
        from flask_migrate import Migrate

        return Migrate(db=db, directory=self.directory)

    @property
    def configure_args(self) -> Mapping[str, object]:
        """What `migrations/env.py` hands on to Alembic."""
        args: Mapping[str, object] = self.migrate.alembic_ctx_kwargs
        return args

    @property
    def needed(self) -> set[str]:
        """The schema that the program needs: its last migration."""
        versions = Path(self.directory, "versions")
        return {max(path.name for path in versions.glob(MIGRATION)).partition("_")[0]}


def there(connection: Connection) -> set[str]:
    """The schema that the database has; nothing for an empty one."""
    if not inspect(connection).has_table(TABLE):
        return set()
    return set(connection.scalars(select(column("version_num")).select_from(table(TABLE))))


def commands() -> click.Command:
    """`flask db …`."""
    from flask_migrate.cli import db as group

    loaded: click.Command = group
    return loaded


def init_app(app: Flask) -> None:
    app.extensions["migrate"] = Migrations(f"{app.root_path}/../migrations")
