"""Swaps: what somebody has out comes back as something else is handed out, such as the next size for a child."""

from collections.abc import Collection, Sequence

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import aliased

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _, ngettext
from webapp.stock import pictograms, sizes
from webapp.stock.items import sized
from webapp.stock.items.stocked import Item

from .. import access
from ..models import Checkout
from .filtering import OPEN

IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
INSTEAD = select(Checkout).where(Checkout.swaps_id.in_(IDS), OPEN)


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
    _check_only_one(id)
    return old


def find_again(actor: Actor, checkout: Checkout) -> Checkout | None:
    """What is to come back for a loan that was cancelled; None if nothing is. Conflict as `find`."""
    old = checkout.swaps_id
    return find(actor, checkout.student_id, old) if old else None


def check_only_one(checkout: Checkout) -> None:
    """Conflict if something else was asked for since, instead of what was to come back for a loan that is over.

    The caller holds stock's lock.
    """
    if checkout.swaps_id:
        _check_only_one(checkout.swaps_id)


def _check_only_one(id: int) -> None:
    other = select(Checkout).where(Checkout.swaps_id == id, OPEN).limit(1)
    if instead := db.session.scalars(other).first():
        words = _("%(item)s was asked for instead of it already", item=instead.item_name)
        raise Conflict(words, facts={"checkout": instead.id})


def check_fits(actor: Actor, checkout: Checkout) -> None:
    """Conflict if what comes back for a loan is no smaller one of its kind, or fewer pieces; staff may go on."""
    if not checkout.swaps_id or actor.is_staff:
        return
    old = db.session.get_one(Checkout, checkout.swaps_id)
    size = sized.sizes_of([checkout.item_id]).get(checkout.item_id, "")
    if not _is_smaller(old, checkout.item_name, size):
        words = _(
            "%(item)s is only swapped for a larger one of its kind", item=old.item_name
        )
        raise Conflict(words, facts={"checkout": old.id})
    if checkout.quantity > old.quantity:
        words = ngettext(
            "Only %(num)s piece of %(item)s comes back, so ask for no more",
            "Only %(num)s pieces of %(item)s come back, so ask for no more",
            old.quantity,
            item=old.item_name,
        )
        raise Conflict(words, facts={"checkout": old.id, "quantity": old.quantity})


def to_come_back(ids: Collection[int]) -> list[Checkout]:
    """What is still out of what was to come back as these loans were handed out; one query."""
    new = aliased(Checkout)
    old = select(Checkout).join(new, new.swaps_id == Checkout.id)
    old = old.where(new.id.in_(ids), Checkout.stored_status == "out")
    return rows.listed(old.order_by(Checkout.id))


def smaller(actor: Actor, things: Sequence[Item]) -> dict[str, Checkout]:
    """For each of these things by its name, the actor's own loan of a smaller one of its kind, the largest of them.

    Only what nothing else was asked for instead of; one query where one has a size, two where there is a loan.
    """
    if not any(item.size for item in things):
        return {}
    loans = not_swapped([actor.id])
    found = {item.name: largest_smaller(loans, item.name, item.size) for item in things}
    return {name: loan for name, loan in found.items() if loan}


def largest_smaller(loans: Sequence[Checkout], name: str, size: str) -> Checkout | None:
    """Of these loans the largest one that is smaller than a thing of this name and size, and of its kind."""
    smaller_ones = [loan for loan in loans if _is_smaller(loan, name, size)]
    return max(smaller_ones, key=_size, default=None)


def still_open(ids: Collection[int]) -> set[int]:
    """Which of these loans are out, and nothing else was asked for instead of."""
    out = select(Checkout.id).where(Checkout.id.in_(ids), Checkout.stored_status == "out")
    return set(rows.listed(out)) - asked_instead(ids) if ids else set()


def not_swapped(student_ids: Collection[int]) -> list[Checkout]:
    """What these people have, and asked for nothing instead of; two queries at most."""
    out = Checkout.student_id.in_(student_ids), Checkout.stored_status == "out"
    loans = rows.listed(select(Checkout).where(*out).order_by(Checkout.id))
    taken = asked_instead([loan.id for loan in loans])
    return [loan for loan in loans if loan.id not in taken]


def asked_instead(ids: Collection[int]) -> set[int]:
    """Which of these loans something else was asked for instead of; a query where there are any."""
    query = select(Checkout.swaps_id).where(Checkout.swaps_id.in_(ids), OPEN)
    return {id for id in db.session.scalars(query) if id} if ids else set()


def instead_of(ids: Collection[int]) -> dict[int, Checkout]:
    """What was asked for instead of these loans, by their ids; a query where there are any."""
    found = rows.listed(INSTEAD, {"ids": list(ids)}) if ids else []
    return {loan.swaps_id: loan for loan in found if loan.swaps_id}


def in_place(lines: Sequence[Checkout]) -> list[tuple[str, str]]:
    """What of these lines is asked for in place of something that comes back, both by name."""
    return [(line.item_name, old.item_name) for line in lines if (old := line.to_come_back)]


def _size(loan: Checkout) -> int:
    return sizes.rank(loan.item_size)


def _is_smaller(loan: Checkout, name: str, size: str) -> bool:
    is_alike = pictograms.word_of(loan.item_name) == pictograms.word_of(name)
    return is_alike and sizes.is_larger(size, loan.item_size)
