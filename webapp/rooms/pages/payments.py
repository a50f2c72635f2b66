"""Payments of a reservation, and statements of a person, in a browser."""

from typing import TypedDict

from flask import Blueprint
from werkzeug.wrappers import Response

from webapp.core import downloads
from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.forms import read_query
from webapp.core.said import Said
from webapp.core.words import _
from webapp.school import settings

from ..forms.payments import WORDS, PaymentForm
from ..models import PaymentEntry, PriceChange, Reservation
from ..payments import payments, statements
from ..reservations import reservations
from ..schemas.payments import StatementQuery

bp = Blueprint("payments", __name__)


@bp.get("/reservations/<int:id>/payments")
@signed_in
def listed(id: int) -> Response:
    reservations.find(actor(), id)
    return page("rooms/payments/payments", form=_form(id))


@bp.post("/reservations/<int:id>/payments")
@signed_in
def record(id: int) -> Response:
    reservations.find(actor(), id)
    with _form(id) as form:
        payments.record(actor(), id, **form.read())
    return go_to(".listed", Said(_("Written down")), id=id)


@bp.post("/payments/<int:id>/undo")
@signed_in
def undo(id: int) -> Response:
    return go_to(
        ".listed",
        Said(_("Taken back: it was not paid"), tone="mute"),
        id=payments.undo(actor(), id).reservation_id,
    )


@bp.get("/people/<int:id>/statement")
@signed_in
def statement(id: int) -> Response:
    return page(
        "rooms/payments/statement", statement=_statement(id), school=settings.get("name")
    )


@bp.get("/people/<int:id>/statement.csv")
@signed_in
def as_csv(id: int) -> Response:
    statement = _statement(id)
    name = f"statement-{statement.student_id}-{statement.start_date}"
    return downloads.send(name, "csv", statements.table(statement))


def _statement(id: int) -> statements.Statement:
    return statements.of(actor(), id, **dict(read_query(StatementQuery)))


def _form(id: int) -> PaymentForm:
    form = PaymentForm()
    form.around = lambda: {"details": _around(id)}
    return form


class Around(TypedDict):
    """A reservation, what was written down for it, and what may be."""

    reservation: Reservation
    prices: list[PriceChange]
    entries: list[PaymentEntry]
    kinds: list[tuple[str, str]]
    last: PaymentEntry | None
    words: dict[str, str]
    whys: dict[str, str]


def _around(id: int) -> Around:
    reservation, entries = reservations.find(actor(), id), payments.listed(actor(), id)
    possible = payments.possible(actor(), reservation)
    return {
        "reservation": reservation,
        "prices": payments.prices(actor(), id),
        "entries": entries,
        "kinds": [(kind, WORDS[kind]) for kind in possible],
        "last": payments.undoable(actor(), entries),
        "words": statements.WORDS,
        "whys": statements.WHYS,
    }
