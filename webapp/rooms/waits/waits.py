"""The waitlist: who wants which time, in the order they came, those first whom staff put first."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select, update

from webapp.core import clock, rows, text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotAllowed, Offer
from webapp.core.words import _, lazy
from webapp.people import people
from webapp.school import calendar

from .. import access, rooms
from ..models import Room, Wait
from ..occupied import released, spaces
from ..reservations import booking, lapses
from ..times import availability, open_time

MOST = 5  # wishes somebody may have at a time
OPEN = ("waiting", "offered")
SERVED = (Wait.comes_first.desc(), Wait.id)  # the order in which they are served


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
        raise Invalid(fields={"minutes": _("This is longer than the time you can come")})
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
        _check_open_waits(wait)
        _check_none_free(wait)
    db.session.add(wait)
    db.session.flush()
    return wait


def find(actor: Actor, id: int, *, lock: bool = False) -> Wait:
    """Theirs, or for staff anybody's; NotFound otherwise."""
    query = access.visible_waits(actor).where(Wait.id == id)
    return rows.find(query, _("That waitlist entry no longer exists"), lock=lock)


def of_actor(actor: Actor, limit: int = 50, after: int = 0) -> list[Wait]:
    """What the actor waits for, or is offered, in the order they asked."""
    query = _open_of(actor.id).where(Wait.id > after)
    return rows.listed(query.order_by(Wait.id).limit(limit))


def of_person(actor: Actor, person_id: int) -> list[Wait]:
    """The same of somebody else, of what the actor may see."""
    query = access.visible_waits(actor).where(*_is_open_of(person_id))
    return rows.listed(query.order_by(Wait.id).limit(MOST))


def everybodys(
    actor: Actor, limit: int = 50, after: tuple[bool, int] | None = None
) -> list[Wait]:
    """What `in_line` answers, for staff. NotAllowed for students."""
    if not access.may_decide(actor):
        raise NotAllowed(_("Only staff can see who is waiting"))
    return in_line(actor, limit, after)


def in_line(
    actor: Actor, limit: int = 50, after: tuple[bool, int] | None = None
) -> list[Wait]:
    """Who waits or is offered something, in the order they are served: everybody for staff, else oneself.

    `after` is whether the last one before comes first, and its id.
    """
    query = access.visible_waits(actor).where(
        Wait.status.in_(OPEN), Wait.ends_at > clock.now()
    )
    if after:
        comes_first, id = after
        same = and_(Wait.comes_first.is_(comes_first), Wait.id > id)
        query = query.where(or_(same, Wait.comes_first.is_(False)) if comes_first else same)
    return rows.listed(query.order_by(*SERVED).limit(limit))


def prefer(actor: Actor, id: int, *, comes_first: bool) -> Wait:
    """Before all others who wait, or in turn again. NotAllowed for students, Conflict once something was offered."""
    wait = find(actor, id, lock=True)
    if not access.may_decide(actor):
        raise NotAllowed(_("Only staff can say who comes first"))
    if wait.status != "waiting":
        raise already_over(wait)
    wait.comes_first = comes_first
    db.session.flush()
    return wait


def leave(actor: Actor, id: int) -> Wait:
    """Out of the queue; what was held for them goes to the next. Conflict if there is nothing to leave."""
    wait = find(actor, id)
    place = spaces.lock(wait.offered_room_id or wait.room_id)
    wait = find(actor, id, lock=True)
    if wait.status not in OPEN:
        raise already_over(wait)
    wait.status = "left"
    lapses.release(wait)
    released.tell(place.space_ids)
    return wait


ALREADY = {
    "waiting": lazy("This waitlist entry is already waiting"),
    "offered": lazy("This waitlist entry is already offered"),
    "booked": lazy("This waitlist entry is already booked"),
    "left": lazy("This waitlist entry is already left"),
    "lapsed": lazy("This waitlist entry is already lapsed"),
}


def already_over(wait: Wait) -> Conflict:
    """That nothing more can be done about it, and why."""
    return Conflict(
        str(ALREADY[wait.status]),
        facts={"status": wait.status},
        see=["waitlist"],
    )


