"""Booking: the one way into a room's time, whatever it is for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotAllowed
from webapp.core.words import _
from webapp.people import people
from webapp.school import calendar, settings

from .. import access, check_in, rooms
from ..models import Reservation, Room
from ..occupied import spaces
from ..occupied.booking_requests import Wish
from ..rates import pricing
from ..rates.pricing import Price
from ..rules import rules
from ..rules.verdicts import Verdict
from ..times import availability, open_time
from . import lapses, late_waivers, notices, offers, pending, reservations

OVERLAP = "ex_occupancy_overlap"
STAFFS = ("lesson", "exam", "maintenance")  # purposes


@dataclass(frozen=True)
class Quote:
    """What a reservation would cost."""

    room: Room
    starts: datetime
    ends: datetime
    price: Price

    @property
    def cost_minor(self) -> int:
        return self.price.cost_minor


def quote(
    actor: Actor,
    *,
    room: int,
    start_time: datetime,
    end_time: datetime,
    student: int | None = None,
    but: int | None = None,
) -> Quote:
    """The price of a time that could be booked; Invalid where no time may be booked at all.

    `but` for the reservation that would move there.
    """
    chosen, (starts, ends) = rooms.find(actor, room), times(start_time, end_time)
    person = reservations.find(actor, but).student_id if but else whose(actor, student)
    return Quote(chosen, starts, ends, pricing.of(person, chosen, starts, ends, but=but))


def book(
    actor: Actor,
    *,
    room: int,
    start_time: datetime,
    end_time: datetime,
    notes: str = "",
    purpose: str = "practice",
    student: int | None = None,
    override_reason: str = "",
    waive_turnover: bool = False,
) -> Reservation:
    """Locks the people, then the spaces; only then looks whether they are free, and writes a letter that says so.

    Times without an offset are the school's. Staff may book for a student, for a lesson, and with a reason beyond
    what is only a rule. Invalid for times nobody may book, Conflict with what is there and offers of other times
    and rooms if the room is taken.
    """
    person = whose(actor, student)
    if override_reason or waive_turnover:
        access.check_may_make_exceptions(actor)
    check_purpose(actor, purpose)
    starts, ends = times(start_time, end_time, on_steps=not override_reason)
    contacts, place = people.lock_all(actor.id, person), spaces.lock(room)
    wish = Wish(
        actor,
        person,
        place,
        starts,
        ends,
        0 if waive_turnover else place.room.turnover_minutes,
        notes,
        purpose,
        override_reason,
        student=contacts.get(person),
    )
    return put(wish)


def put(wish: Wish) -> Reservation:
    """Where everything is locked: the check, the reservation and its letter."""
    verdict = check(wish)
    try:
        with (
            db.session.connection().begin_nested()
        ):  # of which the session need not know: what is refused is undone
            reservation = insert(
                wish, last_minute=verdict.last_minute, needs_approval=verdict.needs_approval
            )
            write = notices.received if verdict.needs_approval else notices.confirmed
            write(reservation, by=wish.by, to=wish.student)
            return reservation
    except IntegrityError as error:
        if OVERLAP not in str(error.orig):
            raise
        raise offers.taken(wish) from None


def check(wish: Wish) -> Verdict:
    """Every rule of a booking, asked inside the locks: a line for each, which raises what it refuses.

    Answers whether it is last-minute use, which counts for no quota, and whether a teacher must approve it.
    """
    _in_use(wish)
    _free(wish)
    is_exception = (
        bool(wish.override_reason) and wish.by.is_staff
    )  # a reason of staff is none for others who move it
    return Verdict() if is_exception else rules.check(wish)


def insert(
    wish: Wish, *, last_minute: bool = False, needs_approval: bool = False
) -> Reservation:
    """The reservation and what it occupies; IntegrityError where the database knows better than the check."""
    reservation = _reservation_of(wish, needs_approval=needs_approval)
    reservation.last_minute = last_minute
    if not needs_approval and check_in.is_there(wish.starts, wish.student_id, wish.by.id):
        reservation.checked_in_at, reservation.checked_in_by_id = clock.now(), wish.by.id
    db.session.add(reservation)
    db.session.flush()
    set_committed_value(
        reservation, "settled_minor", 0
    )  # nobody has paid yet, so nobody need ask
    spaces.hold(reservation, wish.place.space_ids)
    late_waivers.forgive(reservation, is_anew=True)
    return reservation


def times(
    start_time: datetime, end_time: datetime, *, on_steps: bool = True
) -> tuple[datetime, datetime]:
    """Both as UTC instants. Invalid unless they are to come, on the school's steps and within its hours."""
    step = settings.get("granularity_minutes") if on_steps else 1
    starts = instant("start_time", start_time, step)
    ends = instant("end_time", end_time, step)
    if starts < clock.now():
        raise Invalid(fields={"start_time": _too_soon()})
    hours = open_time.going_on(starts)
    if hours is None:
        raise Invalid(fields={"start_time": _when_open(starts)})
    if ends <= starts:
        raise Invalid(fields={"end_time": _too_early(starts)})
    if ends > hours.ends:
        raise Invalid(fields={"end_time": _when_open(starts)})
    return starts, ends


