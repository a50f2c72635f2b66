"""Swaps: what somebody has out comes back as something else is handed out, such as the next size for a child."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import aliased

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.stock import pictograms, sizes

from . import access
from .models import Checkout

IS_OPEN = Checkout.stored_status.in_(("approved", "out")) | Checkout.is_waiting


def find(actor: Actor, borrower: int, id: int) -> Checkout:
    """The loan that is to come back, locked. NotFound unless it is this borrower's and the actor sees it.

    Conflict if it is not out, or if something else was asked for instead of it already. The caller holds the person's
    lock and stock's.
    """
    query = access.visible_checkouts(actor).where(
        Checkout.id == id, Checkout.student_id == borrower
    )
    old = rows.find(query, _("Loan not found"), lock=True)
    if old.status != "out":
        words = _("%(item)s is not out any more", item=old.item_name)
        raise Conflict(words, facts={"status": old.status})
    other = select(Checkout).where(Checkout.swaps_id == id, IS_OPEN).limit(1)
    if instead := db.session.scalars(other).first():
        words = _("You asked for %(item)s instead of it already", item=instead.item_name)
        raise Conflict(words, facts={"checkout": instead.id})
    return old


def to_come_back(ids: Collection[int]) -> list[Checkout]:
    """What is still out of what was to come back as these loans were handed out; one query."""
    new = aliased(Checkout)
    old = select(Checkout).join(new, new.swaps_id == Checkout.id)
    old = old.where(new.id.in_(ids), Checkout.stored_status == "out")
    return rows.listed(old.order_by(Checkout.id))


def smaller(actor: Actor, names: Sequence[str]) -> dict[str, Checkout]:
    """For each of these things by its name, the actor's own loan of a smaller one of its kind, the largest of them.

    Only what nothing else was asked for instead of; one query where the names tell a size, two where there is a loan.
    """
    if not any(sizes.of(name) for name in names):
        return {}
    loans = _not_swapped(actor)
    found = {name: [loan for loan in loans if _is_smaller(loan, name)] for name in names}
    return {name: max(those, key=_size) for name, those in found.items() if those}


def _not_swapped(actor: Actor) -> list[Checkout]:
    """What they have, and asked for nothing instead of."""
    out = Checkout.student_id == actor.id, Checkout.stored_status == "out"
    loans = rows.listed(select(Checkout).where(*out).order_by(Checkout.id))
    taken = asked_instead([loan.id for loan in loans])
    return [loan for loan in loans if loan.id not in taken]


def asked_instead(ids: Collection[int]) -> set[int]:
    """Which of these loans something else was asked for instead of; a query where there are any."""
    query = select(Checkout.swaps_id).where(Checkout.swaps_id.in_(ids), IS_OPEN)
    return {id for id in db.session.scalars(query) if id} if ids else set()


def _size(loan: Checkout) -> int:
    return sizes.rank(sizes.of(loan.item_name))


def _is_smaller(loan: Checkout, name: str) -> bool:
    is_alike = pictograms.word_of(loan.item_name) == pictograms.word_of(name)
    return is_alike and sizes.is_larger(sizes.of(name), sizes.of(loan.item_name))
