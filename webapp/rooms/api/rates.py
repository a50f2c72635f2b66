"""Rates and prices for programs."""

from flask import Blueprint

from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, answer_one, answers

from .. import access
from ..rates import rates
from ..reservations import booking
from ..schemas.rates import (
    ChargingInput,
    ChargingShown,
    QuoteQuery,
    QuoteShown,
    RateInput,
    RatePatch,
    RateShown,
)

bp = Blueprint("rates_api", __name__, url_prefix="/api/inventory")
RATE = "/rates/<int:id>/"


@bp.get("/reservations/quote/")
@signed_in
@answers("rates", QuoteShown, 422)
def quote(query: QuoteQuery) -> Answer:
    """Show what a time would cost you, and how that is calculated."""
    return QuoteShown.of(booking.quote(actor(), **dict(query)))


@bp.get("/rates/")
@signed_in
@only(access.may_decide)
@answers("rates", list[RateShown])
def list_rates() -> Answer:
    """List the rates, in the order in which they are tried."""
    return [RateShown.model_validate(rate) for rate in rates.list_all(actor())]


@bp.post("/rates/")
@signed_in
@only(access.may_manage)
@answers("rates", RateShown, 422, status=201)
def add(json: RateInput) -> Answer:
    """Add a rate, for what is booked from now on."""
    return answer_one(RateShown, rates.add(actor(), **dict(json)), 201)


@bp.get(RATE)
@signed_in
@only(access.may_decide)
@answers("rates", RateShown)
def show(id: int) -> Answer:
    """Show a rate; its ETag is its version."""
    return answer_one(RateShown, rates.find(actor(), id))


@bp.patch(RATE)
@signed_in
@only(access.may_manage)
@answers("rates", RateShown, 412, 422)
def describe(id: int, json: RatePatch) -> Answer:
    """Change a rate, for what is booked from now on."""
    return answer_one(
        RateShown,
        rates.describe(
            actor(), id, version=if_match(), **json.model_dump(exclude_unset=True)
        ),
    )


@bp.delete(RATE)
@signed_in
@only(access.may_manage)
@answers("rates", None, status=204)
def remove(id: int) -> Answer:
    """Remove a rate; what was booked at it stays as it is."""
    rates.remove(actor(), id)
    return "", 204


@bp.get("/charging/")
@signed_in
@answers("rates", ChargingShown)
def charging() -> Answer:
    """Show how many minutes a week are free, and how time is rounded."""
    return ChargingShown(**rates.charging())


@bp.patch("/charging/")
@signed_in
@only(access.may_manage)
@answers("rates", ChargingShown, 422)
def charge_by(json: ChargingInput) -> Answer:
    """Change how time is charged, for what is booked from now on."""
    return ChargingShown(**rates.charge_by(actor(), **json.model_dump(exclude_unset=True)))
