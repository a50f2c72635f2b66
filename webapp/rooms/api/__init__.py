"""Rooms for programs: a file for each noun."""

from . import (
    approvals,
    changes,
    closures,
    feeds,
    payments,
    rates,
    rooms,
    rules,
    series,
    waits,
)

BLUEPRINTS = (
    rooms.bp,
    changes.bp,
    approvals.bp,
    closures.bp,
    rules.bp,
    feeds.bp,
    rates.bp,
    payments.bp,
    waits.bp,
    series.bp,
)
