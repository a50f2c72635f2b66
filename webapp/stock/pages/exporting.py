"""Every list of stock, to take along as a spreadsheet."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from webapp.core import downloads, spreadsheet
from webapp.core.doors import actor, signed_in
from webapp.core.forms import asked
from webapp.school import calendar

from .. import exports
from ..schemas.movements import MovementFilter
from ..schemas.operations import OperationFilter
from . import acts, bp, levels, moves, places, things

PATH = "/export.<any(csv, xlsx):format>"


@moves.get(PATH)
@signed_in
def export(format: str) -> Response:
    return _send("movements", format, exports.movements(actor(), **asked(MovementFilter).model_dump()))


@acts.get(PATH)
@signed_in
def export_operations(format: str) -> Response:
    return _send("operations", format, exports.operations(actor(), **asked(OperationFilter).model_dump()))


def _whole(blueprint: Blueprint, name: str, table: Callable[..., Any]) -> None:
    """A list that is exported as it is, without filters."""

    @blueprint.get(PATH)
    @signed_in
    def export_all(format: str) -> Response:
        return _send(name, format, table(actor()))


for _list in ((bp, "items", exports.items), (things, "units", exports.things)):
    _whole(*_list)
for _list in ((levels, "levels", exports.levels), (places, "locations", exports.locations)):
    _whole(*_list)


def _send(name: str, format: str, table: spreadsheet.Table) -> Response:
    return downloads.send(f"{name}-{calendar.today()}", format, table)
