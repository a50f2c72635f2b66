"""What may be said about calendar addresses, and what the API shows of them."""

from typing import Any, Self

from webapp.core.inputs import Id, Input
from webapp.core.openapi import Shown
from webapp.school.shown import At

from ..models import Feed


class FeedInput(Input):
    """Of a room, or without one of one's own bookings."""

    room: Id | None = None


class FeedShown(Shown):
    id: int
    room: int | None
    room_name: str | None
    created_at: At
    last_read_at: At | None
    revoked: bool

    @classmethod
    def of(cls, feed: Feed) -> Self:
        return cls(**_feed(feed))


class FeedMade(FeedShown):
    address: str

    @classmethod
    def made(cls, feed: Feed, address: str) -> Self:
        return cls(**_feed(feed), address=address)


def _feed(feed: Feed) -> dict[str, Any]:
    return {
        "id": feed.id,
        "room": feed.room_id,
        "room_name": feed.room and feed.room.name,
        "created_at": feed.created_at,
        "last_read_at": feed.last_read_at,
        "revoked": feed.revoked_at is not None,
    }
