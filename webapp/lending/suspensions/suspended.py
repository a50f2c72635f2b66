"""Suspended: who is so today, asked wherever somebody asks, collects or keeps longer, and told beside their name."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, and_, or_, select

from webapp.core import rows, versions
from webapp.core.actor import Actor
from webapp.core.db import db, is_writing
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.people import people, system_user
from webapp.school import calendar

from ..models import Checkout, Suspension


def of(person_ids: Collection[int]) -> dict[int, Suspension]:
    """By their ids, the suspension that holds today: of several the one that ends last; one query, or none."""
    ids = set(person_ids)
    if ids and not is_writing():
        ids &= versions.kept("suspensions", "not lifted", _not_lifted)
    if not ids:
        return {}
    query = select(Suspension).where(Suspension.person_id.in_(ids), holds())
    found = rows.listed(query.order_by(Suspension.id))
    by_person: dict[int, list[Suspension]] = defaultdict(list)
    for each in found:
        by_person[each.person_id].append(each)
    return {id: last for id, each in by_person.items() if (last := longest(each))}


def _not_lifted() -> set[int]:
    """Who has a suspension that nobody lifted, whether it holds today or not: few people have."""
    return set(
        db.session.scalars(
            select(Suspension.person_id).where(Suspension.lifted_at.is_(None))
        )
    )


def longest(suspensions: Iterable[Suspension]) -> Suspension | None:
    """Of several of one person the one that ends last; None of none."""
    last: Suspension | None = None
    for each in suspensions:
        if last is None or _ends_later(each, last):
            last = each
    return last


def of_person(id: int) -> Suspension | None:
    """The same of one person."""
    return of([id]).get(id)


def told_of(id: int) -> str:
    """Why somebody is suspended, and until when; empty where they are not."""
    suspension = of_person(id)
    return in_words(suspension) if suspension else ""


def told_to(actor: Actor) -> str:
    """The same of students who read it themselves; staff ask for others."""
    return "" if actor.is_staff else told_of(actor.id)


def all_told_of(ids: Collection[int]) -> dict[int, str]:
    """The same of those of these people who are; one query."""
    return {id: in_words(suspension) for id, suspension in of(ids).items()}


def marks(ids: Collection[int]) -> dict[int, str]:
    """What stands beside the names of those who are, in the list of people."""
    told = all_told_of(ids)
    return {id: _("Suspended: %(why)s", why=words) for id, words in told.items()}


def _ends_later(one: Suspension, other: Suspension) -> bool:
    """Whether one is longer than the other; what has no day ends last, and what is late is told last."""
    if one.is_automatic or other.is_automatic:
        return other.is_automatic
    return other.until is not None and (one.until is None or one.until > other.until)


def holds() -> ColumnElement[bool]:
    """For a query: that it holds today. What Backline began ends with the last thing that is late."""
    today = calendar.today()
    is_late = (
        select(Checkout.id)
        .where(
            Checkout.student_id == Suspension.person_id,
            Checkout.stored_status == "out",
            Checkout.due_on < today,
        )
        .correlate(Suspension)
        .exists()
    )
    return and_(
        Suspension.lifted_at.is_(None),
        Suspension.starts_on <= today,
        or_(Suspension.until.is_(None), Suspension.until >= today),
        or_(Suspension.by != system_user.ID, is_late),
    )


def check(person_id: int, *, reader: int | None = None) -> None:
    """Conflict, with why and until when, if somebody may neither ask, collect nor keep longer today; told to themselves
    as such where they are the `reader`.
    """
    suspension = of_person(person_id)
    if suspension is None:
        return
    name = people.names([person_id]).get(person_id, "")
    words = _("%(name)s is suspended: %(why)s", name=name, why=in_words(suspension))
    if reader == person_id:
        words = _("You are suspended: %(why)s", why=in_words(suspension))
    facts = {
        "reason": "suspended",
        "person": person_id,
        "suspension": suspension.id,
        "until": suspension.until and suspension.until.isoformat(),
    }
    raise Conflict(words, facts=facts)


def in_words(suspension: Suspension) -> str:
    """Why, and until when, in a few words."""
    if suspension.is_automatic:
        return _("until everything that is late is back")
    if suspension.until:
        day = calendar.in_words(suspension.until)
        return _("“%(why)s”, until %(day)s", why=suspension.why, day=day)
    return _("“%(why)s”, until somebody lifts it", why=suspension.why)
