"""What may be said about calendar addresses, and what the API shows of them."""

from typing import Self

from pydantic import Field

from webapp.core.inputs import Id, Input
from webapp.core.openapi import Shown
from webapp.school.shown import At

from ..models import Feed


class FeedInput(Input):
    """Of a room, or without one of one's own bookings."""

    room: Id | None = None


class FeedShown(Shown):
    id: int
    room: int | None = Field(validation_alias="room_id")
    room_name: str | None
    created_at: At
    last_read_at: At | None
    revoked: bool = Field(validation_alias="is_revoked")


class FeedMade(FeedShown):
    address: str

    @classmethod
    def made(cls, feed: Feed, address: str) -> Self:
        """The feed with its address, which nobody can look up afterwards."""
        shown = FeedShown.model_validate(feed).model_dump()
        return cls.model_validate(shown | {"address": address}, by_name=True)
