"""Loans: those that the things of a pile belong to, read at once."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, or_

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.people.people import Named

from .. import access
from ..loans import for_others, pieces
from ..models import Checkout
from .codes import Line


def concerned(
    actor: Actor, lines: Collection[Line], person: Named | None
) -> list[Checkout]:
    """The loans these things are out on, all of what is only counted, a person's, and what they fetch for others, as
    they are now; by due day.
    """
    unit_ids = [line.unit.id for line in lines if line.unit]
    item_ids = [line.item.id for line in lines if line.item and not line.unit]
    open_ones = Checkout.stored_status.in_(("approved", "out"))
    query = access.visible_checkouts(actor).where(
        open_ones,
        or_(
            Checkout.id.in_(pieces.loans_with(unit_ids)),
            (Checkout.item_id.in_(item_ids)) & (Checkout.stored_status == "out"),
            *_of(person),
        ),
    )
    return _now(query.order_by(Checkout.due_on, Checkout.id))


def _of(person: Named | None) -> list[ColumnElement[bool]]:
    """For a query: that it is theirs, or they come for it in another's stead."""
    if person is None:
        return []
    others = for_others.of_contact(person.id).with_only_columns(Checkout.id)
    return [Checkout.student_id == person.id, Checkout.id.in_(others)]


def come_for(loan: Checkout, person: Named) -> bool:
    """Whether it is theirs, or they come for it in another's stead, which they do not while it is only offered."""
    is_for_another = loan.stands_in_id == person.id and not loan.is_offer
    return loan.student_id == person.id or is_for_another


def promised(actor: Actor, item_ids: Collection[int]) -> list[Checkout]:
    """Who may pick up one of these items; whose turn is first comes first."""
    query = access.visible_checkouts(actor).where(
        Checkout.item_id.in_(item_ids), Checkout.stored_status == "approved"
    )
    return _now(query.order_by(Checkout.starts_on, Checkout.id).limit(200))


def unanswered(
    actor: Actor, item_ids: Collection[int], person_id: int
) -> dict[int, Checkout]:
    """What of these items somebody asked for and waits to hear of, the first that is wanted, by the item."""
    query = access.visible_checkouts(actor).where(
        Checkout.item_id.in_(item_ids),
        Checkout.student_id == person_id,
        Checkout.is_waiting,
    )
    found = _now(query.order_by(Checkout.starts_on.desc(), Checkout.id.desc()).limit(200))
    return {loan.item_id: loan for loan in found}


def of_people(actor: Actor, people: Collection[int]) -> list[Checkout]:
    """What these people have; what is due first comes first."""
    query = access.visible_checkouts(actor).where(
        Checkout.student_id.in_(people), Checkout.stored_status == "out"
    )
    return _now(query.order_by(Checkout.due_on, Checkout.id).limit(200))


def _now(query: Select[Checkout]) -> list[Checkout]:
    return rows.listed(query.execution_options(populate_existing=True))
