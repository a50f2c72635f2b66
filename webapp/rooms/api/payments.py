"""Payments and statements for programs."""

from flask import Blueprint

from webapp.core.doors import actor, only, signed_in
from webapp.core.openapi import Answer, answers

from .. import access
from ..payments import payments, statements
from ..schemas.payments import (
    PaymentInput,
    PaymentShown,
    PaymentUndoInput,
    PriceShown,
    StatementQuery,
    StatementShown,
)

bp = Blueprint("payments_api", __name__, url_prefix="/api/inventory")


@bp.get("/reservations/<int:id>/payments/")
@signed_in
@answers("payments", list[PaymentShown])
def list_payments(id: int) -> Answer:
    """List the payments recorded for a reservation, latest first."""
    return [PaymentShown.of(entry) for entry in reversed(payments.listed(actor(), id))]


@bp.post("/reservations/<int:id>/payments/")
@signed_in
@only(access.may_settle)
@answers("payments", PaymentShown, 422, status=201)
def record(id: int, json: PaymentInput) -> Answer:
    """Record that a reservation was paid, waived or refunded, all of it."""
    return PaymentShown.of(payments.record(actor(), id, **dict(json))), 201


@bp.get("/reservations/<int:id>/prices/")
@signed_in
@answers("payments", list[PriceShown])
def list_prices(id: int) -> Answer:
    """List how the price of a reservation changed after it was booked, latest change first."""
    return [PriceShown.of(change) for change in reversed(payments.prices(actor(), id))]


@bp.post("/payments/<int:id>/undo/")
@signed_in
@only(access.may_settle)
@answers("payments", PaymentShown, 422, status=201)
def undo(id: int, json: PaymentUndoInput) -> Answer:
    """Undo the latest payment of a reservation, by another entry."""
    return PaymentShown.of(payments.undo(actor(), id, **dict(json))), 201


@bp.get("/statements/<int:student>/")
@signed_in
@answers("payments", StatementShown, 422)
def statement(student: int, query: StatementQuery) -> Answer:
    """Show what a person was charged between two dates, by default this month, and what was paid."""
    return StatementShown.of(statements.of(actor(), student, **dict(query)))
