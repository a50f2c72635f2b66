"""Receipts and e-mails of forgotten loans: a receipt names nobody any more, an e-mail is there no more."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, String, and_, cast, delete, or_, select
from sqlalchemy.orm import aliased

from webapp.core import rows
from webapp.core.db import db
from webapp.core.outbox import Letter
from webapp.people import forgotten
from webapp.school.effects import done
from webapp.stock.operations import redacting

from ..models import Checkout, FaultReport, Pile, RenewalRequest, Telling
from ..models.piles import Thing
from ..piles import receipts
from ..renewals import notices as renewal_notices
from ..telling import copies

LISTS = ("digest", "guardian", "weekly")  # kinds of e-mails about all of somebody's loans
NOBODY = {
    "student": forgotten.ID,
    "student_name": forgotten.NAME,
    "fetched_by": "",
    "reason": "",
}
LISTED = ("person", "guardian")  # what these are about
ORIGINAL = aliased(Letter)
COPIES = (
    copies.KIND + ":" + cast(ORIGINAL.id, String) + ":%"
)  # as `copies` calls their steps


def forget_receipts(checkout_ids: Collection[int], people: Collection[int]) -> None:
    """Whose things they were is taken out of the receipts; of a receipt with nothing else, whose it was too."""
    pile_ids = redacting.piles_of_loans(checkout_ids)
    if not pile_ids:
        return
    query = select(Pile).where(Pile.id.in_(pile_ids)).order_by(Pile.id)
    query = query.with_for_update().execution_options(populate_existing=True)
    for pile in rows.listed(query):
        _forget_receipt(pile, checkout_ids, set(people))
    db.session.flush()


def _forget_receipt(pile: Pile, checkout_ids: Collection[int], people: set[int]) -> None:
    pile.goods = [_without(each, checkout_ids) for each in pile.goods]
    left = {each["student"] for each in pile.goods} - {forgotten.ID}
    gone = people - left
    if pile.person_id and (not left or pile.person_id in gone):
        pile.person_id, pile.person_name = forgotten.ID, forgotten.NAME
    steps = [receipts.step(id) for id in gone] if left else None
    delete_letters(_about("pile", [pile.id], steps))


def _without(thing: Thing, checkout_ids: Collection[int]) -> Thing:
    if thing["checkout"] not in checkout_ids:
        return thing
    return {name: NOBODY.get(name, value) for name, value in thing.items()}


def forget_letters(
    request_id: int,
    loans: Sequence[Checkout],
    people: Collection[int],
    jobs: Collection[int],
) -> None:
    """The e-mails about a request and its loans, and what was told of them."""
    ids = [loan.id for loan in loans]
    db.session.execute(delete(Telling).where(Telling.checkout_id.in_(ids)))
    told = [_about("request", [request_id]), _about("checkout", ids)]
    told += [_about(type, query) for type, query in _of_loans(ids).items()]
    if jobs:
        steps = [step for id in people for step in _of_job(id)]
        told.append(_about("job", jobs, steps))
    delete_letters(or_(*told))


def _of_loans(ids: Collection[int]) -> dict[str, Select[int]]:
    """What else e-mails about these loans are about, by how they call it."""
    renewals = select(RenewalRequest.id).where(RenewalRequest.checkout_id.in_(ids))
    faults = select(FaultReport.id).where(FaultReport.checkout_id.in_(ids))
    return {"renewal": renewals, "fault": faults}


def _of_job(person_id: int) -> tuple[str, str]:
    return renewal_notices.rolled_step(person_id), done.step(person_id)


def _about(
    type: str, ids: Collection[int] | Select[int], steps: Iterable[str] | None = None
) -> ColumnElement[bool]:
    """E-mails about these; only of some steps, and their copies, if those are said."""
    is_about = and_(Letter.subject_type == type, Letter.subject_id.in_(ids))
    if steps is None:
        return is_about
    named = list(steps)
    is_copied = (ORIGINAL.subject_type == type, ORIGINAL.step.in_(named))
    is_its_copy = Letter.step.like(COPIES)
    is_copy = select(ORIGINAL.id).where(
        *is_copied, ORIGINAL.subject_id == Letter.subject_id, is_its_copy
    )
    return and_(is_about, or_(Letter.step.in_(named), is_copy.exists()))


def delete_letters(which: ColumnElement[bool]) -> None:
    """E-mails that nothing else tells of."""
    is_told = select(Telling.id).where(Telling.letter_id == Letter.id).exists()
    statement = delete(Letter).where(which, ~is_told)
    db.session.execute(statement.execution_options(synchronize_session=False))


def old_lists(before: datetime, limit: int) -> list[int]:
    """E-mails about all of somebody's loans that say nothing any more of a loan that is remembered, by id."""
    is_told = select(Telling.id).where(Telling.letter_id == Letter.id).exists()
    query = select(Letter.id).where(
        Letter.subject_type.in_(LISTED),
        Letter.kind.in_(LISTS),
        Letter.written_at < before,
        ~is_told,
    )
    return rows.listed(query.order_by(Letter.id).limit(limit))
