"""Downloads: long tables sent while they are read, so that none is ever whole in memory."""

from collections.abc import Callable, Iterator

from flask import Blueprint, Flask, current_app, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from . import clock, spreadsheet
from .db import db
from .doors import actor, signed_in
from .forms import read_query
from .inputs import ExportQuery, Input
from .openapi import answers
from .spreadsheet import Table

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PATH = "/export.<any(csv, xlsx):format>"


def on_page(
    bp: Blueprint,
    at: str,
    name: str,
    table: Callable[..., Table],
    reads: type[Input] = Input,
) -> None:
    """Beside a list's page the same list, whole, as a file; `table` takes the actor and what `reads` lets one ask."""

    def export(format: str) -> Response:
        return send(name, format, table(actor(), **read_query(reads).model_dump()))

    bp.get(f"{at}{PATH}", endpoint=f"export_{name}")(signed_in(export))


def for_programs(
    bp: Blueprint,
    at: str,
    name: str,
    table: Callable[..., Table],
    reads: type[ExportQuery] = ExportQuery,
) -> None:
    """The same for programs, at `export/` below the list."""

    def export() -> Response:
        query: ExportQuery = request.context.query  # type: ignore[attr-defined]
        return send(
            name, query.format, table(actor(), **query.model_dump(exclude={"format"}))
        )

    export.__doc__ = f"Export the {name.replace('_', ' ')} you may see as a spreadsheet; filtered as the list."
    view = answers(name.replace("_", " "), None, query=reads)(export)
    bp.get(f"{at}export/", endpoint=f"export_{name}")(signed_in(view))


def send(name: str, format: str, table: Table) -> Response:
    """A table as a file, "csv" or "xlsx", all of it read in one transaction and as of one moment."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    file = f"{name}-{clock.now():%Y-%m-%d}.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return Response(_read(app, format, table), content_type=KINDS[format], headers=headers)


def _read(app: Flask, format: str, table: Table) -> Iterator[bytes]:
    with app.app_context():  # the request's own is over by now, and its session with it
        _as_of_now(db.session.connection())
        if format == "xlsx":
            yield from spreadsheet.workbook(table.head, table.rows())
        else:
            yield from map(str.encode, spreadsheet.lines(table.head, table.rows()))


def _as_of_now(connection: Connection) -> None:
    """What others save meanwhile is not seen; SQLite reads like this anyway."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
