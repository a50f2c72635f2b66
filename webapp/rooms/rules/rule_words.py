"""Rules as people read them: a sentence for each, and the words for each limit."""

from collections.abc import Iterator
from datetime import date

from webapp.school.words import lasting

from ..models import RoomRule
from .bands import EVERY_DAY

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ROLES = {
    "student": "Students",
    "teacher": "Teachers",
    "desk": "The desk",
    "admin": "Admins",
}
PURPOSES = {
    "practice": "practice",
    "ensemble": "ensembles",
    "lesson": "lessons",
    "exam": "exams",
    "maintenance": "maintenance",
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
    named = [
        ROLES[rule.role] if rule.role else "",
        f"in {rule.group}" if rule.group else "",
    ]
    return (
        " ".join(filter(None, named))
        if any(named) and rule.role
        else f"Everybody {named[1]}".strip()
    )


def where(rule: RoomRule) -> str:
    places = (
        f"in {rule.room}"
        if rule.room
        else f"in rooms of the group {rule.room_group}"
        if rule.room_group
        else ""
    )
    return " ".join(
        filter(None, [places, f"for {PURPOSES[rule.purpose]}" if rule.purpose else ""])
    )


def when(rule: RoomRule) -> str:
    return ", ".join(filter(None, [_weekdays(rule), _band(rule), _dates(rule)]))


def sentence(rule: RoomRule) -> str:
    """The whole rule: who, where and when, then every limit."""
    about = ", ".join(
        filter(None, [" ".join(filter(None, [who(rule), where(rule)])), when(rule)])
    )
    return f"{about}: {'; '.join(limits(rule))}."


def limits(rule: RoomRule) -> Iterator[str]:
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
    if rule.horizon_hours is not None:
        return f"Bookings open {rule.horizon_hours} h ahead"
    days = {0: "on the day itself", 1: "1 day ahead"}.get(
        rule.horizon_days or 0, f"{rule.horizon_days} days ahead"
    )
    return f"Bookings open {days}{f' at {rule.opens_at}' if rule.opens_at else ''}"


def weekdays(mask: int) -> list[str]:
    """The days a mask names; none of them where it names all."""
    return (
        []
        if mask == EVERY_DAY
        else [day for place, day in enumerate(DAYS) if mask >> place & 1]
    )


def mask(weekdays: list[str]) -> int:
    return sum(1 << DAYS.index(day) for day in set(weekdays)) or EVERY_DAY


def _weekdays(rule: RoomRule) -> str:
    named = weekdays(rule.weekdays)
    places = [DAYS.index(day) for day in named]
    if len(named) > 2 and places == list(range(places[0], places[-1] + 1)):
        return f"{named[0].title()}–{named[-1].title()}"
    return " and ".join(
        filter(
            None,
            [
                ", ".join(day.title() for day in named[:-1]),
                *(d.title() for d in named[-1:]),
            ],
        )
    )


def _band(rule: RoomRule) -> str:
    if rule.from_time and rule.until_time:
        return f"{rule.from_time}–{rule.until_time}"
    return (
        f"from {rule.from_time}"
        if rule.from_time
        else f"until {rule.until_time}"
        if rule.until_time
        else ""
    )


def _dates(rule: RoomRule) -> str:
    def told(on: date) -> str:
        return f"{on:%-d %b %Y}"

    if rule.starts_on and rule.ends_on:
        return f"{told(rule.starts_on)} to {told(rule.ends_on)}"
    return (
        f"from {told(rule.starts_on)}"
        if rule.starts_on
        else f"until {told(rule.ends_on)}"
        if rule.ends_on
        else ""
    )