def give_up(now: datetime) -> None:
    """Wishes whose time is over wait no more."""
    late = update(Wait).where(Wait.status == "waiting", Wait.ends_at <= now)
    db.session.execute(late.values(status="lapsed"))


def waiting(room_ids: set[int] | None = None, limit: int = 200) -> list[Wait]:
    """Those who wait, as they are served. Of some locked rooms: theirs and the flexible ones, for us alone."""
    query = select(Wait).where(Wait.status == "waiting", Wait.ends_at > clock.now())
    if room_ids is not None:
        query = query.where(Wait.room_id.in_(room_ids) | Wait.is_flexible)
        query = query.with_for_update(of=Wait, skip_locked=True)
        query = query.execution_options(populate_existing=True)
    return rows.listed(query.order_by(*SERVED).limit(limit))


def suiting(wait: Wait) -> list[Room]:
    """The rooms that will do: the one named first; if flexible, those of its group that hold as many and have all."""
    if not wait.is_flexible:
        return [wait.room] if wait.room.is_active else []
    query = select(Room).where(Room.is_active, Room.capacity >= wait.room.capacity)
    if wait.room.group_id:
        query = query.where(Room.group_id == wait.room.group_id)
    words = text.words(wait.equipment)
    suitable = [room for room in db.session.scalars(query) if _has_all(room, words)]
    return sorted(
        suitable, key=lambda room: (room.id != wait.room_id, room.sort_key, room.id)
    )


def starts(wait: Wait, room: Room, earliest: datetime) -> list[datetime]:
    """From when they could have the room as long as they want, not before `earliest`."""
    open_ = open_time.between(wait.starts_at, wait.ends_at)
    tidying = timedelta(minutes=room.turnover_minutes)
    taken = availability.occupied(room, wait.starts_at, wait.ends_at + tidying)
    fits = availability.fitting(room, open_, taken, timedelta(minutes=wait.minutes))
    return [at for at in fits if at >= earliest]


def _open_of(person_id: int) -> Select[Wait]:
    """What somebody still waits for, or is offered."""
    return select(Wait).where(*_is_open_of(person_id))


def _is_open_of(person_id: int) -> tuple[ColumnElement[bool], ...]:
    return Wait.student_id == person_id, Wait.status.in_(OPEN), Wait.ends_at > clock.now()


def _has_all(room: Room, words: list[str]) -> bool:
    """Whether every word is part of what stands in the room."""
    return all(word in text.folded(room.equipment) for word in words)


def _check_open_waits(wait: Wait) -> None:
    """Conflict if they wait for this time already, or for too many."""
    waits = rows.listed(_open_of(wait.student_id))
    facts = {"waiting": len(waits)}
    same = (wait.room.id, wait.starts_at, wait.ends_at)
    if any((other.room_id, other.starts_at, other.ends_at) == same for other in waits):
        raise Conflict(
            _("You are already on the waitlist for this time"),
            facts=facts,
            see=["waitlist"],
        )
    if len(waits) >= MOST:
        raise Conflict(
            _(
                "You are already waiting for %(most)s times; leave one of them first",
                most=MOST,
            ),
            facts=facts,
            see=["waitlist"],
        )


def _check_none_free(wait: Wait) -> None:
    """Conflict, with an offer to book it, if there is such a time already."""
    for room in suiting(wait):
        free = starts(wait, room, clock.now())
        if free:
            raise _already_free(wait, room, calendar.local(free[0]))


def _already_free(wait: Wait, room: Room, at: datetime) -> Conflict:
    """That they need not wait, with the time they can have."""
    until = calendar.local(at + timedelta(minutes=wait.minutes))
    change = {
        "room": room.id,
        "start_time": at.isoformat(),
        "end_time": until.isoformat(),
    }
    return Conflict(
        _("%(room)s is free %(at)s", room=room.name, at=calendar.span(at, until)),
        facts={"free": change},
        offers=[Offer(_("Book it"), change, "reservations")],
    )
