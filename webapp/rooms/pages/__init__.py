"""Rooms in a browser: a file for each noun."""

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
    spread,
    taken,
    waits,
)

ROUTES = (rooms, reservations)  # which share a blueprint
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
    attendance.api,
    doors.bp,
    doors.api,
    waits.bp,
    series.bp,
)
