"""Telling that something lies at the desk: its borrower and whoever fetches it in their stead; and calling it back."""

from collections.abc import Collection, Iterable

from sqlalchemy import select

from webapp.core import letters, outbox
from webapp.core.db import db
from webapp.people import people
from webapp.school import calendar, settings

from . import notices
from .models import Checkout, Request

KIND = "ready_to_fetch"  # of the e-mail to who comes for it


def ready(checkout: Checkout) -> None:
    """To the borrower and who fetches it, that it lies at the desk; waits a moment, so that it can be undone."""
    notices.tell(checkout, "ready", due_at=outbox.decided())
    to_contact(checkout)


def to_contact(checkout: Checkout) -> None:
    """The same to who fetches it alone, if anybody does."""
    contact = people.contact(checkout.stands_in_id) if checkout.stands_in_id else None
    if contact:
        told = {"checkout": checkout, "to": contact, "school": settings.get("name")}
        told["begins_later"] = checkout.starts_on > calendar.today()
        letters.post(
            f"lending/mail/{KIND}",
            contact,
            told,
            about=("checkout", checkout.id),
            kind=KIND,
            step=_step(contact.id),
            due_at=outbox.decided(),
        )


def fetched(loans: Iterable[Checkout]) -> None:
    """Who leaves with it is not told any more that it lies ready."""
    call_back([loan.id for loan in loans if loan.ready_at])


def call_back(ids: Collection[int]) -> None:
    """Nobody is told any more that these loans lie ready, unless they were already."""
    if ids:
        outbox.cancel_all("checkout", ids, "ready")
        call_back_contacts(ids)


def call_back_contacts(ids: Collection[int]) -> None:
    """The same of who fetches them alone."""
    query = select(Request.contact_id, Checkout.id).join(
        Checkout, Checkout.request_id == Request.id
    )
    query = query.where(Checkout.id.in_(ids), Request.contact_id.is_not(None))
    for contact_id, checkout_id in db.session.execute(query).all():
        outbox.cancel("checkout", checkout_id, _step(contact_id))


def _step(contact_id: int | None) -> str:
    return f"{KIND}:{contact_id}"
