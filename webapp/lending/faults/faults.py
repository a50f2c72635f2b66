"""Faults: what is said to be broken, told where the thing is seen and where it is taken back."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.words import _

from .. import access
from ..loans.pieces import OUT
from ..models import Checkout, CheckoutUnit
from ..models import FaultReport as FaultReport  # for other slices

_is_out_of = CheckoutUnit.checkout_id == FaultReport.checkout_id


def waits() -> ColumnElement[bool]:
    """Whether a report still waits for its thing to come back, for a query over reports."""
    pieces = select(CheckoutUnit.id).where(OUT, _is_out_of)
    unit = pieces.where(CheckoutUnit.unit_id == FaultReport.unit_id)
    is_there = (FaultReport.unit_id.is_(None) & pieces.exists()) | unit.exists()
    return FaultReport.withdrawn_at.is_(None) & is_there


def visible(actor: Actor) -> Select[FaultReport]:
    """Staff all, others those of what they have, or fetch and bring for somebody."""
    query = select(FaultReport)
    if actor.is_staff:
        return query
    theirs = access.readable_checkouts(actor).with_only_columns(Checkout.id)
    return query.where(FaultReport.checkout_id.in_(theirs))


def find(actor: Actor, id: int, *, lock: bool = False) -> FaultReport:
    """One the actor may see; with `lock`, as the database has it now and until the transaction ends."""
    query = visible(actor).where(FaultReport.id == id)
    return rows.find(query, _("Report not found"), lock=lock)


def listed(
    actor: Actor,
    *,
    checkout: int | None = None,
    waiting: bool = False,
    before: int | None = None,
    limit: int = 50,
) -> list[FaultReport]:
    """Newest first; those of one loan, or only those that wait for their thing."""
    query = visible(actor)
    if checkout:
        query = query.where(FaultReport.checkout_id == checkout)
    if waiting:
        query = query.where(waits())
    if before:
        query = query.where(FaultReport.id < before)
    return rows.listed(query.order_by(FaultReport.id.desc()).limit(limit))


def of_loan(actor: Actor, checkout_id: int) -> list[FaultReport]:
    """Those of a loan that wait, oldest first."""
    query = visible(actor).where(FaultReport.checkout_id == checkout_id, waits())
    return rows.listed(query.order_by(FaultReport.id))


def of_unit(checkout_id: int, unit_id: int | None) -> FaultReport | None:
    """The one of a unit of a loan, or of its pieces without a tag, that waits. The caller has checked who may know."""
    query = select(FaultReport).where(
        FaultReport.checkout_id == checkout_id, FaultReport.unit_id == unit_id, waits()
    )
    return db.session.scalars(query.order_by(FaultReport.id.desc()).limit(1)).first()


def of_pieces(checkout_ids: Collection[int]) -> dict[tuple[int, int | None], FaultReport]:
    """What waits of these loans, by the loan and the unit; one query. The caller has checked who may know."""
    query = select(FaultReport).where(FaultReport.checkout_id.in_(checkout_ids), waits())
    found = rows.listed(query.order_by(FaultReport.id))
    return {(each.checkout_id, each.unit_id): each for each in found}


def of_thing(actor: Actor, unit_id: int) -> FaultReport | None:
    """What waits of a unit, whoever has it, as far as the actor sees it."""
    query = visible(actor).where(FaultReport.unit_id == unit_id, waits())
    return db.session.scalars(query.order_by(FaultReport.id.desc()).limit(1)).first()


def life_of_unit(
    actor: Actor, unit_id: int, *, after: tuple[datetime, int] | None, limit: int
) -> list[FaultReport]:
    """All that was ever said to be broken of a unit, newest first, also what was taken back."""
    query = visible(actor).where(FaultReport.unit_id == unit_id)
    query = rows.by_time(query, FaultReport.at, FaultReport.id, after, latest_first=True)
    return rows.listed(query.limit(limit))


def waiting_ids(ids: Collection[int]) -> set[int]:
    """Which of these reports wait; one query."""
    query = select(FaultReport.id).where(FaultReport.id.in_(ids), waits())
    return set(db.session.scalars(query))


def to_see_to(actor: Actor) -> dict[str, int]:
    """How many things are said to be `broken` while somebody has them. For staff."""
    query = select(func.count()).select_from(FaultReport).where(waits())
    return {"broken": db.session.scalar(query) or 0}
