"""Downloads: long tables sent while they are read, so that none is ever whole in memory."""

from typing import Any

from flask import Flask, current_app
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from . import spreadsheet
from .db import db
from .spreadsheet import Table

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def send(name: str, format: str, table: Table) -> Response:
    """A table as a file, "csv" or "xlsx", all of it read in one transaction and as of one moment."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{format}"'}
    return Response(_read(app, format, table), content_type=KINDS[format], headers=headers)


def _read(app: Flask, format: str, table: Table) -> Any:
    with app.app_context():  # the request's own is over by now, and its session with it
        _as_of_now(db.session.connection())
        write = spreadsheet.workbook if format == "xlsx" else spreadsheet.lines
        yield from write(table.head, table.rows())


def _as_of_now(connection: Connection) -> None:
    """What others save meanwhile is not seen; SQLite reads like this anyway."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
