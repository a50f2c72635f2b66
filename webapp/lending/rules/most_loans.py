"""Most loans: how many a student may have at a time, asked for, approved and out."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _, ngettext
from webapp.people import people
from webapp.school import calendar, settings

from ..loans import events, filtering, lateness
from ..models import Checkout


def check(actor: Actor, student_id: int, *besides: Checkout | None) -> None:
    """Conflict if a student has as many loans as the school allows, asked for, approved and out, or, where it says so,
    if something they have is late; staff may go on.

    What is `besides` is left out: one restored as part of a set or of a loan that counts already, and one that comes
    back for what is asked for. The caller holds the person's lock.
    """
    if not actor.is_staff:
        _check(student_id, [loan for loan in besides if loan])


def refuses(student_id: int, *besides: Checkout) -> bool:
    """Whether `check` refuses a student."""
    try:
        _check(student_id, besides)
    except Conflict:
        return True
    return False


def _check(student_id: int, left_out: Sequence[Checkout]) -> None:
    _check_nothing_late(student_id, left_out)
    most = settings.get("most_loans")
    if not most:
        return
    count = _count(student_id, most, left_out)
    if count >= most:
        words = ngettext(
            "You may have %(num)s loan at a time: return or cancel it first",
            "You may have %(num)s loans at a time: return or cancel one first",
            most,
        )
        facts = {"most": most, "loans": count, "person": student_id}
        raise Conflict(words, facts=facts, see=["loans"])


def refused(person_ids: Collection[int]) -> set[int]:
    """Those of these people whom `check` refuses; none, without a query, where the school has no such rule."""
    ids = _late(person_ids) | _with_many(person_ids)
    known = people.contacts(ids) if ids else {}
    return {id for id in ids if id not in known or known[id].role == "student"}


def _late(person_ids: Collection[int]) -> set[int]:
    """Those with something late, where the school lends nothing more to them."""
    if not settings.get("late_stops_loans"):
        return set()
    query = select(Checkout.student_id).where(
        Checkout.student_id.in_(person_ids),
        Checkout.stored_status == "out",
        lateness.should_be_back(),
    )
    return set(db.session.scalars(query))


def _with_many(person_ids: Collection[int]) -> set[int]:
    """Those with as many loans as the school allows."""
    most = settings.get("most_loans")
    if not most:
        return set()
    theirs = Checkout.student_id.in_(person_ids), filtering.OPEN
    counts = select(Checkout.student_id).where(*theirs).group_by(Checkout.student_id)
    many = db.session.scalars(counts.having(func.count() >= most)).all()
    return {id for id in many if _count(id, most, ()) >= most}


def _check_nothing_late(student_id: int, besides: Sequence[Checkout]) -> None:
    """Conflict, with what is late besides these, if the school lends nothing more to who has something late."""
    if not settings.get("late_stops_loans"):
        return
    late = db.session.execute(
        select(Checkout.id, Checkout.item_name, Checkout.due_on)
        .where(
            Checkout.student_id == student_id,
            Checkout.stored_status == "out",
            lateness.should_be_back(),
            Checkout.id.not_in([loan.id for loan in besides]),
        )
        .order_by(Checkout.due_on, Checkout.id)
        .limit(1)
    ).first()
    if late:
        words = _(
            "%(item)s was due on %(day)s: bring it back first",
            item=late.item_name,
            day=calendar.in_words(late.due_on),
        )
        raise Conflict(words, facts={"reason": "late", "checkout": late.id})


def _count(student_id: int, most: int, besides: Sequence[Checkout]) -> int:
    """How many loans they have besides these, a set as one; exactly where it could be too many."""
    theirs = Checkout.student_id == student_id
    loan = func.coalesce(-Checkout.request_set_id, Checkout.id)
    query = select(loan).where(theirs, filtering.OPEN)
    open_ones = {id for id in db.session.scalars(query) if id}
    if len(open_ones) < most:
        return len(open_ones)
    whole = events.wholes(student_id)  # what is to follow of a loan is no other one
    loans = {_first_of(id, whole) for id in open_ones}
    return len(loans - {_first_of(_counted_as(loan), whole) for loan in besides})


def _counted_as(loan: Checkout) -> int:
    """Itself, or its set."""
    return -loan.request_set_id if loan.request_set_id else loan.id


def _first_of(id: int, whole: Mapping[int, int]) -> int:
    """The loan that this one, or what it was parted from, was a part of."""
    while id in whole:
        id = whole[id]
    return id
