"""Closing rooms in a browser: what and when, then what becomes of each booking in the way."""

from datetime import datetime
from functools import partial
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.doors import actor, go, page, signed_in
from webapp.core.errors import Conflict
from webapp.core.forms import asked
from webapp.core.inputs import an_id

from .. import access, rooms
from ..closures import closures
from ..forms.closures import ClosureForm
from ..schemas.closures import ClosurePage, ClosureQuery, chosen

bp = Blueprint("closures", __name__, url_prefix="/closures")
PAGE = 30


@bp.get("")
@signed_in
def index() -> Response:
    query = asked(ClosureQuery)
    after = paging.place(query.after, datetime, int)
    found = closures.list_all(actor(), past=query.past, after=after, limit=PAGE + 1)
    part = paging.cut(found, PAGE, lambda each: (each[0].starts_at, each[0].id))
    more = part.after and url_for(".index", past=query.past or None, after=part.after)
    return page("rooms/closures/closures", found=part.rows, query=query, more=more)


@bp.get("/new")
@signed_in
def new() -> Response:
    access.check_may_close(actor())
    room = request.args.get("room", type=an_id)
    return page(
        "layout/form", form=ClosureForm(choices=_choices(), rooms=[room] if room else [])
    )


@bp.post("/new")
@signed_in
def ask() -> Response:
    """Where nothing is in the way it is closed at once; else one chooses first."""
    with ClosureForm(choices=_choices()) as form:
        said = form.read()
        planned, hits = closures.preview(actor(), **said)
        if not hits:
            closures.add(actor(), **said)
    return (
        page("rooms/closures/closure", plan=planned, hits=hits, said=said)
        if hits
        else go(url_for(".index"))
    )


@bp.post("")
@signed_in
def add() -> Response:
    sent: Any = {name: request.form.getlist(name) for name in ("rooms", "choices")}
    said = dict(asked(ClosurePage, request.form.to_dict() | sent))
    try:
        closures.add(
            actor(), **said | {"choices": [chosen(code) for code in said["choices"]]}
        )
    except Conflict as no:
        no.page = partial(
            _again, no, {name: value for name, value in said.items() if name != "choices"}
        )
        raise
    return go(url_for(".index"))


@bp.post("/<int:id>/lift")
@signed_in
def lift(id: int) -> Response:
    closures.lift(actor(), id)
    return go(url_for(".index"))


def _again(no: Conflict, said: dict[str, Any]) -> Response:
    planned, hits = closures.preview(actor(), **said)
    return page(
        "rooms/closures/closure", no.status, plan=planned, hits=hits, said=said, no=no
    )


def _choices() -> dict[str, list[tuple[object, str]]]:
    return {"rooms": [(room.id, room.name) for room in rooms.list_all(actor())]}
