"""The waitlist: who wants which time, in the order they came, those first whom staff put first."""

from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select, update

from webapp.core import clock, text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotAllowed, NotFound, Offer
from webapp.people import people
from webapp.school import calendar

from .. import access, rooms
from ..models import Room, Wait
from ..occupied import released, spaces
from ..reservations import booking, lapses
from ..times import availability
from ..times.spans import Span

MOST = 5  # wishes somebody may have at a time
OPEN = ("waiting", "offered")


def join(
    actor: Actor,
    *,
    room: int,
    start_time: datetime,
    end_time: datetime,
    minutes: int,
    is_flexible: bool = False,
    equipment: str = "",
) -> Wait:
    """A place in the queue for so many minutes between these times, in this room or, if flexible, in one like it.

    Conflict if there is such a time already, with an offer to book it, or if they wait for it already.
    """
    starts, ends = booking.times(start_time, end_time)
    if timedelta(minutes=minutes) > ends - starts:
        raise Invalid(fields={"minutes": "This is longer than the time you can come"})
    people.lock(actor.id)
    wait = Wait(
        student_id=actor.id,
        room=rooms.find(actor, room),
        is_flexible=is_flexible,
        equipment=equipment,
        starts_at=starts,
        ends_at=ends,
        minutes=minutes,
        created_at=clock.now(),
    )
    with db.session.no_autoflush:
        _check(wait)
    db.session.add(wait)
    db.session.flush()
    return wait


def find(actor: Actor, id: int, *, lock: bool = False) -> Wait:
    """Theirs, or for staff anybody's; NotFound otherwise."""
    asked = access.visible_waits(actor).where(Wait.id == id)
    if lock:
        asked = asked.with_for_update(of=Wait).execution_options(populate_existing=True)
    wait = db.session.scalars(asked).one_or_none()
    if wait is None:
        raise NotFound("That waitlist entry no longer exists")
    return wait


def mine(actor: Actor, limit: int = 50, after: int = 0) -> list[Wait]:
    """What the actor waits for, or is offered, in the order they asked."""
    theirs = select(Wait).where(
        Wait.student_id == actor.id, Wait.status.in_(OPEN), Wait.ends_at > clock.now()
    )
    return list(
        db.session.scalars(theirs.where(Wait.id > after).order_by(Wait.id).limit(limit))
    )


def everybodys(
    actor: Actor, limit: int = 50, after: tuple[bool, int] | None = None
) -> list[Wait]:
    """What `in_line` answers, for staff. NotAllowed for students."""
    if not access.may_decide(actor):
        raise NotAllowed("Only staff can see who is waiting")
    return in_line(actor, limit, after)


def in_line(
    actor: Actor, limit: int = 50, after: tuple[bool, int] | None = None
) -> list[Wait]:
    """Who waits or is offered something, in the order they are served: everybody for staff, else oneself.

    `after` is whether the last one before comes first, and its id.
    """
    asked = access.visible_waits(actor).where(
        Wait.status.in_(OPEN), Wait.ends_at > clock.now()
    )
    if after:
        comes_first, id = after
        same = and_(Wait.comes_first.is_(comes_first), Wait.id > id)
        asked = asked.where(or_(same, Wait.comes_first.is_(False)) if comes_first else same)
    return list(
        db.session.scalars(asked.order_by(Wait.comes_first.desc(), Wait.id).limit(limit))
    )


def prefer(actor: Actor, id: int, *, comes_first: bool) -> Wait:
    """Before all others who wait, or in turn again. NotAllowed for students, Conflict once something was offered."""
    wait = find(actor, id, lock=True)
    if not access.may_decide(actor):
        raise NotAllowed("Only staff can say who comes first")
    if wait.status != "waiting":
        raise Conflict(
            f"This waitlist entry is already {wait.status}", facts={"status": wait.status}
        )
    wait.comes_first = comes_first
    db.session.flush()
    return wait


def leave(actor: Actor, id: int) -> Wait:
    """Out of the queue; what was held for them goes to the next. Conflict if there is nothing to leave."""
    wait = find(actor, id)
    place = spaces.lock(wait.offered_room_id or wait.room_id)
    wait = find(actor, id, lock=True)
    if wait.status not in OPEN:
        raise Conflict(
            f"This waitlist entry is already {wait.status}", facts={"status": wait.status}
        )
    wait.status = "left"
    lapses.release(wait)
    released.tell(place.space_ids)
    return wait


def give_up(now: datetime) -> None:
    """Wishes whose time is over wait no more."""
    late = update(Wait).where(Wait.status == "waiting", Wait.ends_at <= now)
    db.session.execute(late.values(status="lapsed"))


def waiting(room_ids: set[int] | None = None, limit: int = 200) -> list[Wait]:
    """Those who wait, as they are served. Of some locked rooms: theirs and the flexible ones, for us alone."""
    asked = select(Wait).where(Wait.status == "waiting", Wait.ends_at > clock.now())
    if room_ids is not None:
        asked = asked.where(Wait.room_id.in_(room_ids) | Wait.is_flexible)
        asked = asked.with_for_update(of=Wait, skip_locked=True).execution_options(
            populate_existing=True
        )
    return list(
        db.session.scalars(asked.order_by(Wait.comes_first.desc(), Wait.id).limit(limit))
    )


def suiting(wait: Wait) -> list[Room]:
    """The rooms that will do: the one named first; if flexible, those of its group that hold as many and have all."""
    if not wait.is_flexible:
        return [wait.room] if wait.room.is_active else []
    alike = select(Room).where(Room.is_active, Room.capacity >= wait.room.capacity)
    if wait.room.group_id:
        alike = alike.where(Room.group_id == wait.room.group_id)
    words = text.words(wait.equipment)
    fit = [
        room
        for room in db.session.scalars(alike)
        if all(word in text.folded(room.equipment) for word in words)
    ]
    return sorted(fit, key=lambda room: (room.id != wait.room_id, room.sort_key, room.id))


def starts(wait: Wait, room: Room, earliest: datetime) -> list[datetime]:
    """From when they could have the room as long as they want, not before `earliest`."""
    hours, tidy = (
        Span(wait.starts_at, wait.ends_at),
        timedelta(minutes=room.turnover_minutes),
    )
    held = availability.held(room, hours.starts, hours.ends + tidy)
    fits = availability.fitting(room, hours, held, timedelta(minutes=wait.minutes))
    return [at for at in fits if at >= earliest]


def _check(wait: Wait) -> None:
    theirs = select(Wait).where(
        Wait.student_id == wait.student_id,
        Wait.status.in_(OPEN),
        Wait.ends_at > clock.now(),
    )
    there = list(db.session.scalars(theirs))
    same = (wait.room.id, wait.starts_at, wait.ends_at)
    if any((each.room_id, each.starts_at, each.ends_at) == same for each in there):
        raise Conflict(
            "You are already on the waitlist for this time", facts={"waiting": len(there)}
        )
    if len(there) >= MOST:
        raise Conflict(
            f"You are already waiting for {MOST} times; leave one of them first",
            facts={"waiting": len(there)},
        )
    for room in suiting(wait):
        if found := starts(wait, room, clock.now()):
            at, until = (
                calendar.local(each)
                for each in (found[0], found[0] + timedelta(minutes=wait.minutes))
            )
            change = {
                "room": room.id,
                "start_time": at.isoformat(),
                "end_time": until.isoformat(),
            }
            words = f"{room.name} is free {calendar.span(at, until)}"
            raise Conflict(
                words,
                facts={"free": change},
                offers=[Offer("Book it", change, "reservations")],
            )
