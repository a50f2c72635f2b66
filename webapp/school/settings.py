"""The school's own policy, kept in the database; deployment is the environment's business."""

from decimal import Decimal
from typing import Literal, overload
from zoneinfo import ZoneInfo

from sqlalchemy import select

from webapp.core import money, rows, versions
from webapp.core.db import db
from webapp.core.errors import Invalid

from .models import Setting

Value = str | int | list[int] | list[str]  # a switch is an int too
Words = Literal[
    "name",
    "address",
    "phone",
    "zone",
    "currency",
    "language",
    "mail_greeting",
    "mail_signature",
    "mail_note_lending",
    "mail_note_rooms",
]
Switch = Literal[
    "room_one_at_a_time",
    "late_cancel_waived",
    "early_end_refund",
    "check_in",
    "check_in_outage",
    "second_person_loans",
    "due_day_is_free",
    "renew_late",
    "late_stops_loans",
]
Number = Literal[
    "first_weekday",
    "most_loans",
    "pickup_earliest_days",
    "pickup_latest_days",
    "pending_days",
    "missed_days",
    "offer_days",
    "due_soon_days",
    "tell_teacher_days",
    "tell_guardian_days",
    "tell_office_days",
    "weekly_list_day",
    "most_renewals",
    "renew_days_before",
    "unseen_renewals",
    "suspend_after_days",
    "forget_loans_after",
    "room_horizon_days",
    "room_max_minutes",
    "granularity_minutes",
    "approve_within_hours",
    "cancel_hours",
    "free_minutes_a_week",
    "billing_least_minutes",
    "billing_step_minutes",
    "late_cancel_percent",
    "check_in_before",
    "check_in_grace",
    "strikes",
    "strike_days",
    "second_person_minor",
    "second_person_hours",
]
Copies = Literal["copies_to_teacher", "copies_to_guardian", "copies_to_office"]
DEFAULTS: dict[str, Value] = {
    "name": "Backline",
    "address": "",  # where the desk is; whoever finds a thing of the school's is told
    "phone": "",  # and may call
    "zone": "Europe/Berlin",
    "currency": "EUR",
    "language": "en",  # for who chose none, and asks for none that Backline speaks
    "first_weekday": 1,  # with which weeks begin; Monday is 1
    "mail_greeting": "",  # above every e-mail, {name} is who reads it; empty is "Dear {name},"
    "mail_signature": "",  # below every e-mail; empty is the name of the school
    "mail_note_lending": "",  # a paragraph of the school's in e-mails about loans
    "mail_note_rooms": "",  # and in those about rooms
    "most_loans": 0,  # a student's at a time, asked for, approved and out; 0 is no limit
    "pickup_earliest_days": 0,  # from today, for borrowers: nothing is fetched sooner
    "pickup_latest_days": 0,  # nor later; 0 is no limit
    "pending_days": 7,
    "missed_days": 3,  # after its first day, or after it was set aside; 0 waits for ever
    "offer_days": 3,  # on which the school is open; what is offered from a queue is kept so long
    "due_soon_days": 2,
    "overdue_days": [1, 7, 14, 30],
    "tell_teacher_days": 14,  # late: from this step on the teacher is told too; 0 is never
    "tell_guardian_days": 14,
    "tell_office_days": 30,
    "copies_to_teacher": [],  # of which acts they are told what the borrower is told
    "copies_to_guardian": [],
    "copies_to_office": [],
    "weekly_list_day": 1,  # on which teachers are told who of their students is late; Monday is 1, 0 is never
    "most_renewals": 2,  # how often a borrower keeps a thing longer, where it does not say so itself
    "renew_days_before": 7,  # its due day, at the earliest; 0 is any time
    "renew_late": False,  # what should be back already
    "unseen_renewals": 0,  # after so many it is shown at the desk first; 0 is never
    "suspend_after_days": 0,  # open days late, until the last late thing is back; 0 is never
    "forget_loans_after": 0,  # months after a loan is closed; 0 is never
    "late_stops_loans": False,  # who has something late asks for nothing more
    "due_day_is_free": False,  # what comes back on a day can be lent to somebody else on that day
    "room_horizon_days": 90,  # what a student may book where no rule of the rooms says so; 0 is no limit
    "room_max_minutes": 240,
    "room_one_at_a_time": True,
    "granularity_minutes": 15,  # a part of an hour
    "approve_within_hours": 72,  # a room that somebody asks for is held so long, or until it begins
    "cancel_hours": 0,  # before the start; who gives a room back later pays for it all the same, 0 for nobody
    "free_minutes_a_week": 0,  # of practice, for everybody
    "billing_least_minutes": 0,
    "billing_step_minutes": 1,  # what is charged is rounded up to it
    "late_cancel_percent": 100,  # of its price, for what was given back too late
    "late_cancel_waived": False,  # once others booked all of that time
    "early_end_refund": False,  # what is left when a booking ends early is not charged
    "check_in": False,
    "check_in_before": 15,  # minutes
    "check_in_grace": 10,  # minutes
    "check_in_outage": False,  # people cannot check in, so nobody is missed
    "strikes": 3,
    "strike_days": 28,
    "second_person_loans": False,  # whoever decides about loans does not decide about their own
    "second_person_minor": 50_000,  # what an adjustment may be worth before a second person must agree
    "second_person_hours": 24,  # how long what the same person adjusted of the same item counts with it
}

WORDS_OF = "words_of:"  # before the name of a kind of e-mail: the school's own words in it
ALL = select(Setting.name, Setting.value)


@overload
def get(name: Words) -> str: ...
@overload
def get(name: Switch) -> bool: ...
@overload
def get(name: Number) -> int: ...
@overload
def get(name: Literal["overdue_days"]) -> list[int]: ...
@overload
def get(name: Copies) -> list[str]: ...
@overload
def get(name: str) -> Value: ...
def get(name: str) -> Value:
    """One setting's value; all of them are looked up once a session. KeyError for a name that does not exist."""
    return _all()[name]


def words_of(kind: str) -> str:
    """The school's own words in a kind of e-mail; empty where it has none."""
    return str(_all().get(f"{WORDS_OF}{kind}", ""))


def _all() -> dict[str, Value]:
    read_once = db.session().info
    if "settings" not in read_once:
        decided = versions.kept("settings", "all", lambda: rows.pairs(ALL))
        read_once["settings"] = DEFAULTS | decided
    values: dict[str, Value] = read_once["settings"]
    return values


def change(name: str, value: Value) -> None:
    """Keep a decision; the caller has checked who may."""
    if name not in DEFAULTS and not name.startswith(WORDS_OF):
        raise KeyError(name)
    db.session.merge(Setting(name=name, value=value))
    db.session.flush()
    forget()


def forget() -> None:
    """Read them again: somebody else may have changed them."""
    db.session().info.pop("settings", None)


def zone() -> ZoneInfo:
    """The school's time zone."""
    return ZoneInfo(get("zone"))


def currency() -> str:
    """The code of the school's currency, by ISO 4217."""
    return get("currency")


def language() -> str:
    """The code of the school's language."""
    return get("language")


def minor(field: str, amount: Decimal) -> int:
    """What somebody typed there in minor units of the school's currency; Invalid at the field if it cannot be."""
    try:
        return money.minor(amount, currency())
    except ValueError as error:
        raise Invalid(fields={field: str(error)}) from None
