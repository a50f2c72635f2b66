"""Expiry: until when a request can be answered."""

from datetime import date, datetime, timedelta

from webapp.core import clock
from webapp.school import calendar, settings


def of(starts: date, due: date) -> datetime:
    """When a request of now expires: after the school's days to answer, or when it is too late to answer.

    That is once the day on which it is to begin is over, or the day on which it is due, if it is to begin by today.
    """
    last = due if starts <= calendar.today() else starts
    _, over = calendar.day(last)
    return min(clock.now() + timedelta(days=settings.get("pending_days")), over)