def _when_open(at: datetime) -> str:
    return open_time.words(calendar.local(at).date())


def instant(field: str, given: datetime, step: int = 1) -> datetime:
    """In UTC. Invalid at the field if the clocks leave it out or it is no whole step of so many minutes."""
    try:
        at = calendar.instant(given)
    except ValueError as error:
        raise Invalid(fields={field: str(error)}) from None
    wall = calendar.local(at)
    if words := calendar.off_step(wall.hour * 60 + wall.minute, step):
        raise Invalid(fields={field: words})
    if wall.second or wall.microsecond:
        raise Invalid(
            fields={field: _("Choose a whole minute: %(wall)s", wall=f"{wall:%H:%M}")}
        )
    return at


def check_purpose(actor: Actor, purpose: str) -> None:
    if purpose in STAFFS and not access.may_decide(actor):
        raise NotAllowed(_("Only staff can book lessons, exams and maintenance"))


def whose(actor: Actor, student: int | None) -> int:
    """Whom a booking is for: oneself, or for staff anybody they see. NotAllowed for students, Invalid at `student`."""
    if student in (None, actor.id):
        return actor.id
    if not access.may_decide(actor):
        raise NotAllowed(_("Only staff can book for others"))
    if not people.known(actor, [student]) or not people.contact(student):
        raise Invalid(fields={"student": _("Choose somebody else")})
    return student


def _reservation_of(wish: Wish, *, needs_approval: bool) -> Reservation:
    """At the price of now; nothing occupies the room for it yet."""
    return Reservation(
        room=wish.room,
        student_id=wish.student_id,
        booked_by_id=wish.by.id if wish.by.id != wish.student_id else None,
        purpose=wish.purpose,
        override_reason=wish.override_reason,
        starts_at=wish.starts,
        ends_at=wish.ends,
        stored_status="pending" if needs_approval else "confirmed",
        answer_by=pending.answer_by(wish.starts) if needs_approval else None,
        **pricing.of(wish.student_id, wish.room, wish.starts, wish.ends).columns(),
        notes=wish.notes,
        turnover_minutes=wish.turnover_minutes,
        created_at=clock.now(),
    )


def _too_soon() -> str:
    soonest = availability.soonest()
    when = calendar.written(soonest, "%a %-d %b, %H:%M")
    return _("Choose a time in the future: from %(when)s", when=when)


def _too_early(starts: datetime) -> str:
    least = calendar.clock(starts + availability.step())
    return _("Choose an end after the start: %(time)s or later", time=least)


def _in_use(wish: Wish) -> None:
    if not wish.room.is_active:
        raise Conflict(
            _("%(room)s is not in use", room=wish.room.name),
            facts={"is_active": False},
            offers=offers.elsewhere(wish),
        )


def _free(wish: Wish) -> None:
    clashes = availability.clashes(wish.room, wish.starts, wish.until, but=wish.instead_of)
    if clashes and lapses.end(
        wish.place.space_ids,
        wish.student_id,
        wish.starts,
        wish.until,
        held_by={clash.held_by for clash in clashes},
    ):
        clashes = availability.clashes(
            wish.room, wish.starts, wish.until, but=wish.instead_of
        )
    if clashes:
        raise offers.taken(wish, clashes)
