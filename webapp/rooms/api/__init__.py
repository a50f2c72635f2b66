"""Rooms for programs: a file for each noun."""

from webapp.core.blueprints import blueprints_of

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
    waits,
)

BLUEPRINTS = blueprints_of(  # in the order of the API's description
    rooms,
    reservations,
    changes,
    approvals,
    closures,
    attendance,
    doors,
    rules,
    feeds,
    rates,
    payments,
    waits,
    series,
)
