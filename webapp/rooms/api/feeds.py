"""Calendar addresses for programs."""

from flask import Blueprint

from webapp.core.doors import actor, signed_in
from webapp.core.openapi import Answer, answers

from ..feeds import feeds
from ..schemas.feeds import FeedInput, FeedMade, FeedShown

bp = Blueprint("feeds_api", __name__, url_prefix="/api/inventory/calendars")


@bp.get("/")
@signed_in
@answers("calendars", list[FeedShown])
def list_feeds() -> Answer:
    """List your calendar addresses that are valid; the addresses themselves are shown once only."""
    return [FeedShown.model_validate(feed) for feed in feeds.of_actor(actor())]


@bp.post("/")
@signed_in
@answers("calendars", FeedMade, 422, status=201)
def make(json: FeedInput) -> Answer:
    """Create an address from which a calendar reads your bookings or, for staff, those of a room."""
    feed, token = feeds.make(actor(), **dict(json))
    return FeedMade.made(feed, feeds.address(token)), 201, {"Cache-Control": "no-store"}


@bp.post("/<int:id>/revoke/")
@signed_in
@answers("calendars", FeedShown)
def revoke(id: int) -> Answer:
    """Revoke a calendar address: nothing can be read there any more."""
    return FeedShown.model_validate(feeds.revoke(actor(), id))
