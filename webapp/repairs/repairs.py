"""Repairs: finding them, describing them, and setting them right when an act is undone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select

from webapp.core import clock, money
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from webapp.school import calendar, settings
from webapp.stock import alerts
from webapp.stock.items import suppliers
from webapp.stock.ledger import ledger
from webapp.stock.units import repair_acts, units
from webapp.stock.units.repair_acts import Done

from . import access
from .models import ITEMS, LOCATIONS, SUPPLIERS, UNITS, Repair

SAID = {
    "pending": "not approved yet",
    "approved": "approved, but not sent yet",
    "in_progress": "being repaired",
    "completed": "done",
    "failed": "closed: it cannot be repaired",
    "cancelled": "closed: nothing was wrong",
}

WAITING = (
    select(func.count()).where(Repair.status.in_(("pending", "approved"))).scalar_subquery()
)
TO_SEE_TO = alerts.TO_SEE_TO.add_columns(WAITING.label("repairs"))


@dataclass(frozen=True)
class Job:
    """A repair with the names of what is mended, where it belongs, and who mends it."""

    repair: Repair
    item_name: str
    location: str
    tag: str | None
    vendor_name: str | None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.repair, name)

    @property
    def is_overdue(self) -> bool:
        """From the day after it was expected back."""
        due = self.repair.expected_on
        return (
            self.repair.status == "in_progress"
            and due is not None
            and due < calendar.today()
        )


class Stage(NamedTuple):
    """How far repairs are, as a list of their own."""

    label: str
    rule: Callable[[date], Any]


MENDING, HERE = Repair.status == "in_progress", Repair.supplier_id.is_(None)
STAGES = {
    "assess": Stage(
        "To assess", lambda _: (Repair.status == "pending") & Repair.severity.is_(None)
    ),
    "approve": Stage(
        "To approve", lambda _: (Repair.status == "pending") & Repair.severity.is_not(None)
    ),
    "send": Stage("To send", lambda _: Repair.status == "approved"),
    "away": Stage(
        "Away",
        lambda today: (
            MENDING & ~HERE & (Repair.expected_on.is_(None) | (Repair.expected_on > today))
        ),
    ),
    "check": Stage(
        "To check", lambda today: MENDING & (HERE | (Repair.expected_on <= today))
    ),
    "done": Stage("Done", lambda _: Repair.closed_at.is_not(None)),
}


def listed(
    actor: Actor,
    *,
    stage: str | None = None,
    status: str | None = None,
    kind: str | None = None,
    unit: int | None = None,
    item: int | None = None,
    vendor: int | str | None = None,
    overdue: bool = False,
    before: int | None = None,
    limit: int = 50,
) -> list[Job]:
    """Newest first, keyset by id; `stage` is one of STAGES, `overdue` those expected back before today. For staff."""
    today, told = (
        calendar.today(),
        {"status": status, "kind": kind, "unit_id": unit, "item_id": item},
    )
    told["supplier_id"] = vendor and suppliers.id_of(vendor, "vendor")
    asked = _asked(actor).filter_by(
        **{name: value for name, value in told.items() if value is not None}
    )
    if stage:
        asked = asked.where(STAGES[stage].rule(today))
    if overdue:
        asked = asked.where(MENDING, Repair.expected_on < today)
    if before:
        asked = asked.where(Repair.id < before)
    return [
        Job(*row)
        for row in db.session.execute(asked.order_by(Repair.id.desc()).limit(limit))
    ]


def to_see_to(actor: Actor) -> dict[str, int]:
    """Stock's alerts, what is `waiting` for a second person, and the `repairs` to assess, approve or send. For staff.

    One statement, for this is counted on the pages where staff start.
    """
    return alerts.counts(actor, TO_SEE_TO)


def find(actor: Actor, id: int) -> Job:
    """One repair, for staff. NotFound for an id that is not there."""
    row = db.session.execute(_asked(actor).where(Repair.id == id)).one_or_none()
    if row is None:
        raise NotFound("Repair not found")
    return Job(*row)


def history(actor: Actor, id: int) -> list[Done]:
    """What was done about a repair, oldest first, from the ledger."""
    find(actor, id)
    return repair_acts.history(id)


def of_checkout(actor: Actor, checkout_id: int) -> list[int]:
    """The repairs that a loan came back damaged for; none for those who may not see them."""
    if not access.may_see(actor):
        return []
    return list(
        db.session.scalars(
            select(Repair.id).where(Repair.checkout_id == checkout_id).order_by(Repair.id)
        )
    )


def of_unit(actor: Actor, unit_id: int) -> int | None:
    """The repair that a unit is in now; None if it is in none, and for those who may not see it."""
    if not access.may_see(actor):
        return None
    under_way = select(Repair.id).where(
        Repair.unit_id == unit_id, Repair.closed_at.is_(None)
    )
    return db.session.scalar(under_way.order_by(Repair.id.desc()).limit(1))


def described(job: Job) -> dict[str, Any]:
    """What is said about a repair now, as `describe` takes it."""
    told = {
        "estimate": shown(job.estimate_minor),
        "cost": shown(job.cost_minor),
        "vendor": job.supplier_id,
    }
    return told | {
        name: getattr(job, name) for name in ("version", "description", "expected_on")
    }


def describe(actor: Actor, id: int, *, version: int | None = None, **changes: Any) -> Job:
    """Change description, vendor, estimate, cost or the day it is expected back.

    Once approved, only who approves changes the estimate. Invalid for a vendor that is not there or a new day that has
    passed; Stale, with what is said now, if somebody else changed it since `version`.
    """
    find(actor, id)
    ledger.lock()
    job = hold(actor, id)
    if version is not None and job.version != version:
        raise Stale(
            "Somebody changed this repair while you were typing", facts=described(job)
        )
    said = told(**changes)
    decided = (
        job.status != "pending"
        and said.get("estimate_minor", job.estimate_minor) != job.estimate_minor
    )
    if decided and not access.may_approve(actor):
        raise NotAllowed(
            "Only teachers and admins can change an estimate that was approved"
        )
    tell(job.repair, **said)
    db.session.flush()
    return find(actor, id)


def told(**changes: Any) -> dict[str, Any]:
    """What people say, as the columns keep it. Invalid for an amount finer than the currency has."""
    if "vendor" in changes:
        changes["supplier_id"] = changes.pop("vendor")
    for name in ("estimate", "cost"):
        if name in changes:
            amount = changes.pop(name)
            changes[f"{name}_minor"] = (
                None if amount is None else settings.minor(name, amount)
            )
    return changes


def tell(repair: Repair, **said: Any) -> None:
    """Set columns that people set. Invalid for an unknown vendor, or a new day that has passed."""
    if said.get("supplier_id"):
        vendor = said["supplier_id"] = suppliers.id_of(said["supplier_id"], "vendor")
        if vendor != repair.supplier_id and vendor not in suppliers.in_use():
            raise Invalid(fields={"vendor": "Choose a supplier, or our own workshop"})
    if (day := said.get("expected_on")) and day != repair.expected_on:
        _check_day(day)
    for name, value in said.items():
        setattr(repair, name, value)


def hold(actor: Actor, id: int) -> Job:
    """The repair as it is now, its row held; stock's writer lock is there already."""
    held = (
        select(Repair)
        .where(Repair.id == id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    db.session.scalars(held).one_or_none()
    return find(actor, id)


def take(actor: Actor, id: int, step: str) -> Job:
    """The repair held, in a status where this step can be taken. NotAllowed, or Conflict with the status it has."""
    find(actor, id)
    access.check_may(actor, step)
    ledger.lock()
    job = hold(actor, id)
    if job.status not in access.STEPS[step]:
        facts = {"status": job.status, "version": job.version}
        raise Conflict(f"This repair is {SAID[job.status]}", facts=facts)
    return job


def forget_from(checkout_id: int, *, at: datetime | None = None) -> None:
    """A damaged return is undone: its repair is cancelled without a movement, and a unit's condition is as before.

    Of several damaged returns of a loan it is the one at that instant, else all. The caller holds stock's lock.
    Conflict if somebody began to mend it since.
    """
    asked = (
        select(Repair).where(Repair.checkout_id == checkout_id).order_by(Repair.id.desc())
    )
    if at:
        asked = asked.where(Repair.opened_at <= at)
    held = db.session.scalars(
        asked.with_for_update().execution_options(populate_existing=True)
    )
    found = [
        repair
        for repair in held
        if repair.status != "cancelled" or repair_acts.standing(repair.id)
    ]
    for repair in found[:1] if at else found:
        if repair_acts.standing(repair.id):
            raise Conflict(
                "Its repair has begun since",
                facts={"repair": repair.id, "status": repair.status},
            )
        repair.status, repair.closed_at = "cancelled", clock.now()
        if repair.unit_id and repair.condition_before:
            units.assess(repair.unit_id, repair.condition_before)
    db.session.flush()


def shown(minor: int | None) -> str | None:
    return None if minor is None else money.shown(minor, settings.currency())


def _asked(actor: Actor) -> Any:
    if not access.may_see(actor):
        raise NotAllowed("Only staff can see repairs")
    named = select(Repair, ITEMS.c.name, LOCATIONS.c.name, UNITS.c.tag, SUPPLIERS.c.name)
    at = named.join(ITEMS, ITEMS.c.id == Repair.item_id).join(
        LOCATIONS, LOCATIONS.c.id == Repair.location_id
    )
    who = at.outerjoin(UNITS, UNITS.c.id == Repair.unit_id)
    return who.outerjoin(SUPPLIERS, SUPPLIERS.c.id == Repair.supplier_id)


def _check_day(day: date) -> None:
    today = calendar.today()
    if day < today:
        raise Invalid(fields={"expected_on": "Choose a day in the future"})
    if day > calendar.after(today, 3650):
        raise Invalid(fields={"expected_on": "Choose a day within ten years"})
