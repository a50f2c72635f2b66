"""Refusal words: why a loan may not be kept longer, in a sentence for its borrower."""

from collections.abc import Callable
from typing import NamedTuple

from webapp.core.words import _, ngettext

from ..models import Checkout


class About(NamedTuple):
    """The day that a reason is about, in words, how many, what was asked for instead, and whether that day is over."""

    day: str = ""
    number: int = 0
    instead: Checkout | None = None
    is_past: bool = False


def of(reason: str, about: About) -> str:
    """A sentence; `reason` is a key of SENTENCES."""
    return SENTENCES[reason](about)


def _say_swapped(about: About) -> str:
    item = about.instead.item_name if about.instead else ""
    status = about.instead.status if about.instead else ""
    if status == "out":
        return _("You have %(item)s instead: bring this one back.", item=item)
    if status == "approved":
        return _("To be swapped: bring it along when you fetch %(item)s.", item=item)
    return _(
        "To be swapped: you asked for %(item)s instead. Keep it until that is answered.",
        item=item,
    )


def _say_not_renewable(about: About) -> str:
    if about.is_past:
        return _("It cannot be kept longer, and is late: bring it back now.")
    return _("It cannot be kept longer: bring it back by %(day)s.", day=about.day)


def _say_waited_for(about: About) -> str:
    return ngettext(
        "You cannot keep it longer: %(num)s person waits for it.",
        "You cannot keep it longer: %(num)s people wait for it.",
        about.number,
    )


def _say_too_often(about: About) -> str:
    return ngettext(
        "You have kept it longer %(num)s time already, and that is as often as it goes.",
        "You have kept it longer %(num)s times already, and that is as often as it goes.",
        about.number,
    )


def _say_must_be_seen(about: About) -> str:
    return ngettext(
        "It was kept longer %(num)s time without being shown: bring it to the desk first.",
        "It was kept longer %(num)s times without being shown: bring it to the desk first.",
        about.number,
    )


SENTENCES: dict[str, Callable[[About], str]] = {
    "not_out": lambda _about: _("It is not out, so it cannot be kept longer."),
    "not_renewable": _say_not_renewable,
    "waited_for": _say_waited_for,
    "promised": lambda about: _("Somebody else has it from %(day)s.", day=about.day),
    "too_often": _say_too_often,
    "suspended": lambda _about: _("You cannot keep it longer while you are suspended."),
    "overdue": lambda _about: _(
        "Too late to keep it longer by yourself. Bring it, or ask."
    ),
    "too_soon": lambda about: _("You can keep it longer from %(day)s on.", day=about.day),
    "closing": lambda _about: _("It cannot be kept longer: the desk closes then."),
    "past_term": lambda about: _(
        "It cannot be kept longer: everything is due by %(day)s.", day=about.day
    ),
    "must_be_seen": _say_must_be_seen,
    "swapped": _say_swapped,
}
