"""Rules as people read them: a sentence for each, and the words for each limit."""

from collections.abc import Iterator
from datetime import date

from webapp.core.words import lazy
from webapp.school.recurring import WEEKDAYS
from webapp.school.words import lasting

from ..models import RoomRule
from ..scopes import weekdays

ROLES = {
    "student": lazy("Students"),
    "teacher": lazy("Teachers"),
    "desk": lazy("The desk"),
    "admin": lazy("Admins"),
}
PURPOSES = {
    "practice": lazy("practice"),
    "ensemble": lazy("ensembles"),
    "lesson": lazy("lessons"),
    "exam": lazy("exams"),
    "maintenance": lazy("maintenance"),
}
LIMITS = {
    "min_notice_minutes": "at least {} before the start",
    "change_notice_minutes": "moved at least {} before the start",
    "min_minutes": "{} or longer",
    "max_minutes": "at most {} at a time",
    "gap_minutes": "the same room again after {}",
    "rolling_minutes": "{} booked ahead",
    "day_minutes": "{} a day",
    "week_minutes": "{} a week",
    "month_minutes": "{} a month",
    "core_minutes": "{} a day within this time",
}
QUOTAS = {
    "rolling": "Time booked ahead",
    "day": "Day quota",
    "week": "Week quota",
    "month": "Month quota",
    "core": "Core time",
}


def who(rule: RoomRule) -> str:
    """For whom it holds: "Students in Big Band"."""
    named = [
        ROLES[rule.role] if rule.role else "",
        f"in {rule.group}" if rule.group else "",
    ]
    if rule.role:
        return " ".join(filter(None, named))
    return f"Everybody {named[1]}".strip()


def where(rule: RoomRule) -> str:
    """In which rooms it holds, and for what use; empty where it holds for all."""
    place = ""
    if rule.room:
        place = f"in {rule.room}"
    elif rule.room_group:
        place = f"in rooms of the group {rule.room_group}"
    use = f"for {PURPOSES[rule.purpose]}" if rule.purpose else ""
    return " ".join(filter(None, [place, use]))


def when(rule: RoomRule) -> str:
    """On which days and at which times it holds; empty where that is always."""
    return ", ".join(filter(None, [_weekdays(rule), _band(rule), _dates(rule)]))


def sentence(rule: RoomRule) -> str:
    """The whole rule: who, where and when, then every limit."""
    people_and_rooms = " ".join(filter(None, [who(rule), where(rule)]))
    about = ", ".join(filter(None, [people_and_rooms, when(rule)]))
    return f"{about}: {'; '.join(limits(rule))}."


def limits(rule: RoomRule) -> Iterator[str]:
    """Each of its limits in a few words."""
    if rule.may_book is not None:
        yield "may book" if rule.may_book else "may not book"
    if rule.needs_approval is not None:
        yield "a teacher must approve" if rule.needs_approval else "no approval needed"
    if rule.one_at_a_time is not None:
        yield "one room at a time" if rule.one_at_a_time else "several rooms at a time"
    if rule.horizon_days is not None or rule.horizon_hours is not None:
        yield horizon(rule).removeprefix("Bookings open ")
    for name, words in LIMITS.items():
        if (minutes := getattr(rule, name)) is not None:
            yield words.format(lasting(minutes))
    if rule.last_minute_hours is not None:
        often = "" if rule.last_minute_mode == "always" else " once the quota is used up"
        yield f"within {rule.last_minute_hours} h of the start it does not count towards quotas{often}"


def closed(rule: RoomRule) -> str:
    """That nobody it holds for may book."""
    about = " ".join(filter(None, [who(rule), "may not book", where(rule) or "rooms"]))
    return ", ".join(filter(None, [about, when(rule)]))


def quota(rule: RoomRule, kind: str) -> str:
    """A meter's name: “Week quota in Studio A”."""
    return " ".join(
        filter(None, [QUOTAS[kind], when(rule) if kind == "core" else "", where(rule)])
    )


def period(kind: str) -> str:
    """What a meter counts, beside its numbers."""
    return {
        "rolling": "of what is still to come",
        "day": "today",
        "week": "this week",
        "month": "this month",
        "core": "today",
    }[kind]


def horizon(rule: RoomRule) -> str:
    """How far ahead bookings open."""
    if rule.horizon_hours is not None:
        return f"Bookings open {rule.horizon_hours} h ahead"
    days = {0: "on the day itself", 1: "1 day ahead"}.get(
        rule.horizon_days or 0, f"{rule.horizon_days} days ahead"
    )
    return f"Bookings open {days}{f' at {rule.opens_at}' if rule.opens_at else ''}"


def _weekdays(rule: RoomRule) -> str:
    named = weekdays(rule.weekdays)
    places = [WEEKDAYS.index(day) for day in named]
    if len(named) > 2 and places == list(range(places[0], places[-1] + 1)):
        return f"{named[0].title()}–{named[-1].title()}"
    titles = [day.title() for day in named]
    return " and ".join(filter(None, [", ".join(titles[:-1]), *titles[-1:]]))


def _band(rule: RoomRule) -> str:
    if rule.from_time and rule.until_time:
        return f"{rule.from_time}–{rule.until_time}"
    if rule.from_time:
        return f"from {rule.from_time}"
    return f"until {rule.until_time}" if rule.until_time else ""


def _dates(rule: RoomRule) -> str:
    if rule.starts_on and rule.ends_on:
        return f"{_day(rule.starts_on)} to {_day(rule.ends_on)}"
    if rule.starts_on:
        return f"from {_day(rule.starts_on)}"
    return f"until {_day(rule.ends_on)}" if rule.ends_on else ""


def _day(on: date) -> str:
    return f"{on:%-d %b %Y}"
