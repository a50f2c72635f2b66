"""Repairs: finding them, describing them, and setting them right when an act is undone."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import NamedTuple, TypedDict, Unpack

from sqlalchemy import ColumnElement, Select, func, select

from webapp.core import clock, money, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.derived import NAMES
from webapp.core.errors import Conflict, NotAllowed
from webapp.core.words import _, lazy
from webapp.school import calendar, settings
from webapp.stock import alerts
from webapp.stock.items import suppliers
from webapp.stock.ledger import ledger
from webapp.stock.units import repair_acts, units
from webapp.stock.units.repair_acts import Done

from . import access, departures
from .models import Repair as Repair  # for other slices

STATUS_WORDS = {
    "pending": lazy("not approved yet"),
    "approved": lazy("approved, but not sent yet"),
    "in_progress": lazy("being repaired"),
    "completed": lazy("done"),
    "failed": lazy("closed: it cannot be repaired"),
    "cancelled": lazy("closed: nothing was wrong"),
    "gone": lazy("closed: it is not here any more"),
}

WAITING = (
    select(func.count()).where(Repair.status.in_(("pending", "approved"))).scalar_subquery()
)
TO_SEE_TO = alerts.TO_SEE_TO.add_columns(WAITING.label("repairs"))


class Stage(NamedTuple):
    """How far repairs are, as a list of their own."""

    label: str
    rule: Callable[[date], ColumnElement[bool]]


MENDING, HERE = Repair.status == "in_progress", Repair.supplier_id.is_(None)
STAGES = {
    "assess": Stage(
        lazy("To assess"),
        lambda _: (Repair.status == "pending") & Repair.severity.is_(None),
    ),
    "approve": Stage(
        lazy("To approve"),
        lambda _: (Repair.status == "pending") & Repair.severity.is_not(None),
    ),
    "send": Stage(lazy("To send"), lambda _: Repair.status == "approved"),
    "away": Stage(
        lazy("Away"),
        lambda today: (
            MENDING & ~HERE & (Repair.expected_on.is_(None) | (Repair.expected_on > today))
        ),
    ),
    "check": Stage(
        lazy("To check"), lambda today: MENDING & (HERE | (Repair.expected_on <= today))
    ),
    "done": Stage(lazy("Done"), lambda _: Repair.closed_at.is_not(None)),
}


class Filters(TypedDict, total=False):
    """What a list of repairs may be asked for; `stage` is one of STAGES, `overdue` those expected back before today."""

    stage: str | None
    status: str | None
    kind: str | None
    unit: int | None
    item: int | None
    vendor: int | str | None
    overdue: bool


def listed(
    actor: Actor, *, before: int | None = None, limit: int = 50, **filters: Unpack[Filters]
) -> list[Repair]:
    """Newest first, keyset by id. For staff."""
    query = _filtered(_visible(actor), filters)
    if before:
        query = query.where(Repair.id < before)
    return rows.listed(query.order_by(Repair.id.desc()).limit(limit))


def _filtered(query: Select[Repair], filters: Filters) -> Select[Repair]:
    query = query.where(*_equal(filters))
    if stage := filters.get("stage"):
        query = query.where(STAGES[stage].rule(calendar.today()))
    if filters.get("overdue"):
        query = query.where(MENDING, Repair.expected_on < calendar.today())
    return query


def _equal(filters: Filters) -> list[ColumnElement[bool]]:
    """The conditions of the filters that name a value."""
    vendor = filters.get("vendor")
    columns = {
        Repair.status: filters.get("status"),
        Repair.kind: filters.get("kind"),
        Repair.unit_id: filters.get("unit"),
        Repair.item_id: filters.get("item"),
        Repair.supplier_id: vendor and suppliers.id_of(vendor, "vendor"),
    }
    return [column == value for column, value in columns.items() if value is not None]


def to_see_to(actor: Actor) -> dict[str, int]:
    """Stock's alerts, what is `waiting` for a second person, and the `repairs` to assess, approve or send. For staff.

    One statement, for this is counted on the pages where staff start.
    """
    return alerts.counts(actor, TO_SEE_TO)


def find(actor: Actor, id: int) -> Repair:
    """One repair, for staff. NotFound for an id that is not there."""
    return rows.find(_visible(actor).where(Repair.id == id), _("Repair not found"))


def these(actor: Actor, ids: Collection[int]) -> list[Repair]:
    """Those of these ids, the oldest first. For staff."""
    return rows.listed(_visible(actor).where(Repair.id.in_(ids)).order_by(Repair.id))


def history(actor: Actor, id: int) -> list[Done]:
    """What was done about a repair, and what of it left; oldest first, from the ledger."""
    return departures.history(find(actor, id))


def of_checkout(actor: Actor, checkout_id: int) -> list[int]:
    """The repairs that a loan came back damaged for; none for those who may not see them."""
    if not access.may_see(actor):
        return []
    return rows.listed(
        select(Repair.id).where(Repair.checkout_id == checkout_id).order_by(Repair.id)
    )


def loans_with_open() -> set[int]:
    """The ids of the loans from which something came back that is still being repaired."""
    query = select(Repair.checkout_id).where(
        Repair.closed_at.is_(None), Repair.checkout_id.is_not(None)
    )
    return {id for id in rows.listed(query) if id}


def of_unit(actor: Actor, unit_id: int) -> int | None:
    """The repair that a unit is in now; None if it is in none, and for those who may not see it."""
    if not access.may_see(actor):
        return None
    under_way = select(Repair.id).where(
        Repair.unit_id == unit_id, Repair.closed_at.is_(None)
    )
    return db.session.scalar(under_way.order_by(Repair.id.desc()).limit(1))


def expected_back(item_ids: Collection[int]) -> dict[tuple[int, int | None], date]:
    """When what is being mended of these items is expected back, by item and unit; the caller has checked who may know.

    Of loose pieces, which have no unit, the first day. One statement.
    """
    query = select(Repair.item_id, Repair.unit_id, func.min(Repair.expected_on)).where(
        Repair.item_id.in_(item_ids),
        Repair.closed_at.is_(None),
        Repair.expected_on.is_not(None),
    )
    days = db.session.execute(query.group_by(Repair.item_id, Repair.unit_id))
    return {(item_id, unit_id): day for item_id, unit_id, day in days if day}


def hold(actor: Actor, id: int) -> Repair:
    """The repair as it is now, its row held; stock's writer lock is there already."""
    rows.find(select(Repair).where(Repair.id == id), _("Repair not found"), lock=True)
    return find(actor, id)


