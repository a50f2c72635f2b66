"""Rooms for programs: a file for each noun."""

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

ROUTES = (rooms, reservations)  # which share a blueprint
BLUEPRINTS = (
    rooms.bp,
    changes.bp,
    approvals.bp,
    closures.bp,
    attendance.bp,
    doors.bp,
    rules.bp,
    feeds.bp,
    rates.bp,
    payments.bp,
    waits.bp,
    series.bp,
)
