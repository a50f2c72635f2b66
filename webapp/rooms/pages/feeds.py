"""Calendar addresses in a browser, and what calendars read there."""

from flask import Blueprint, g, request, session
from werkzeug.wrappers import Response

from webapp.core import ical
from webapp.core.doors import actor, go_to, page, public, signed_in
from webapp.core.forms import read_query
from webapp.core.said import Said
from webapp.core.words import _

from .. import access, rooms
from ..feeds import feeds
from ..forms.feeds import FeedForm
from ..schemas.feeds import FeedInput

bp = Blueprint("feeds", __name__)


@bp.get("/calendars")
@signed_in
def index() -> Response:
    """A new address waits in its person's own cookie for the page that shows it: no answer kept here may hold it."""
    token = session.pop("calendar", None)
    answer = page(
        "rooms/feeds/feeds",
        form=_form(room=read_query(FeedInput).room),
        address=token and feeds.address(token),
    )
    if token:
        answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/calendars")
@signed_in
def make() -> Response:
    with _form() as form:
        _, session["calendar"] = feeds.make(actor(), **form.read())
    return go_to(".index")


@bp.post("/calendars/<int:id>/revoke")
@signed_in
def revoke(id: int) -> Response:
    feeds.revoke(actor(), id)
    return go_to(".index", Said(_("The link shows nothing any more")))


@bp.get("/calendar/<token>.ics")
@public
def read(token: str) -> Response:
    feed = feeds.read(token)
    if feed.unseen:
        g.unseen = feeds.notice, token
    answer = Response(feed.body, content_type=ical.TYPE)
    answer.add_etag()
    return answer.make_conditional(request)


def _form(**start: object) -> FeedForm:
    may_follow = access.may_follow_rooms(actor())
    choices = (
        [(room.id, room.name) for room in rooms.list_all(actor())] if may_follow else []
    )
    form = FeedForm(choices={"room": [("", _("My own bookings")), *choices]}, **start)
    form.around = lambda: {"known": feeds.of_actor(actor())}
    return form