def take(actor: Actor, id: int, step: str) -> Repair:
    """The repair held, in a status where this step can be taken. NotAllowed, or Conflict with the status it has."""
    find(actor, id)
    access.check_may(actor, step)
    ledger.lock()
    repair = hold(actor, id)
    if repair.status not in access.STEPS[step]:
        facts = {"status": repair.status, "version": repair.version, "repair": id}
        raise Conflict(
            _("This repair is %(status)s", status=STATUS_WORDS[repair.status]), facts=facts
        )
    return repair


def forget_from(checkout_id: int, *, at: datetime | None = None, count: int = 1) -> None:
    """A damaged return is undone: its repairs are cancelled without a movement, and a unit's condition is as before.

    Of several damaged returns of a loan it is the one at that instant, which opened `count` repairs, else all. The
    caller holds stock's lock. Conflict if somebody began to mend it since.
    """
    repairs = _lock_from(checkout_id, at)
    for repair in repairs[:count] if at else repairs:
        if repair_acts.standing(repair.id) or departures.standing(repair.id):
            facts = {"repair": repair.id, "status": repair.status}
            raise Conflict(_("Its repair has begun since"), facts=facts)
        repair.status, repair.closed_at = "cancelled", clock.now()
        if repair.unit_id and repair.condition_before:
            units.assess([repair.unit_id], repair.condition_before)
    db.session.flush()


def _lock_from(checkout_id: int, at: datetime | None) -> list[Repair]:
    """The repairs that a loan came back damaged for, newest first, up to an instant; held, and not forgotten yet."""
    query = select(Repair).where(Repair.checkout_id == checkout_id)
    if at:
        query = query.where(Repair.opened_at <= at)
    query = query.order_by(Repair.id.desc()).with_for_update()
    locked = db.session.scalars(query.execution_options(populate_existing=True))
    return [
        repair
        for repair in locked
        if repair.status != "cancelled" or repair_acts.standing(repair.id)
    ]


def shown(minor: int | None) -> str | None:
    return None if minor is None else money.shown(minor, settings.currency())


def _visible(actor: Actor) -> Select[Repair]:
    if not access.may_see(actor):
        raise NotAllowed(_("Only staff can see repairs"))
    return select(Repair).options(NAMES)
