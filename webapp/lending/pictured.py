"""Pictured: items, units, loans and faults as pictures know them: who sees them, and who adds pictures."""

from datetime import datetime

from sqlalchemy import select

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import NotFound
from webapp.core.words import _, lazy
from webapp.pictures.kinds import Kind
from webapp.stock import access as stock
from webapp.stock import faces
from webapp.stock.items import items
from webapp.stock.units import units

from . import access
from .faults import faults
from .models import Checkout, CheckoutUnit
from .models.units import BACK, GONE

NOTHING_CAME = lazy(
    "What is lost or used up did not come back: there is nothing to photograph"
)


def _item(actor: Actor, id: int) -> str:
    """For whoever sees it, and who borrows it or did, though it is lent no more."""
    try:
        return items.find(actor, id).name
    except NotFound:
        loans = access.visible_checkouts(actor).where(Checkout.item_id == id)
        loan = db.session.scalars(loans.order_by(Checkout.id.desc()).limit(1)).first()
        if loan is None:
            raise
        return loan.item_name


def _unit(actor: Actor, id: int) -> str:
    """For staff, and who borrows it or did."""
    if actor.is_staff:
        return units.find(actor, id).tag
    theirs = access.visible_checkouts(actor).with_only_columns(Checkout.id)
    query = select(CheckoutUnit).where(
        CheckoutUnit.unit_id == id,
        CheckoutUnit.out_at.is_not(None),
        CheckoutUnit.checkout_id.in_(theirs),
    )
    row = db.session.scalars(query.order_by(CheckoutUnit.id.desc()).limit(1)).first()
    if row is None or row.tag is None:
        raise NotFound(_("Unit not found"))
    return row.tag


def _handed_out(actor: Actor, id: int) -> str:
    return _("%(item)s, handed out", item=_loan(actor, id).item_name)


def _returned(actor: Actor, id: int) -> str:
    return _("%(item)s, came back", item=_loan(actor, id).item_name)


def _not_handed_out(id: int) -> str:
    if _left_and_closed(id)[0]:
        return ""
    return _("It has not been handed out, so there is nothing to photograph yet")


def _not_returned(id: int) -> str:
    """Until some of it is back, or the loan is closed; and for good where all of it is lost or used up."""
    out_at, closed_at = _left_and_closed(id)
    query = select(CheckoutUnit.ending).where(CheckoutUnit.checkout_id == id)
    endings = set(db.session.scalars(query))
    if out_at and endings.intersection(BACK):
        return ""
    if out_at and closed_at:
        return str(NOTHING_CAME) if endings.intersection(GONE) else ""
    return _("Nothing of it has come back, so there is nothing to photograph yet")


def _left_and_closed(id: int) -> tuple[datetime | None, datetime | None]:
    """When a loan that somebody was found to see left and was closed, as the database has it now."""
    query = select(Checkout.out_at, Checkout.closed_at).where(Checkout.id == id)
    out_at, closed_at = rows.find_values(query, _("Loan not found"))
    return out_at, closed_at


def _loan(actor: Actor, id: int) -> Checkout:
    query = access.readable_checkouts(actor).where(Checkout.id == id)
    return rows.find(query, _("Loan not found"))


def _broken(actor: Actor, id: int) -> str:
    return _("%(item)s, broken", item=faults.find(actor, id).checkout.item_name)


def _may_show_broken(actor: Actor, id: int) -> bool:
    """Whoever said so, and staff."""
    return access.may_withdraw_fault(actor, faults.find(actor, id).by)


def _may_add(actor: Actor, _id: int) -> bool:
    """Whoever hands out and takes back."""
    return stock.may_receive(actor)


KINDS = {
    "item": Kind(_item, _may_add, "lending.item", faces.set_of_item),
    "unit": Kind(_unit, _may_add, "reports.unit", faces.set_of_unit),
    "hand_out": Kind(_handed_out, _may_add, "lending.show", not_yet=_not_handed_out),
    "return": Kind(_returned, _may_add, "lending.show", not_yet=_not_returned),
    "fault": Kind(_broken, _may_show_broken, "lending.show_fault"),
}
