"""Doors in a browser: the page behind the code on the door, its display, and the sheet to hang up."""

from functools import partial
from typing import TypedDict

from flask import Blueprint, current_app, request
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its stubs are older

from webapp.core.doors import actor, go_to, page, public, signed_in
from webapp.core.errors import NotFound, Refusal, TooMany
from webapp.core.form_fields import label
from webapp.core.forms import Form, read_query
from webapp.core.said import Said
from webapp.core.words import _
from webapp.people import throttle
from webapp.school import calendar, settings

from .. import rooms
from ..attendance import doors
from ..attendance.doors import Door
from ..forms.reservations import as_sent
from ..models import Reservation, Room
from ..rates.pricing import Tariff
from ..schemas.doors import DoorInput, DoorSheetQuery

bp = Blueprint("doors", __name__)
REFRESH = 30  # seconds
PAPERS = {"a4": "A4", "letter": "Letter"}


class AtDoor(TypedDict):
    """The door, and what its reader may do there: their own time, and what it would cost them."""

    door: Door
    own: Reservation | None
    tariff: Tariff | None


class DoorForm(Form, reads=DoorInput, title="Book it now", button="Book it now"):
    template = "rooms/attendance/door"
    until = label("Until", choices={})
    code = ""

    def around(self) -> dict[str, str | AtDoor]:
        return {"code": self.code, "details": _at_door(self.code, self)}


@bp.get("/door/<code>")
@public
def show(code: str) -> Response:
    form = DoorForm()
    form.code = _find(code).door_code
    return page("rooms/attendance/door", form=form)


@bp.post("/door/<code>")
@signed_in
def book(code: str) -> Response:
    form = DoorForm()
    form.code = _find(code).door_code
    with form:
        doors.book(actor(), code, **form.read())
    return go_to(".show", Said(_("Booked: the room is yours from now on")), code=code)


@bp.get("/door/<code>/in")
@signed_in
def enter(code: str) -> Response:
    """Through signing in, if need be, and back."""
    return go_to(".show", code=_find(code).door_code)


@bp.get("/door/<code>/display")
@public
def display(code: str) -> Response:
    shown = page("rooms/attendance/display", door=doors.read(_find(code)), qr=_qr)
    shown.headers["Refresh"] = str(REFRESH)
    return shown


@bp.get("/rooms/<int:id>/door")
@signed_in
def sheet(id: int) -> Response:
    query = read_query(DoorSheetQuery)
    first = query.date or calendar.today()
    return page(
        "rooms/attendance/door_sheet",
        room=rooms.find(actor(), id),
        week=doors.week(actor(), id, first),
        first=first,
        paper=query.paper if query.paper in PAPERS else "a4",
        papers=PAPERS,
        qr=_qr,
        school=settings.get("name"),
    )


@bp.post("/rooms/<int:id>/door/renew")
@signed_in
def renew(id: int) -> Response:
    doors.renew(actor(), id)
    return go_to(
        ".sheet", Said(_("The code is new: print this sheet and hang it up")), id=id
    )


def _find(code: str) -> Room:
    """The door's room; wrong codes are counted by address, so that nobody guesses for long."""
    address = request.remote_addr or ""
    try:
        room = doors.find(code)
    except NotFound as wrong:
        raise _counted(address, wrong) from None
    throttle.check_code(address, is_right=True)
    return room


def _counted(address: str, wrong: Refusal) -> Refusal:
    refusal = wrong
    try:
        throttle.check_code(address, is_right=False)
    except TooMany as too_many:
        refusal = too_many
    refusal.note = partial(throttle.count_code, address)
    return refusal


def _at_door(code: str, form: DoorForm) -> AtDoor:
    door = doors.read(doors.find(code))
    form.until.choices = [SelectChoice(as_sent(at), calendar.clock(at)) for at in door.ends]
    if not current_user.is_authenticated:
        return AtDoor(door=door, own=None, tariff=None)
    own = doors.own(actor(), door.room)
    tariff = Tariff.for_rooms(actor().id, [door.room])
    return AtDoor(door=door, own=own, tariff=tariff)


def _qr(room: Room) -> Markup:
    return Markup(doors.qr_code(current_app.config["BASE_URL"], room.door_code))  # noqa: S704  # drawn from a code
