"""Reasons why a loan cannot be rolled over, or what speaks against it, in words for staff."""

from datetime import date

from webapp.core.words import _, lazy
from webapp.school import calendar

REFUSED = (
    "not_out",
    "already",
    "promised",
    "second_person",
    "too_long",
    "closed",
    "left",
    "disabled",
)


def in_words(reason: str, day: date | None = None) -> str:
    """Why a loan cannot be due then, or what speaks against it, in a sentence for staff; empty for none."""
    if not reason:
        return ""
    return _(SENTENCES[reason], day=calendar.in_words(day) if day else "")


SENTENCES = {
    "already": lazy("It is due on %(day)s already."),
    "promised": lazy("Others have it from %(day)s."),
    "second_person": lazy("Somebody else decides about this loan."),
    "too_long": lazy("A teacher decides whether it is kept so long."),
    "overdue": lazy("It was due on %(day)s."),
    "not_out": lazy("It is not out any more."),
    "closed": lazy("The school's open days have changed: nothing can be due then."),
    "disabled": lazy("Its borrower may not come in any more: ask for it back."),
    "left": lazy("Whoever asked for this may not say so any more."),
    "swapped": lazy("It is to come back: something else was asked for instead."),
    "waited_for": lazy("Others wait for it."),
    "suspended": lazy("Its borrower is suspended."),
}
