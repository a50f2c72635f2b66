"""Rates, and the way time is charged, in a browser."""

from typing import Any

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go, page, signed_in
from webapp.people import groups as people_groups

from .. import access, groups, rooms
from ..forms.rates import PARTS, ROLES, ChargingForm, RateEditForm, RateForm
from ..rates import rates

bp = Blueprint("rates", __name__, url_prefix="/rooms/rates")


@bp.get("")
@signed_in
def index() -> Response:
    found = rates.list_all(actor())
    sentence = _sentence(_names()) if found else None
    return page(
        "rooms/rates/rates", found=found, sentence=sentence, charging=rates.charging()
    )


@bp.get("/new")
@signed_in
def new() -> Response:
    access.check_may_set_prices(actor())
    return page("rooms/rates/rate", form=RateForm(choices=_choices()))


@bp.post("/new")
@signed_in
def add() -> Response:
    with RateForm(choices=_choices()) as form:
        rates.add(actor(), **form.read())
    return go(url_for(".index"))


@bp.get("/<int:id>/edit")
@signed_in
def edit(id: int) -> Response:
    rate = rates.find(actor(), id)
    access.check_may_set_prices(actor())
    return page(
        "rooms/rates/rate", form=RateEditForm(choices=_choices(), **rates.facts(rate))
    )


@bp.post("/<int:id>/edit")
@signed_in
def describe(id: int) -> Response:
    with RateEditForm(choices=_choices()) as form:
        rates.describe(actor(), id, **form.read())
    return go(url_for(".index"))


@bp.post("/<int:id>/remove")
@signed_in
def remove(id: int) -> Response:
    rates.remove(actor(), id)
    return go(url_for(".index"))


@bp.get("/charging")
@signed_in
def charging() -> Response:
    access.check_may_set_prices(actor())
    now: dict[str, Any] = {**rates.charging()}
    return page("layout/form", form=ChargingForm(**now))


@bp.post("/charging")
@signed_in
def charge_by() -> Response:
    with ChargingForm() as form:
        rates.charge_by(actor(), **form.read())
    return go(url_for(".index"))


@bp.context_processor
def _words() -> dict[str, Any]:
    return {"parts": PARTS}


def _sentence(names: dict[str, dict[int, str]]) -> Any:
    """Whom, where and when a rate is for, as people read it."""

    def tell(rate: Any) -> str:
        where = (
            names["rooms"].get(rate.room_id)
            or names["room_groups"].get(rate.room_group_id)
            or "all rooms"
        )
        days = ", ".join(day.title() for day in rates.weekdays(rate))
        until = f" until {rate.until_time}" if rate.until_time else ""
        clock = (f"from {rate.from_time}" if rate.from_time else "") + until
        whom = " ".join(
            filter(None, [ROLES[rate.role or ""], names["groups"].get(rate.group_id)])
        )
        return ", ".join(filter(None, [f"{whom} in {where}", days, clock.strip()]))

    return tell


def _names() -> dict[str, dict[int, str]]:
    return {
        "groups": people_groups.names(),
        "room_groups": {group.id: group.name for group in groups.list_all()},
        "rooms": {room.id: room.name for room in rooms.list_all(actor())},
    }


def _choices() -> dict[str, list[Any]]:
    known = _names()
    return {
        "group": [("", "Any"), *known["groups"].items()],
        "room_group": [("", "Any"), *known["room_groups"].items()],
        "room": [("", "Any"), *known["rooms"].items()],
    }
