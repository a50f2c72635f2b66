"""Feeds: addresses that calendars read, each good until its person revokes it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe

from sqlalchemy import Select, func, select, update

from webapp.core import clock, ical, letters, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotAllowed, NotFound
from webapp.core.ical import Event
from webapp.core.words import _
from webapp.people import people
from webapp.people.sign_ins import NOTICED_EVERY, hashed
from webapp.school import agenda as everybodys
from webapp.school import calendar, settings

from .. import access, rooms
from ..agenda import agenda
from ..models import Feed

MOST = 20  # addresses that are good at a time, of one person
PAST_SHOWN = timedelta(days=90)  # how long what is over stays in a calendar


@dataclass(frozen=True)
class Read:
    """What a calendar gets, and whether to note that it asked."""

    body: bytes
    unseen: bool


def of_actor(actor: Actor) -> list[Feed]:
    """The actor's own that are still good, the newest first."""
    return rows.listed(_good(actor.id).order_by(Feed.id.desc()))


def make(actor: Actor, *, room: int | None = None) -> tuple[Feed, str]:
    """A feed of the actor's own bookings, or of a room, and its token, for the only time.

    NotAllowed for a student who asks for a room; Conflict where there are too many already.
    """
    if room and not access.may_follow_rooms(actor):
        rooms.find(actor, room)
        raise NotAllowed(_("Only staff can follow a whole room"))
    people.lock(actor.id)
    place = rooms.find(actor, room) if room else None
    _check_not_too_many(actor.id)
    token = token_urlsafe(32)
    feed = Feed(user_id=actor.id, room=place, token_hash=hashed(token))
    db.session.add(feed)
    db.session.flush()
    return feed, token


def revoke(actor: Actor, id: int) -> Feed:
    """Nothing is read there any more; a second time changes nothing."""
    query = select(Feed).where(Feed.id == id, Feed.user_id == actor.id)
    feed = rows.find(query, _("Calendar address not found"))
    feed.revoked_at = feed.revoked_at or clock.now()
    db.session.flush()
    return feed


def read(token: str) -> Read:
    """The calendar behind a token, with what its person may know today. NotFound if it is not good any more."""
    feed = db.session.scalars(_good().where(Feed.token_hash == hashed(token))).one_or_none()
    reader = people.acting(feed.user_id) if feed else None
    if feed is None or reader is None:
        raise NotFound(_("Calendar not found; it may have been revoked"))
    with letters.speaking_to(reader):
        name, events = _calendar(feed, reader)
        body = ical.feed(name, events, settings.zone())
    unseen = feed.last_read_at is None or feed.last_read_at < clock.now() - NOTICED_EVERY
    return Read(body, unseen)


def address(token: str) -> str:
    """Where calendars read it."""
    return letters.link("feeds.read", token=token)


def notice(token: str) -> None:
    """That a calendar was read just now."""
    db.session.execute(
        update(Feed)
        .where(Feed.token_hash == hashed(token))
        .values(last_read_at=clock.now())
    )


def _check_not_too_many(user_id: int) -> None:
    """Conflict where somebody, who is locked, has as many addresses as they may."""
    query = select(func.count()).select_from(_good(user_id).subquery())
    count = db.session.scalar(query) or 0
    if count >= MOST:
        raise Conflict(
            _(
                "You have %(count)s addresses; revoke one that you no longer use",
                count=count,
            ),
            facts={"feeds": count},
        )


def _calendar(feed: Feed, reader: Actor) -> tuple[str, list[Event]]:
    """What a feed's calendar is called, and what is on it."""
    since, school = _first_day(), settings.get("name")
    if feed.room is None:
        return school, everybodys.of(reader.id, since)
    events = list(agenda.of_room(reader, feed.room, since))
    return f"{feed.room.name} · {school}", events


def _first_day() -> datetime:
    return calendar.day(calendar.local(clock.now() - PAST_SHOWN).date())[0]


def _good(user_id: int | None = None) -> Select[Feed]:
    query = select(Feed).where(Feed.revoked_at.is_(None))
    return query.where(Feed.user_id == user_id) if user_id else query
