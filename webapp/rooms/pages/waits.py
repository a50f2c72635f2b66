"""The waitlist in a browser: joining it, what is offered, and taking it with one tap."""

from datetime import datetime, timedelta

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from webapp.core import clock, paging
from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.errors import Invalid
from webapp.core.forms import read_query
from webapp.core.said import Said
from webapp.core.words import _
from webapp.school import calendar

from .. import rooms
from ..forms.waits import WaitForm, wall
from ..schemas.waits import PageQuery, WaitQuery
from ..times import availability, open_time
from ..waits import wait_offers, waits

bp = Blueprint("waits", __name__)
WAIT = "/waitlist/<int:id>"
PAGE = 50
MOST = timedelta(hours=4)  # of a day's rest, where no end is named


@bp.get("/waitlist")
@signed_in
def index() -> Response:
    after = read_query(PageQuery).after
    one_more = waits.in_line(actor(), PAGE + 1, paging.place(after, bool, int))
    part = paging.cut(one_more, PAGE, lambda wait: (wait.comes_first, wait.id))
    return page("rooms/waits/waitlist", waits=part.rows, more=part.after, after=after)


@bp.get("/waitlist/new")
@signed_in
def ask() -> Response:
    query = read_query(WaitQuery)
    starts, ends = _asked_times(query)
    form = WaitForm(
        room=query.room, start_time=wall(starts), end_time=wall(ends), minutes=query.minutes
    )
    return page("rooms/waits/wait_new", form=form, room=rooms.find(actor(), query.room))


@bp.post("/waitlist/new")
@signed_in
def join() -> Response:
    with WaitForm() as form:
        wait = waits.join(actor(), **form.read())
    words = _("On the waitlist: you hear as soon as there is time")
    return go_to(".show", Said(words, undo=url_for(".leave", id=wait.id)), id=wait.id)


@bp.get(WAIT)
@signed_in
def show(id: int) -> Response:
    return page("rooms/waits/wait", wait=waits.find(actor(), id))


@bp.post(f"{WAIT}/accept")
@signed_in
def accept(id: int) -> Response:
    return go_to(
        "rooms.show_reservation",
        Said(_("Booked: the time is yours")),
        id=wait_offers.accept(actor(), id).id,
    )


@bp.post(f"{WAIT}/prefer")
@signed_in
def prefer(id: int) -> Response:
    waits.prefer(actor(), id, comes_first="comes_first" in request.form)
    return go_to(".index", Said(_("They come first now")))


@bp.post(f"{WAIT}/leave")
@signed_in
def leave(id: int) -> Response:
    waits.leave(actor(), id)
    return go_to(".show", Said(_("Not on the waitlist any more"), tone="mute"), id=id)


def _asked_times(query: WaitQuery) -> tuple[datetime, datetime]:
    """As the address says; else what is left of the day, four hours at most."""
    try:
        starts, ends = _instant(query.start_time), _instant(query.end_time)
    except ValueError as error:
        raise Invalid(str(error)) from None
    hours = open_time.reach(calendar.local(starts or clock.now()).date())
    if starts is None:
        ahead = [at for at in availability.steps(hours) if at > clock.now()]
        starts = ahead[0] if ahead else hours.starts
    if ends is None:
        ends = max(min(starts + MOST, hours.ends), starts)
    return calendar.local(_ahead(starts, ends)), calendar.local(ends)


def _ahead(starts: datetime, ends: datetime) -> datetime:
    """The start; of time that has begun, the next step."""
    has_begun = starts < clock.now() < ends
    return min(availability.next_step(clock.now()), ends) if has_begun else starts


def _instant(wall: datetime | None) -> datetime | None:
    return calendar.instant(wall) if wall else None
