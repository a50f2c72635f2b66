"""Rates, and the way time is charged, in a browser."""

from collections.abc import Callable
from typing import NamedTuple

from flask import Blueprint
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.said import Said
from webapp.core.words import _
from webapp.people import groups as people_groups

from .. import access, groups, rooms
from ..forms.rates import PARTS, ROLES, ChargingForm, Parts, RateEditForm, RateForm
from ..models import RoomRate
from ..rates import hourly, rates

bp = Blueprint("rates", __name__, url_prefix="/rooms/rates")


class Names(NamedTuple):
    """What a rate may be for, by id."""

    groups: dict[int, str]
    room_groups: dict[int, str]
    rooms: dict[int, str]


@bp.get("")
@signed_in
def index() -> Response:
    all_rates = rates.list_all(actor())
    sentence = _sentence(_names()) if all_rates else None
    return page(
        "rooms/rates/rates", rates=all_rates, sentence=sentence, charging=rates.charging()
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
    return go_to(".index", Said(_("The rate holds from now on")))


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
    return go_to(".index", Said(_("Saved")))


@bp.post("/<int:id>/remove")
@signed_in
def remove(id: int) -> Response:
    rates.remove(actor(), id)
    return go_to(".index", Said(_("The rate is removed")))


@bp.get("/charging")
@signed_in
def charging() -> Response:
    access.check_may_set_prices(actor())
    return page("layout/form", form=ChargingForm(**rates.charging()))


@bp.post("/charging")
@signed_in
def charge_by() -> Response:
    with ChargingForm() as form:
        rates.charge_by(actor(), **form.read())
    return go_to(".index", Said(_("Saved")))


@bp.context_processor
def _words() -> dict[str, Parts]:
    return {"parts": PARTS}


def _sentence(names: Names) -> Callable[[RoomRate], str]:
    """What writes whom, where and when a rate is for."""

    def write(rate: RoomRate) -> str:
        whom, where = _whom(rate, names), _where(rate, names)
        about = _("%(people)s in %(rooms)s", people=whom, rooms=where)
        days = hourly.days(rate)
        return ", ".join(filter(None, [about, days, _clock(rate)]))

    return write


def _whom(rate: RoomRate, names: Names) -> str:
    group = names.groups.get(rate.group_id) if rate.group_id else None
    return " ".join(filter(None, [str(ROLES[rate.role or ""]), group]))


def _where(rate: RoomRate, names: Names) -> str:
    room = names.rooms.get(rate.room_id) if rate.room_id else None
    group = names.room_groups.get(rate.room_group_id) if rate.room_group_id else None
    return room or group or _("all rooms")


def _clock(rate: RoomRate) -> str:
    since = _("from %(time)s", time=rate.from_time) if rate.from_time else ""
    until = _("until %(time)s", time=rate.until_time) if rate.until_time else ""
    return " ".join(filter(None, [since, until]))


def _names() -> Names:
    return Names(
        people_groups.names(),
        {group.id: group.name for group in groups.list_all()},
        {room.id: room.name for room in rooms.list_all(actor())},
    )


def _choices() -> dict[str, list[tuple[object, str]]]:
    known = _names()
    return {
        "group": [("", _("Any")), *known.groups.items()],
        "room_group": [("", _("Any")), *known.room_groups.items()],
        "room": [("", _("Any")), *known.rooms.items()],
    }
