"""Clocks: until when an offer is open, in days on which the school is."""

from datetime import date, datetime, timedelta

from webapp.school import calendar, open_days, settings
from webapp.school.open_days import MINUTES, OpenDays


def runs_until(offered_at: datetime, decided: OpenDays | None = None) -> datetime:
    """When the school closes on the last of the offer's open days; the day on which it was made does not count.

    By the open days that are decided now, if no others are given.
    """
    decided = decided or open_days.now_decided()
    made_on = calendar.local(offered_at).date()
    last = decided.after(made_on, settings.get("offer_days"))
    hours = decided.hours(last)
    return open_days.at(last, hours[-1].ends if hours else MINUTES)


def open_days_left(until: datetime, now: datetime) -> int:
    """On how many open days from now it can still be answered, today too; at least one while it is open."""
    today = calendar.local(now).date()
    return max(1, open_days.now_decided().count(today, last_day(until)))


def last_day(until: datetime) -> date:
    """The day on which it can be answered last; what ends at midnight ends with the day before."""
    return calendar.local(until - timedelta(seconds=1)).date()
