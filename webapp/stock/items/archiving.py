"""Archiving: an item that is lent no more leaves the lists and keeps its history; one act brings it back."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from sqlalchemy import (
    BindParameter,
    ScalarSelect,
    SQLColumnExpression,
    bindparam,
    exists,
    func,
    select,
)

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotAllowed, Offer
from webapp.core.words import _, ngettext

from .. import access
from ..ledger import ledger
from ..models import Item, Level, Movement, Operation
from . import items

Pieces = Callable[[int], int]  # of the item with this id, how many
_promised: list[Pieces] = []


def connect(*promised: Pieces) -> None:
    """Who promises pieces to somebody before they leave the shelf."""
    _promised[:] = promised


class Terms(NamedTuple):
    """Whether an item is lent, as it stands in the database now."""

    name: str
    is_archived: bool
    is_borrowable: bool
    needs_approval: bool = True
    max_checkout_days: int = 0
    needs_second_look: bool = False
    max_renewals: int | None = None  # as the school usually allows
    renews_itself: bool = False
    service_days: int = 0
    loan_hours: int | None = None  # by the day


COLUMNS = (
    Item.name,
    Item.archived_at.is_not(None),
    Item.is_borrowable,
    Item.needs_approval,
    Item.max_checkout_days,
    Item.needs_second_look,
    Item.max_renewals,
    Item.renews_itself,
    Item.service_days,
    Item.loan_hours,
)
ITEM_IDS: BindParameter[list[int]] = bindparam("item_ids", expanding=True)
THEIR_TERMS = select(Item.id, *COLUMNS).where(Item.id.in_(ITEM_IDS))


def terms(item_id: int) -> Terms:
    """Read anew, whatever was read before a lock was taken; the caller has checked who may."""
    query = select(*COLUMNS).where(Item.id == item_id)
    return Terms._make(db.session.execute(query).one())


def all_terms(item_ids: Collection[int]) -> dict[int, Terms]:
    """The same of many, by their ids; one query."""
    found = db.session.execute(THEIR_TERMS, {"item_ids": list(item_ids)})
    return {row[0]: Terms._make(row[1:]) for row in found}


def max_renewals(item_id: SQLColumnExpression[int]) -> ScalarSelect[int | None]:
    """How often the item whose id is in this column may be kept longer, if it says so itself; for a query."""
    query = select(Item.max_renewals).where(Item.id == item_id)
    return query.correlate_except(Item).scalar_subquery()


def renews_itself(item_id: SQLColumnExpression[int]) -> ScalarSelect[bool]:
    """Whether it is kept longer by itself; for a query."""
    query = select(Item.renews_itself).where(Item.id == item_id)
    return query.correlate_except(Item).scalar_subquery()


def service_days(item_id: SQLColumnExpression[int]) -> ScalarSelect[int]:
    """For how many open days a piece of it is looked after when it comes back; for a query."""
    query = select(Item.service_days).where(Item.id == item_id)
    return query.correlate_except(Item).scalar_subquery()


def loan_hours(item_id: SQLColumnExpression[int]) -> ScalarSelect[int | None]:
    """For how many hours a piece of it is lent, if it is lent by the hour; for a query."""
    query = select(Item.loan_hours).where(Item.id == item_id)
    return query.correlate_except(Item).scalar_subquery()


def longest(item_ids: Collection[int]) -> dict[int, int]:
    """For how many days each of these items is lent at most; the caller has checked who may."""
    return rows.pairs(select(Item.id, Item.max_checkout_days).where(Item.id.in_(item_ids)))


def archive(actor: Actor, id: int, *, confirmed: bool = False) -> Item:
    """Lend it no more. Conflict, with what is out and the offer to do it anyway, unless that is confirmed.

    Conflict too while a piece is set aside for somebody or promised: that is kept or cancelled first.
    """
    item = _to_change(actor, id)
    if item.archived_at:
        raise Conflict(
            _("%(item)s is already archived", item=item.name),
            facts={"archived_at": item.archived_at.isoformat()},
        )
    _check_is_in(item, confirmed=confirmed)
    item.archived_at, item.archived_by = clock.now(), actor.id
    return _kept(actor, "archive", item)


def restore(actor: Actor, id: int) -> Item:
    """Back in the lists, and lent again if it was. Conflict if it is not archived."""
    item = _to_change(actor, id)
    if item.archived_at is None:
        raise Conflict(
            _("%(item)s is not archived", item=item.name), facts={"archived_at": None}
        )
    item.archived_at = item.archived_by = None
    return _kept(actor, "restore", item)


def remove(actor: Actor, id: int) -> None:
    """Erase an item without history; archive one that has any, as `archive` does."""
    item = _to_change(actor, id)
    moved = exists().where(Movement.item_id == id)
    archived = exists().where(Operation.item_id == id)
    if db.session.scalar(select(moved | archived)):
        archive(actor, id)
        return
    for level in db.session.scalars(select(Level).where(Level.item_id == id)):
        db.session.delete(level)
    db.session.flush()
    db.session.delete(item)
    db.session.flush()


def _kept(actor: Actor, kind: str, item: Item) -> Item:
    """With what was done to it in its history, though it moved nothing."""
    ledger.record(actor, kind, [], item_id=item.id)
    return item


def _to_change(actor: Actor, id: int) -> Item:
    items.find(actor, id)
    if not access.may_describe(actor):
        raise NotAllowed(_("Only teachers and admins can archive items"))
    ledger.lock()
    return rows.find(select(Item).where(Item.id == id), items.MISSING, lock=True)


def _check_is_in(item: Item, *, confirmed: bool) -> None:
    """Conflict while a piece is set aside for or promised to somebody, or out unless that is confirmed."""
    out, reserved = _out_and_reserved(item.id)
    promised = sum(pieces(item.id) for pieces in _promised)
    facts = {
        "out": out,
        "set_aside": reserved,
        "promised": promised,
        "item": item.id,
    }
    if reserved:
        words = ngettext(
            "%(num)s is set aside for somebody; hand it out or cancel that first",
            "%(num)s are set aside for somebody; hand it out or cancel that first",
            reserved,
        )
        raise Conflict(words, facts=facts)
    if promised:
        words = ngettext(
            "%(num)s is promised to somebody; hand it out or cancel that first",
            "%(num)s are promised to somebody; hand them out or cancel that first",
            promised,
        )
        raise Conflict(words, facts=facts)
    if out and not confirmed:
        words = ngettext("%(num)s is still out", "%(num)s are still out", out)
        anyway = Offer(_("Archive it anyway"), {"confirmed": True})
        raise Conflict(words, facts=facts, offers=[anyway])


def _out_and_reserved(item_id: int) -> tuple[int, int]:
    sums = (
        func.coalesce(func.sum(Level.on_rent), 0),
        func.coalesce(func.sum(Level.reserved), 0),
    )
    out, reserved = db.session.execute(select(*sums).where(Level.item_id == item_id)).one()
    return int(out), int(reserved)
