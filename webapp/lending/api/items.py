"""When an item is free, for programs."""

from flask import Blueprint

from webapp.core.doors import actor, signed_in
from webapp.core.openapi import Answer, answers
from webapp.school import calendar

from ..asking import free_days
from ..requests import request_facts
from ..schemas.free_days import FreeDayShown, FreeDaysQuery

bp = Blueprint("free_days_api", __name__, url_prefix="/api/inventory/items")


@bp.get("/<int:id>/availability/")
@signed_in
@answers("items", list[FreeDayShown], 422)
def days(id: int, query: FreeDaysQuery) -> Answer:
    """Show how many of an item are free on each day, a year at most."""
    first = query.first or calendar.today()
    until = query.until or calendar.after(first, request_facts.STRIP)
    found = free_days.of_item(actor(), id, first, until)
    return [FreeDayShown.model_validate(day) for day in found]
