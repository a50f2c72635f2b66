"""Rates and prices for programs."""

from flask import Blueprint

from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, Problem, answer_one, answers, spec

from .. import access
from ..models import RoomRate
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
@spec.validate(resp=answers(HTTP_200=QuoteShown, HTTP_422=Problem), tags=["rates"])
def quote(query: QuoteQuery) -> Answer:
    """Show what a time would cost you, and how that is calculated."""
    return QuoteShown.of(booking.quote(actor(), **dict(query)))


@bp.get("/rates/")
@signed_in
@only(access.may_decide)
@spec.validate(resp=answers(HTTP_200=list[RateShown]), tags=["rates"])
def list_rates() -> Answer:
    """List the rates, in the order in which they are tried."""
    return [RateShown.model_validate(rate) for rate in rates.list_all(actor())]


@bp.post("/rates/")
@signed_in
@only(access.may_manage)
@spec.validate(resp=answers(HTTP_201=RateShown, HTTP_422=Problem), tags=["rates"])
def add(json: RateInput) -> Answer:
    """Add a rate, for what is booked from now on."""
    return _shown(rates.add(actor(), **dict(json)), 201)


@bp.get(RATE)
@signed_in
@only(access.may_decide)
@spec.validate(resp=answers(HTTP_200=RateShown), tags=["rates"])
def show(id: int) -> Answer:
    """Show a rate; its ETag is its version."""
    return _shown(rates.find(actor(), id))


@bp.patch(RATE)
@signed_in
@only(access.may_manage)
@spec.validate(
    resp=answers(HTTP_200=RateShown, HTTP_412=Problem, HTTP_422=Problem), tags=["rates"]
)
def describe(id: int, json: RatePatch) -> Answer:
    """Change a rate, for what is booked from now on."""
    return _shown(
        rates.describe(
            actor(), id, version=if_match(), **json.model_dump(exclude_unset=True)
        )
    )


@bp.delete(RATE)
@signed_in
@only(access.may_manage)
@spec.validate(resp=answers(HTTP_204=None), tags=["rates"])
def remove(id: int) -> Answer:
    """Remove a rate; what was booked at it stays as it is."""
    rates.remove(actor(), id)
    return "", 204


@bp.get("/charging/")
@signed_in
@spec.validate(resp=answers(HTTP_200=ChargingShown), tags=["rates"])
def charging() -> Answer:
    """Show how many minutes a week are free, and how time is rounded."""
    return ChargingShown(**rates.charging())


@bp.patch("/charging/")
@signed_in
@only(access.may_manage)
@spec.validate(resp=answers(HTTP_200=ChargingShown, HTTP_422=Problem), tags=["rates"])
def charge_by(json: ChargingInput) -> Answer:
    """Change how time is charged, for what is booked from now on."""
    return ChargingShown(**rates.charge_by(actor(), **json.model_dump(exclude_unset=True)))


def _shown(rate: RoomRate, status: int = 200) -> Answer:
    return answer_one(RateShown, rate, status)
