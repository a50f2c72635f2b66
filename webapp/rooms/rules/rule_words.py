"""Rules as people read them: a sentence for each, and the words for each limit."""

from collections.abc import Iterator

from webapp.core.dates import SHORT_WEEKDAYS, written
from webapp.core.words import _, lazy, listed, ngettext, translated
from webapp.school.recurring import WEEKDAYS
from webapp.school.words import lasting

from ..models import RoomRule
from ..scopes import weekdays

DAY = "%-d %b %Y"
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
    "min_notice_minutes": lazy("at least %(time)s before the start"),
    "change_notice_minutes": lazy("moved at least %(time)s before the start"),
    "min_minutes": lazy("%(time)s or longer"),
    "max_minutes": lazy("at most %(time)s at a time"),
    "gap_minutes": lazy("the same room again after %(time)s"),
    "rolling_minutes": lazy("%(time)s booked ahead"),
    "day_minutes": lazy("%(time)s a day"),
    "week_minutes": lazy("%(time)s a week"),
    "month_minutes": lazy("%(time)s a month"),
    "core_minutes": lazy("%(time)s a day within this time"),
}
QUOTAS = {
    "rolling": lazy("Time booked ahead"),
    "day": lazy("Day quota"),
    "week": lazy("Week quota"),
    "month": lazy("Month quota"),
    "core": lazy("Core time"),
}
PERIODS = {
    "rolling": lazy("of what is still to come"),
    "day": lazy("today"),
    "week": lazy("this week"),
    "month": lazy("this month"),
    "core": lazy("today"),
}


def who(rule: RoomRule) -> str:
    """For whom it holds: "Students in Big Band"."""
    role = str(ROLES[rule.role]) if rule.role else _("Everybody")
    return (
        _("%(people)s in %(group)s", people=role, group=rule.group) if rule.group else role
    )


def where(rule: RoomRule) -> str:
    """In which rooms it holds, and for what use; empty where it holds for all."""
    place = ""
    if rule.room:
        place = _("in %(room)s", room=rule.room)
    elif rule.room_group:
        place = _("in rooms of the group %(group)s", group=rule.room_group)
    use = _("for %(purpose)s", purpose=PURPOSES[rule.purpose]) if rule.purpose else ""
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
        yield _("may book") if rule.may_book else _("may not book")
    if rule.needs_approval is not None:
        yield (
            _("a teacher must approve") if rule.needs_approval else _("no approval needed")
        )
    if rule.one_at_a_time is not None:
        yield (
            _("one room at a time") if rule.one_at_a_time else _("several rooms at a time")
        )
    if rule.horizon_days is not None or rule.horizon_hours is not None:
        yield _ahead(rule)
    for name, words in LIMITS.items():
        if (minutes := getattr(rule, name)) is not None:
            yield str.__mod__(translated(words), {"time": lasting(minutes)})
    if rule.last_minute_hours is not None:
        yield _last_minute(rule, rule.last_minute_hours)


def closed(rule: RoomRule) -> str:
    """That nobody it holds for may book."""
    about = _(
        "%(people)s may not book %(where)s",
        people=who(rule),
        where=where(rule) or _("rooms"),
    )
    return ", ".join(filter(None, [about, when(rule)]))


def quota(rule: RoomRule, kind: str) -> str:
    """A meter's name: “Week quota in Studio A”."""
    return " ".join(
        filter(None, [str(QUOTAS[kind]), when(rule) if kind == "core" else "", where(rule)])
    )


def period(kind: str) -> str:
    """What a meter counts, beside its numbers."""
    return str(PERIODS[kind])


def horizon(rule: RoomRule) -> str:
    """How far ahead bookings open."""
    return _("Bookings open %(ahead)s", ahead=_ahead(rule))


def _ahead(rule: RoomRule) -> str:
    if rule.horizon_hours is not None:
        return _("%(hours)s h ahead", hours=rule.horizon_hours)
    days = rule.horizon_days or 0
    ahead = ngettext("%(num)s day ahead", "%(num)s days ahead", days)
    if not days:
        ahead = _("on the day itself")
    if rule.opens_at:
        return _("%(ahead)s at %(time)s", ahead=ahead, time=rule.opens_at)
    return ahead


def _last_minute(rule: RoomRule, hours: int) -> str:
    if rule.last_minute_mode == "always":
        return _(
            "within %(hours)s h of the start it does not count towards quotas", hours=hours
        )
    return _(
        "within %(hours)s h of the start it does not count towards quotas once the quota is used up",
        hours=hours,
    )


def _weekdays(rule: RoomRule) -> str:
    named = weekdays(rule.weekdays)
    places = [WEEKDAYS.index(day) for day in named]
    if len(named) > 2 and places == list(range(places[0], places[-1] + 1)):
        return f"{SHORT_WEEKDAYS[places[0]]}–{SHORT_WEEKDAYS[places[-1]]}"
    return listed(SHORT_WEEKDAYS[place] for place in places) if places else ""


def _band(rule: RoomRule) -> str:
    if rule.from_time and rule.until_time:
        return f"{rule.from_time}–{rule.until_time}"
    if rule.from_time:
        return _("from %(time)s", time=rule.from_time)
    return _("until %(time)s", time=rule.until_time) if rule.until_time else ""


def _dates(rule: RoomRule) -> str:
    if rule.starts_on and rule.ends_on:
        first, last = written(rule.starts_on, DAY), written(rule.ends_on, DAY)
        return _("%(first)s to %(last)s", first=first, last=last)
    if rule.starts_on:
        return _("from %(day)s", day=written(rule.starts_on, DAY))
    return _("until %(day)s", day=written(rule.ends_on, DAY)) if rule.ends_on else ""
