"""Closing rooms in a browser: what and when, then what becomes of each booking in the way."""

from datetime import datetime
from functools import partial
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.doors import actor, go_to, looks, page, signed_in
from webapp.core.errors import Conflict
from webapp.core.form_addresses import to_address
from webapp.core.forms import read_query
from webapp.core.inputs import an_id
from webapp.core.said import Said
from webapp.core.words import _

from .. import access, rooms
from ..closures import closures
from ..forms.closures import ClosureForm
from ..schemas.closures import ClosurePage, ClosureQuery, chosen

bp = Blueprint("closures", __name__, url_prefix="/closures")
PAGE = 30


@bp.get("")
@signed_in
def index() -> Response:
    query = read_query(ClosureQuery)
    after = paging.place(query.after, datetime, int)
    rows = closures.list_all(actor(), past=query.past, after=after, limit=PAGE + 1)
    part = paging.cut(rows, PAGE, lambda row: (row[0].starts_at, row[0].id))
    more = part.after and url_for(".index", past=query.past or None, after=part.after)
    return page("rooms/closures/closures", closures=part.rows, query=query, more=more)


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
        typed = form.read()
        _planned, hits = closures.preview(actor(), **typed)
        if not hits:
            closures.add(actor(), **typed)
            return go_to(".index")
    return to_address(path=url_for(".choose")) or _show(typed)


@bp.get("/choose")
@signed_in
@looks
def choose() -> Response:
    """The bookings in the way, each with what may become of it."""
    with ClosureForm(choices=_choices()) as form:
        return _show(form.read())


def _show(typed: dict[str, Any]) -> Response:
    planned, hits = closures.preview(actor(), **typed)
    return page("rooms/closures/closure", plan=planned, hits=hits, typed=typed)


@bp.post("")
@signed_in
def add() -> Response:
    lists: Any = {name: request.form.getlist(name) for name in ("rooms", "choices")}
    typed = dict(read_query(ClosurePage, request.form.to_dict() | lists))
    choices = [chosen(code) for code in typed.pop("choices")]
    try:
        closures.add(actor(), **typed, choices=choices)
    except Conflict as refusal:
        refusal.page = partial(_again, refusal, typed)
        raise
    return go_to(".index", Said(_("The rooms are closed then")))


@bp.post("/<int:id>/lift")
@signed_in
def lift(id: int) -> Response:
    closures.lift(actor(), id)
    return go_to(".index", Said(_("The closure is lifted: the rooms can be booked then")))


def _again(refusal: Conflict, typed: dict[str, Any]) -> Response:
    """The bookings in the way once more, as they are when all is rolled back."""
    planned, hits = closures.preview(actor(), **typed)
    return page(
        "rooms/closures/closure",
        refusal.status,
        plan=planned,
        hits=hits,
        typed=typed,
        no=refusal,
    )


def _choices() -> dict[str, list[tuple[object, str]]]:
    return {"rooms": [(room.id, room.name) for room in rooms.list_all(actor())]}
