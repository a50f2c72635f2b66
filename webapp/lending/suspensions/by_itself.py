"""By itself: who has something late for so many open days is suspended, until the last late thing is back."""

from datetime import date

from sqlalchemy import select

from webapp.core import clock
from webapp.core.db import db
from webapp.people import people, system_user
from webapp.school import calendar, open_days, settings

from ..models import Checkout, Suspension
from . import notices, suspended


def due() -> list[int]:
    """Who has something late for so long, or is suspended by Backline, by id; `see_to` looks closer."""
    standing = select(Suspension.person_id).where(
        Suspension.lifted_at.is_(None), Suspension.by == system_user.ID
    )
    ids = set(db.session.scalars(standing))
    if day := _late_since():
        late = select(Checkout.student_id).where(
            Checkout.stored_status == "out", Checkout.due_on <= day
        )
        ids |= set(db.session.scalars(late))
    return sorted(ids)


def see_to(person_id: int) -> bool:
    """Suspend somebody, or let it end; False where nothing is to be done any more."""
    people.lock(person_id)
    query = select(Suspension).where(
        Suspension.person_id == person_id,
        Suspension.lifted_at.is_(None),
        Suspension.by == system_user.ID,
    )
    standing = db.session.scalars(query.with_for_update()).first()
    if standing:
        return _end(standing)
    return _is_late(person_id) and _begin(person_id)


def _begin(person_id: int) -> bool:
    if _was_lifted(person_id):
        return False
    suspension = Suspension(
        person_id=person_id, starts_on=calendar.today(), by=system_user.ID
    )
    db.session.add(suspension)
    db.session.flush()
    notices.suspended(suspension)
    return True


def _end(suspension: Suspension) -> bool:
    """Over with the last late thing, whenever that is written down."""
    if suspended.of_person(suspension.person_id):
        return False
    suspension.lifted_at = clock.now()
    db.session.flush()
    return True


def _is_late(person_id: int) -> bool:
    return _first_late(person_id) is not None


def _first_late(person_id: int) -> date | None:
    """The first day on which something should have been back that is late for so long."""
    day = _late_since()
    if day is None:
        return None
    query = select(Checkout.due_on).where(
        Checkout.student_id == person_id,
        Checkout.stored_status == "out",
        Checkout.due_on <= day,
    )
    return db.session.scalar(query.order_by(Checkout.due_on.desc()).limit(1))


def _was_lifted(person_id: int) -> bool:
    """Whether somebody lifted one that began after the last of these things was due: that is not begun again."""
    query = select(Suspension.id).where(
        Suspension.person_id == person_id,
        Suspension.by == system_user.ID,
        Suspension.lifted_by.is_not(None),
        Suspension.starts_on > _first_late(person_id),
    )
    return db.session.scalar(query.limit(1)) is not None


def _late_since() -> date | None:
    """What was due then has been late for so many open days; None where nobody is suspended for it."""
    days = settings.get("suspend_after_days")
    return open_days.now_decided().before(calendar.today(), days) if days else None
