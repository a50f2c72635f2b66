"""One's own basket, for programs."""

from flask import Blueprint

from webapp.core.doors import actor, signed_in
from webapp.core.openapi import Answer, answers

from ..asking import several
from ..baskets import basket_checks, basket_lines, baskets, sending
from ..models import BasketLine
from ..requests import requests
from ..schemas.baskets import (
    BasketChange,
    BasketLineChange,
    BasketLineInput,
    BasketLineShown,
    BasketSending,
    BasketShown,
)
from ..schemas.requests import RequestShown

bp = Blueprint("baskets_api", __name__, url_prefix="/api/inventory/basket")


@bp.get("/")
@signed_in
@answers("checkouts", BasketShown)
def show() -> Answer:
    """Show your basket: what is in it, until when it is held, and what of it is no longer possible."""
    return shown()


@bp.patch("/")
@signed_in
@answers("checkouts", BasketShown)
def change(json: BasketChange) -> Answer:
    """Change the days of everything in your basket, or its note."""
    baskets.change(actor(), **dict(json))
    return shown()


@bp.post("/lines/")
@signed_in
@answers("checkouts", BasketLineShown, status=201)
def put(json: BasketLineInput) -> Answer:
    """Put an item or a set into your basket, which holds it for 30 minutes; the same for the same days adds up."""
    return _line_shown(basket_lines.put(actor(), **dict(json))), 201


@bp.patch("/lines/<int:id>/")
@signed_in
@answers("checkouts", BasketLineShown)
def change_line(id: int, json: BasketLineChange) -> Answer:
    """Change how many or the days of a line, or set it aside for later."""
    return _line_shown(basket_lines.change(actor(), id, **dict(json)))


@bp.delete("/lines/<int:id>/")
@signed_in
@answers("checkouts", None, status=204)
def remove(id: int) -> Answer:
    """Take a line out of your basket."""
    basket_lines.remove(actor(), id)
    return "", 204


@bp.post("/send/")
@signed_in
@answers("checkouts", RequestShown, status=201)
def send(json: BasketSending) -> Answer:
    """Request everything in your basket at once.

    What is no longer possible is named, line by line, and nothing is sent until it is changed or taken out.
    """
    lines = baskets.of(actor()).to_send
    with several.at_places({line.id: f"lines.{at}" for at, line in enumerate(lines)}):
        request = sending.send(actor(), **dict(json))
    return RequestShown.of(requests.find(actor(), request.id)), 201


def shown() -> BasketShown:
    """The basket of whoever asks."""
    basket = baskets.of(actor())
    return BasketShown.of(basket, basket_checks.of(actor(), basket))


def _line_shown(line: BasketLine) -> BasketLineShown:
    checked = basket_checks.of(actor(), baskets.of(actor()))
    return next(BasketLineShown.of(each) for each in checked if each.id == line.id)
