"""Photos that come with a form of lending: they are kept with its act, or neither is done."""

from collections.abc import Callable

from flask import request

from webapp.core import photo_uploads
from webapp.core.actor import Actor
from webapp.core.doors import actor
from webapp.core.errors import Conflict, Invalid
from webapp.pictures import pictures

from .. import access
from ..loans import checkouts
from ..models.units import GONE
from ..pictured import NOTHING_CAME


def at_desk(who: Actor | None) -> None:
    """For `beforehand.first`: photos that staff send with what they do to a loan."""
    _receive(who, access.check_may_be_at_desk)


def by_borrower(who: Actor | None) -> None:
    """The same, of whoever sees the loan."""
    _receive(who, lambda _who: None)


def _receive(who: Actor | None, check: Callable[[Actor], None]) -> None:
    """Only photos of who may send some: reading them takes long."""
    if who and request.files:
        checkouts.find(who, (request.view_args or {})["id"])
        check(who)
    photo_uploads.receive(who)


def keep(kind: str, id: int) -> None:
    """The photos of this form, with what they show. Invalid at `photo` for what is none, or where nothing is to see."""
    if photos := photo_uploads.received():
        try:
            pictures.attach_all(actor(), kind, id, photos)
        except Conflict as no:
            raise Invalid(fields={photo_uploads.FIELD: no.message}) from None


def keep_of_end(id: int, outcome: str | None) -> None:
    """The same, of what came back. Invalid at `photo` where this form says that it is lost or used up."""
    if outcome in GONE and photo_uploads.received():
        raise Invalid(fields={photo_uploads.FIELD: NOTHING_CAME})
    keep("return", id)
