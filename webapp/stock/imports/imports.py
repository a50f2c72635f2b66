"""Imports: a school's own spreadsheet becomes items, units and one operation in the ledger, all of it or nothing."""

import hashlib
from dataclasses import dataclass
from typing import Unpack

from sqlalchemy import distinct, func, select
from sqlalchemy.exc import DataError

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotAllowed, NotFound
from webapp.core.words import _, lazy, ngettext

from .. import access, locations
from ..items import categories
from ..ledger import ledger
from ..models import Item, Location, Movement, Operation, Unit
from ..schemas.imports import Defaults
from . import columns, pieces, plans, records, type_numbers
from .columns import Meaning
from .plans import Plan
from .spreadsheets import Table

FIRST_ITEMS = 24  # that are shown of an import
TOO_MUCH = lazy("The quantities or values of one item add up to too large an amount")


@dataclass(frozen=True)
class Imported:
    """What an import brought, by the ledger."""

    id: int
    note: str
    items: list[Item]
    kinds: int
    quantity: int
    blocked: int


def allow(actor: Actor) -> None:
    if not access.may_describe(actor):
        raise NotAllowed(_("Only teachers and admins can import items"))


def preview(
    actor: Actor,
    table: Table,
    mapping: Meaning,
    *,
    location: str | None = None,
    create_locations: bool = False,
    category: str = "instrument",
) -> Plan:
    """What will happen to every row; writes nothing. Invalid at `column` if the mapping cannot be, at `category` if
    there is none such.

    `location` is for rows that name none. `category` is for kinds whose description gives no hint.
    """
    allow(actor)
    columns.check(table.header, mapping)
    categories.check(category)
    plan = plans.make(
        list(type_numbers.set_aside(list(pieces.read(table, mapping)))),
        key=_key(table, mapping, location),
        location=location,
        create_locations=create_locations,
        category=category,
    )
    if len(plan.new_locations) > plans.MOST_LOCATIONS:
        words = _(
            "This would make %(number)s new locations; is it the right column?",
            number=len(plan.new_locations),
        )
        raise Invalid(words, fields={"column": words})
    return plan


def carry_out(
    actor: Actor,
    table: Table,
    mapping: Meaning,
    *,
    name: str = "a spreadsheet",  # stored, and therefore English
    seen: str | None = None,
    leave_out: bool = False,
    is_borrowable: bool = True,
    **defaults: Unpack[Defaults],
) -> Operation:
    """Bring in what `preview` with the same defaults says. Invalid if a row has a problem, unless those are left out.

    `seen` is the `Plan.seen` of the preview somebody looked at: Conflict if it would come out differently now, and
    Conflict if the same file was imported in the same way before.
    """
    allow(actor)
    ledger.lock()
    plan = preview(actor, table, mapping, **defaults)
    _check(plan, seen, leave_out)
    note = f"{plan.taken} rows of {pieces.visible(name)[:200]} [{plan.key}]"
    return _record(actor, plan, note, is_borrowable)


def show(actor: Actor, id: int) -> Imported:
    """What an import brought; the first of its items by name."""
    allow(actor)
    operation = db.session.get(Operation, id)
    if operation is None or operation.kind != "import":
        raise NotFound(_("Import not found"))
    kinds, quantity = _counts(id)
    blocked = _blocked(id)
    moved = select(Movement.item_id).where(Movement.operation_id == id)
    items = select(Item).where(Item.id.in_(moved)).order_by(Item.sort_key, Item.id)
    return Imported(
        id=id,
        note=operation.note.rpartition(" [")[0],
        items=rows.listed(items.limit(FIRST_ITEMS)),
        kinds=kinds,
        quantity=quantity,
        blocked=blocked,
    )


def _record(actor: Actor, plan: Plan, note: str, is_borrowable: bool) -> Operation:
    location_ids = _locations(actor, plan)
    try:
        with db.session.begin_nested():
            records.change_items([kind for kind in plan.kinds if kind.id is not None])
            records.add_items(actor, plan.kinds, location_ids, is_borrowable)
            lines = records.lines(plan.kinds, location_ids)
            return ledger.record(actor, "import", lines, note=note)
    except DataError:  # with what is there already
        raise Invalid(TOO_MUCH) from None


def _locations(actor: Actor, plan: Plan) -> dict[str, int]:
    """The ids of all by name, after those that are new are made."""
    for name in plan.new_locations:
        locations.home(actor, name, is_new=True)
    return {name: id for id, name in db.session.execute(select(Location.id, Location.name))}


def _counts(operation_id: int) -> tuple[int, int]:
    """Of kinds and of pieces."""
    query = select(
        func.count(distinct(Movement.item_id)),
        func.coalesce(func.sum(Movement.quantity), 0),
    ).where(Movement.operation_id == operation_id)
    kinds, quantity = db.session.execute(query).one()
    return kinds, int(quantity)


def _blocked(operation_id: int) -> int:
    """Units that are not to be lent."""
    units = (
        select(func.count()).select_from(Unit).join(Movement, Movement.unit_id == Unit.id)
    )
    of_import = Movement.operation_id == operation_id
    query = units.where(of_import, Unit.blocked_reason.is_not(None))
    return db.session.scalar(query) or 0


def _check(plan: Plan, seen: str | None, leave_out: bool) -> None:
    if plan.before:
        raise Conflict(
            _("This file was already imported in the same way"),
            facts={"imported_at": plan.before.isoformat()},
        )
    if seen is not None and seen != plan.seen:
        raise Conflict(
            _(
                "Stock has changed since you looked at the preview. Look at it again, then import."
            )
        )
    if plan.problems and not leave_out:
        raise _cannot_be_imported(plan)
    if any(kind.quantity * max(kind.value_minor or 1, 1) >= 2**31 for kind in plan.kinds):
        raise Invalid(TOO_MUCH)
    if not plan.taken:
        raise Invalid(_("No row adds anything, so nothing was imported"))


def _cannot_be_imported(plan: Plan) -> Invalid:
    first = next(fate for fate in plan.fates if fate.verdict == "problem")
    words = ngettext(
        "%(num)s row cannot be imported, so nothing was imported. Line %(line)s: %(problems)s",
        "%(num)s rows cannot be imported, so nothing was imported. Line %(line)s: %(problems)s",
        plan.problems,
        line=first.line,
        problems="; ".join(first.words),
    )
    return Invalid(words, facts={"problems": plan.problems})


def _key(table: Table, mapping: Meaning, location: str | None) -> str:
    """Stands for the file, read in this way."""
    digest = hashlib.sha256(repr((table.header, mapping, location, table.decimal)).encode())
    for row in table.rows:
        digest.update(repr(row).encode())
    return digest.hexdigest()[:32]
