"""Details: what people say about a repair, and how its columns keep it."""

from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid, NotAllowed
from webapp.core.words import _
from webapp.school import calendar, settings
from webapp.stock.items import suppliers
from webapp.stock.ledger import ledger

from . import access
from .models import Repair
from .repairs import find, hold, shown


class Details(TypedDict, total=False):
    """What people may say about a repair; `vendor` is a supplier's id or name."""

    description: str
    vendor: int | str | None
    estimate: Decimal | None
    cost: Decimal | None
    expected_on: date | None


Columns = dict[str, Any]  # of a repair, by name


def described(repair: Repair) -> dict[str, Any]:
    """What is said about a repair now, as `describe` takes it."""
    return {
        "estimate": shown(repair.estimate_minor),
        "cost": shown(repair.cost_minor),
        "vendor": repair.supplier_id,
        "version": repair.version,
        "description": repair.description,
        "expected_on": repair.expected_on,
    }


def describe(
    actor: Actor, id: int, *, version: int | None = None, **changes: Unpack[Details]
) -> Repair:
    """Change description, vendor, estimate, cost or the day it is expected back.

    Once approved, only who approves changes the estimate. Invalid for a vendor that is not there or a new day that has
    passed; Stale, with what is said now, if somebody else changed it since `version`.
    """
    find(actor, id)
    ledger.lock()
    repair = hold(actor, id)
    rows.check_version(
        version,
        repair.version,
        _("Somebody changed this repair while you were typing"),
        lambda: described(repair),
    )
    columns = as_columns(**changes)
    estimate = columns.get("estimate_minor", repair.estimate_minor)
    is_decided = repair.status != "pending" and estimate != repair.estimate_minor
    if is_decided and not access.may_approve(actor):
        raise NotAllowed(
            _("Only teachers and admins can change an estimate that was approved")
        )
    set_columns(repair, **columns)
    db.session.flush()
    return find(actor, id)


def as_columns(**changes: Unpack[Details]) -> Columns:
    """What people say, as the columns keep it. Invalid for an amount finer than the currency has."""
    columns: Columns = {**changes}
    if "vendor" in columns:
        columns["supplier_id"] = columns.pop("vendor")
    for name in ("estimate", "cost"):
        if name in columns:
            amount = columns.pop(name)
            columns[f"{name}_minor"] = (
                None if amount is None else settings.minor(name, amount)
            )
    return columns


def set_columns(repair: Repair, **values: Any) -> None:
    """Set columns that people set. Invalid for an unknown vendor, or a new day that has passed."""
    if values.get("supplier_id"):
        vendor = values["supplier_id"] = suppliers.id_of(values["supplier_id"], "vendor")
        if vendor != repair.supplier_id and vendor not in suppliers.in_use():
            raise Invalid(fields={"vendor": _("Choose a supplier, or our own workshop")})
    if (day := values.get("expected_on")) and day != repair.expected_on:
        _check_day(day)
    rows.assign(repair, values)


def _check_day(day: date) -> None:
    today = calendar.today()
    if day < today:
        raise Invalid(fields={"expected_on": _("Choose a day in the future")})
    if day > calendar.after(today, 3650):
        raise Invalid(fields={"expected_on": _("Choose a day within ten years")})
