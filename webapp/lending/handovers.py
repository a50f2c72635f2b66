"""Handovers: what leaves the desk, and what comes back to it."""

from collections.abc import Collection
from typing import Unpack

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid
from webapp.core.words import _
from webapp.repairs import opening
from webapp.school import calendar
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.operations.undo import Operation
from webapp.stock.units import accessories as belongings
from webapp.stock.units import units

from . import access, checkouts, choosing, endings, limits, notices, setting_aside
from .endings import Ending, Part, Told
from .models import Checkout
from .setting_aside import Aside


def set_aside(actor: Actor, id: int, *, unit: int | None = None) -> Checkout:
    """It lies ready at the desk, perhaps as a certain unit; the borrower is told."""
    checkout = checkouts.take(actor, id, access.may_hand_out(actor), "approved")
    if checkout.ready_at:
        raise Conflict(_("Already set aside"), facts={"status": checkout.status})
    choosing.choose(checkout, unit)
    limits.check_early(checkout)
    if not checkout.aside_at:
        setting_aside.reserve(actor, checkout)
    checkout.ready_at = clock.now()
    db.session.flush()
    notices.ready(checkout)
    return checkout


def hand_out(
    actor: Actor,
    id: int,
    *,
    unit: int | None = None,
    accessories: Collection[int] | None = None,
) -> Checkout:
    """The pieces leave the room; a unit may be named, and its condition and tag go with the loan.

    `accessories` are those of the unit that go along, if somebody looked; the others are then known to be missing.
    Conflict, with the units that could leave, if none is named where every piece has a tag.
    """
    checkout = checkouts.take(actor, id, access.may_hand_out(actor), "approved")
    choosing.choose(checkout, unit)
    check(actor, checkout, accessories)
    leave(actor, checkout)
    db.session.flush()
    return checkout


def return_item(actor: Actor, id: int, **told: Unpack[Told]) -> Checkout:
    """End pieces of a loan as it is told: returned, damaged, lost or used up; all unless fewer are named.

    From approved, what comes back is handed out first. Invalid for a day of return before they went out or in the
    future; Conflict if fewer are out, or if they cannot end so.
    """
    part = endings.read(told)
    checkout = _take_out(actor, id, part.ending)
    count, left = endings.check(checkout, part)
    operation = _end(actor, checkout, part, count)
    _look_at(actor, checkout, part)
    if not left:
        endings.close(checkout)
    db.session.flush()
    endings.tell(checkout, part.ending, operation.id, count)
    return checkout


def _take_out(actor: Actor, id: int, ending: Ending) -> Checkout:
    """The loan, out; what was only approved is handed out first, unless it is said to be gone."""
    states = ("out",) if ending.is_gone else ("out", "approved")
    checkout = checkouts.take(actor, id, access.may_take_back(actor), *states)
    if checkout.status == "approved":
        leave(actor, checkout)
    return checkout


def _end(actor: Actor, checkout: Checkout, part: Part, count: int) -> Operation:
    """Write it into the ledger; what came back damaged gets its repair."""
    if part.ending.state == "damaged":
        _open_repair(actor, checkout, count, part.notes)
    return endings.record(actor, checkout, part, count)


def _look_at(actor: Actor, checkout: Checkout, part: Part) -> None:
    """Note the condition and the accessories of what came back, if somebody looked; of what is gone neither."""
    missing = []
    if not part.ending.is_gone:
        if checkout.unit_id and part.condition:
            units.assess(checkout.unit_id, part.condition)
        missing = check(actor, checkout, part.accessories)
    _note(checkout, part.notes, missing=missing)


def leave(actor: Actor, checkout: Checkout) -> None:
    """Out of the school's hands, from where they were set aside or else from the shelf.

    Who comes before the first day has it from today on. Conflict if others have a promise for the days until then.
    """
    aside = setting_aside.of(checkout)
    if not aside:
        setting_aside.place(checkout)
    choosing.check_tag(checkout)
    limits.check_early(checkout)
    lines = _out_of_what_is_aside(checkout, aside) if aside else [_out(checkout)]
    ledger.record(actor, "hand out", lines, checkout_id=checkout.id)
    checkout.starts_on = min(checkout.starts_on, calendar.today())
    checkout.status, checkout.aside_at, checkout.out_at = "out", None, clock.now()


def check(
    actor: Actor, checkout: Checkout, accessories: Collection[int] | None
) -> list[str]:
    """Which accessories of its unit are there, if somebody looked; the names of those that are newly missing."""
    if accessories is None:
        return []
    if checkout.unit_id is None:
        raise Invalid(fields={"accessories": _("Only a unit has accessories")})
    return belongings.check(actor, checkout.unit_id, accessories)


def _out_of_what_is_aside(checkout: Checkout, aside: Aside) -> list[Line]:
    """What was set aside leaves; if it was another piece, it goes back on the shelf. Conflict if it is blocked."""
    if checkout.unit_id in (None, aside.unit_id):
        if aside.unit_id:
            units.pick(checkout.item_id, aside.unit_id)
        checkout.location_id, checkout.unit_id = aside
        return [_out(checkout, "reserved")]
    setting_aside.place(checkout)
    return [setting_aside.back(checkout, aside), _out(checkout)]


def _out(checkout: Checkout, state: str = "available") -> Line:
    return Line(
        checkout.item_id,
        checkout.location_id,
        "RENTAL_OUT",
        state,
        "on_rent",
        checkout.quantity,
        checkout.unit_id,
    )


def _open_repair(actor: Actor, checkout: Checkout, pieces: int, description: str) -> None:
    opening.from_return(
        actor,
        checkout_id=checkout.id,
        item_id=checkout.item_id,
        location_id=checkout.location_id,
        unit_id=checkout.unit_id,
        quantity=pieces,
        description=description,
    )


def _note(checkout: Checkout, notes: str, *, missing: list[str]) -> None:
    """Add to what earlier returns said."""
    if missing:
        notes = f"{notes}\nMissing: {', '.join(missing)}".strip()
    if notes:
        checkout.return_notes = f"{checkout.return_notes}\n{notes}".strip()[:2000]
