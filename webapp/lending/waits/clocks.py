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
    """On how many open days after today it can still be answered: as `offer_days` counts them; 0 on the last one."""
    tomorrow = calendar.after(calendar.local(now).date(), 1)
    return open_days.now_decided().count(tomorrow, last_day(until))


def last_day(until: datetime) -> date:
    """The day on which it can be answered last; what ends at midnight ends with the day before."""
    return calendar.local(until - timedelta(seconds=1)).date()
