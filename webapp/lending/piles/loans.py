"""Loans: those that the things of a pile belong to, read at once."""

from collections.abc import Collection

from sqlalchemy import Select, or_

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.people.people import Named

from .. import access, pieces
from ..models import Checkout
from .codes import Line


def concerned(
    actor: Actor, lines: Collection[Line], person: Named | None
) -> list[Checkout]:
    """The loans these things are out on, all of what is only counted, and a person's, as they are now; by due day."""
    unit_ids = [line.unit.id for line in lines if line.unit]
    item_ids = [line.item.id for line in lines if line.item and not line.unit]
    open_ones = Checkout.stored_status.in_(("approved", "out"))
    query = access.visible_checkouts(actor).where(
        open_ones,
        or_(
            Checkout.id.in_(pieces.loans_with(unit_ids)),
            (Checkout.item_id.in_(item_ids)) & (Checkout.stored_status == "out"),
            Checkout.student_id == (person.id if person else 0),
        ),
    )
    return _now(query.order_by(Checkout.due_on, Checkout.id))


def promised(actor: Actor, item_ids: Collection[int]) -> list[Checkout]:
    """Who may pick up one of these items; whose turn is first comes first."""
    query = access.visible_checkouts(actor).where(
        Checkout.item_id.in_(item_ids), Checkout.stored_status == "approved"
    )
    return _now(query.order_by(Checkout.starts_on, Checkout.id).limit(200))


def of_people(actor: Actor, people: Collection[int]) -> list[Checkout]:
    """What these people have; what is due first comes first."""
    query = access.visible_checkouts(actor).where(
        Checkout.student_id.in_(people), Checkout.stored_status == "out"
    )
    return _now(query.order_by(Checkout.due_on, Checkout.id).limit(200))


def _now(query: Select[Checkout]) -> list[Checkout]:
    return rows.listed(query.execution_options(populate_existing=True))
