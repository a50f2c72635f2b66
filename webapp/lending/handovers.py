"""Handovers: what leaves the desk, and what comes back to it."""

from collections.abc import Collection

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid
from webapp.core.words import _, lazy, ngettext
from webapp.repairs import opening
from webapp.school import calendar
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.units import accessories as belongings
from webapp.stock.units import units

from . import access, checkouts, choosing, limits, notices, setting_aside
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


def return_item(
    actor: Actor,
    id: int,
    *,
    notes: str = "",
    condition: str | None = None,
    quantity: int | None = None,
    accessories: Collection[int] | None = None,
) -> Checkout:
    """Take pieces back, good or damaged, all unless `quantity` says fewer. From approved, hand out first.

    `accessories` are those of the unit that came back, if somebody looked; what is missing now is noted.
    """
    checkout = checkouts.take(actor, id, access.may_take_back(actor), "out", "approved")
    if checkout.status == "approved":
        leave(actor, checkout)
    pieces, left = _pieces_back(checkout, quantity)
    if condition == "damaged":
        _open_repair(actor, checkout, pieces, notes)
    _move_back(actor, checkout, pieces, is_damaged=condition == "damaged", note=notes)
    _assess(checkout, condition)
    _note(checkout, notes, missing=check(actor, checkout, accessories))
    if not left:
        _close(checkout)
    db.session.flush()
    return checkout


def _assess(checkout: Checkout, condition: str | None) -> None:
    if checkout.unit_id and condition:
        units.assess(checkout.unit_id, condition)


def _close(checkout: Checkout) -> None:
    """Its last piece is back, and the borrower is told."""
    checkout.status = "returned"
    checkout.closed_at, checkout.returned_on = clock.now(), calendar.today()
    notices.returned(checkout)


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


def _pieces_back(checkout: Checkout, quantity: int | None) -> tuple[int, int]:
    """How many come back, all unless it is said, and how many are still out then. Conflict if fewer are out."""
    out = ledger.held(checkout.id)["on_rent"]
    pieces = out if quantity is None else quantity
    if pieces > out:
        words, facts = (
            ngettext("Only %(num)s is out", "Only %(num)s are out", out),
            {"out": out, "asked": pieces},
        )
        raise Conflict(
            words, facts=facts, offers=[limits.fewer(out, lazy("Check in %(number)s"))]
        )
    return pieces, out - pieces


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


def _move_back(
    actor: Actor, checkout: Checkout, pieces: int, *, is_damaged: bool, note: str
) -> None:
    if is_damaged:
        kind, movement, state = "return damaged", "RENTAL_RETURN_DAMAGED", "damaged"
    else:
        kind, movement, state = "return", "RENTAL_RETURN", "available"
    checkouts.move(actor, checkout, kind, movement, "on_rent", state, pieces, note=note)
    db.session.expire(checkout, ["pieces_out"])


def _note(checkout: Checkout, notes: str, *, missing: list[str]) -> None:
    """Add to what earlier returns said."""
    if missing:
        notes = f"{notes}\nMissing: {', '.join(missing)}".strip()
    if notes:
        checkout.return_notes = f"{checkout.return_notes}\n{notes}".strip()[:2000]
