"""Rooms in a browser: a file for each noun."""

from .. import access as who_may
from ..rates import hourly, pricing
from ..rules import rule_words
from . import (
    approvals,
    attendance,
    changes,
    closures,
    doors,
    feeds,
    payments,
    rates,
    reservations,
    rooms,
    rules,
    series,
    series_changes,
    spread,
    taken,
    waits,
)

ROUTES = (rooms, reservations, series, series_changes)  # two by two they share a blueprint
BLUEPRINTS = (
    rooms.bp,
    spread.bp,
    taken.bp,
    changes.bp,
    rules.bp,
    feeds.bp,
    rates.bp,
    payments.bp,
    approvals.bp,
    closures.bp,
    attendance.bp,
    doors.bp,
    waits.bp,
    series.bp,
)
HELPERS = {
    "rooms": who_may,
    "pricing": pricing,
    "hourly": hourly,
    "rule_words": rule_words,
    "with_times": spread.with_times,
}  # of every template of rooms
for blueprint in BLUEPRINTS:
    blueprint.context_processor(lambda: HELPERS)
