"""Suspending: staff say that somebody may not borrow for a while, and take that back."""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.people import people
from webapp.people.access import visible_people
from webapp.school import calendar

from .. import access
from ..models import Suspension
from ..rules import limits
from . import notices, suspended


def suspend(
    actor: Actor, person: int, *, why: str, until: date | None = None
) -> Suspension:
    """Let somebody neither ask, collect nor keep longer, from today until a day, or until it is lifted; they are told.

    NotFound for whom the actor does not see, NotAllowed for themselves, and but for admins for staff; Conflict if
    somebody has suspended them already.
    """
    access.check_may_suspend(actor)
    access.check_may_suspend_person(actor, person, people.find(actor, person).role)
    people.lock(person)
    if until:
        limits.check_near("until", until)
    standing = suspended.of_person(person)
    if standing and not standing.is_automatic:
        words = _("Already suspended: %(why)s", why=suspended.in_words(standing))
        raise Conflict(words, facts={"suspension": standing.id, "person": person})
    suspension = Suspension(
        person_id=person, starts_on=calendar.today(), until=until, why=why, by=actor.id
    )
    db.session.add(suspension)
    db.session.flush()
    notices.suspended(suspension)
    return suspension


def lift(actor: Actor, id: int) -> Suspension:
    """Let them borrow again, and tell them. NotAllowed as for suspending; Conflict if it is over already."""
    suspension = _take(actor, id)
    if not is_standing(suspension):
        raise Conflict(_("This suspension is over"), facts={"suspension": id})
    suspension.lifted_at, suspension.lifted_by = clock.now(), actor.id
    db.session.flush()
    notices.lifted(suspension)
    return suspension


def undo_lift(actor: Actor, id: int) -> Suspension:
    """Let it hold again. Conflict if it was not lifted, if its last day is over, or if there is another by now."""
    suspension = _take(actor, id)
    if suspension.lifted_at is None or suspension.lifted_by is None:
        raise Conflict(_("It was not lifted"), facts={"suspension": id})
    if suspension.until and suspension.until < calendar.today():
        raise Conflict(_("Its last day is over"), facts={"suspension": id})
    if suspended.of_person(suspension.person_id):
        facts = {"suspension": id, "person": suspension.person_id}
        raise Conflict(_("They were suspended anew since"), facts=facts)
    suspension.lifted_at = suspension.lifted_by = None
    db.session.flush()
    notices.suspended(suspension)
    return suspension


def shown_of(person: int) -> tuple[Suspension | None, Suspension | None]:
    """The suspension of somebody that holds today, and the last one that staff lifted today and that could hold again;
    one query. The caller has checked who may know."""
    is_shown = or_(suspended.holds(), _was_lifted_today())
    query = select(Suspension).where(Suspension.person_id == person, is_shown)
    found = rows.listed(query.order_by(Suspension.lifted_at, Suspension.id))
    standing = suspended.longest(each for each in found if each.lifted_at is None)
    lifted = [each for each in found if each.lifted_at]
    return standing, lifted[-1] if lifted and not standing else None


def _was_lifted_today() -> ColumnElement[bool]:
    """For a query: by staff, and its last day is not over."""
    today = calendar.today()
    return and_(
        Suspension.lifted_by.is_not(None),
        Suspension.lifted_at >= calendar.day(today)[0],
        or_(Suspension.until.is_(None), Suspension.until >= today),
    )


def is_standing(suspension: Suspension) -> bool:
    """Whether it holds today."""
    query = select(Suspension.id).where(Suspension.id == suspension.id, suspended.holds())
    return db.session.scalar(query) is not None


def find(actor: Actor, id: int, *, lock: bool = False) -> Suspension:
    """One the actor may see; with `lock`, as the database has it now and until the transaction ends."""
    query = visible(actor).where(Suspension.id == id)
    return rows.find(query, _("Suspension not found"), lock=lock)


def listed(
    actor: Actor,
    *,
    person: int | None = None,
    standing: bool = False,
    before: int | None = None,
    limit: int = 50,
) -> list[Suspension]:
    """Newest first; those of one person, or those that hold today."""
    query = visible(actor)
    if person:
        query = query.where(Suspension.person_id == person)
    if standing:
        query = query.where(suspended.holds())
    if before:
        query = query.where(Suspension.id < before)
    return rows.listed(query.order_by(Suspension.id.desc()).limit(limit))


def visible(actor: Actor) -> Select[Suspension]:
    """Students their own, staff those of the people they see."""
    if not actor.is_staff:
        return select(Suspension).where(Suspension.person_id == actor.id)
    seen = visible_people(actor).subquery("seen")
    return select(Suspension).where(Suspension.person_id.in_(select(seen.c.id)))


def _take(actor: Actor, id: int) -> Suspension:
    """With its person's lock and its own."""
    suspension = find(actor, id)
    access.check_may_suspend(actor)
    person = people.find(actor, suspension.person_id)
    access.check_may_suspend_person(actor, person.id, person.role)
    people.lock(person.id)
    return find(actor, id, lock=True)
