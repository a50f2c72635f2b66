"""Days as people write them in the language that is spoken: weekdays, months, and in which order.

A form is written as strftime takes it, which is how it looks in English; FORMS are those that people read, and a
translator puts each of them in order.
"""

from datetime import date

from .words import lazy, translated

WEEKDAYS = (
    lazy("Monday"),
    lazy("Tuesday"),
    lazy("Wednesday"),
    lazy("Thursday"),
    lazy("Friday"),
    lazy("Saturday"),
    lazy("Sunday"),
)
SHORT_WEEKDAYS = (
    lazy("Mon"),
    lazy("Tue"),
    lazy("Wed"),
    lazy("Thu"),
    lazy("Fri"),
    lazy("Sat"),
    lazy("Sun"),
)
MONTHS = (
    lazy("January"),
    lazy("February"),
    lazy("March"),
    lazy("April"),
    lazy("May"),
    lazy("June"),
    lazy("July"),
    lazy("August"),
    lazy("September"),
    lazy("October"),
    lazy("November"),
    lazy("December"),
)
SHORT_MONTHS = (
    lazy("Jan"),
    lazy("Feb"),
    lazy("Mar"),
    lazy("Apr"),
    lazy("May"),
    lazy("Jun"),
    lazy("Jul"),
    lazy("Aug"),
    lazy("Sep"),
    lazy("Oct"),
    lazy("Nov"),
    lazy("Dec"),
)
FORMS = {
    "%A": "%(weekday)s",
    "%a": "%(short_weekday)s",
    "%B": "%(month)s",
    "%B %Y": lazy("%(month)s %(year)s"),
    "%-d %B": lazy("%(day)s %(month)s"),
    "%-d %B %Y": lazy("%(day)s %(month)s %(year)s"),
    "%-d %B %H:%M": lazy("%(day)s %(month)s %(time)s"),
    "%-d %B, %H:%M": lazy("%(day)s %(month)s, %(time)s"),
    "%-d %b": lazy("%(day)s %(short_month)s"),
    "%-d %b %Y, %H:%M": lazy("%(day)s %(short_month)s %(year)s, %(time)s"),
    "%-d %b %Y": lazy("%(day)s %(short_month)s %(year)s"),
    "%A %-d %B": lazy("%(weekday)s %(day)s %(month)s"),
    "%A %-d %b": lazy("%(weekday)s %(day)s %(short_month)s"),
    "%A %-d %B %Y": lazy("%(weekday)s %(day)s %(month)s %(year)s"),
    "%A %-d %B at %H:%M": lazy("%(weekday)s %(day)s %(month)s at %(time)s"),
    "%A %-d %B, %H:%M": lazy("%(weekday)s %(day)s %(month)s, %(time)s"),
    "%A %-d %B %Y, %H:%M": lazy("%(weekday)s %(day)s %(month)s %(year)s, %(time)s"),
    "%a %-d %b": lazy("%(short_weekday)s %(day)s %(short_month)s"),
    "%a %-d %b %H:%M": lazy("%(short_weekday)s %(day)s %(short_month)s %(time)s"),
    "%a %-d %b, %H:%M": lazy("%(short_weekday)s %(day)s %(short_month)s, %(time)s"),
    "%a %-d %b at %H:%M": lazy("%(short_weekday)s %(day)s %(short_month)s at %(time)s"),
    "%a %-d %b %Y": lazy("%(short_weekday)s %(day)s %(short_month)s %(year)s"),
    "%a %-d %b %Y, %H:%M": lazy(
        "%(short_weekday)s %(day)s %(short_month)s %(year)s, %(time)s"
    ),
}


def written(on: date, form: str, time: str = "") -> str:
    """A day in one of FORMS, with a time of day where the form has one."""
    facts = {
        "weekday": WEEKDAYS[on.weekday()],
        "short_weekday": SHORT_WEEKDAYS[on.weekday()],
        "day": on.day,
        "month": MONTHS[on.month - 1],
        "short_month": SHORT_MONTHS[on.month - 1],
        "year": on.year,
        "time": time,
    }
    return str.__mod__(translated(FORMS[form]), facts)
