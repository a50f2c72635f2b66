"""Past loans: what somebody had and has no more: from when until when, how it came back, and how late."""

from datetime import date, timedelta
from typing import TypedDict, Unpack

from sqlalchemy import ColumnElement, Select

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.words import _, lazy, ngettext
from webapp.people import forgotten, people
from webapp.school import calendar

from .. import access
from ..loans import lateness
from ..models import Checkout, CheckoutUnit

MINUTE = timedelta(minutes=1)
OVER = ("returned", "lost")  # stored states of what was out once and is no more
OUTCOMES = {
    "late": lazy("Came back late"),
    "damaged": lazy("Came back damaged"),
    "lost": lazy("Lost"),
    "used_up": lazy("Used up"),
}
ONE_PIECE = {
    "returned": lazy("Returned"),
    "damaged": lazy("Returned damaged"),
    "lost": lazy("Lost"),
    "used_up": lazy("Used up"),
}
SEVERAL = {
    "returned": lazy("%(number)s returned"),
    "damaged": lazy("%(number)s damaged"),
    "lost": lazy("%(number)s lost"),
    "used_up": lazy("%(number)s used up"),
}


class Filter(TypedDict, total=False):
    """Whose, how it ended, and out on which of the school's days, both included; None stands for all."""

    student: int | None
    outcome: str | None  # of OUTCOMES
    since: date | None
    until: date | None


def listed(
    actor: Actor,
    *,
    before: int | None = None,
    limit: int = 50,
    **wanted: Unpack[Filter],
) -> list[Checkout]:
    """The loans that are over, newest first, in a fixed number of queries: students their own, staff all.

    NotFound for a student whom the actor does not see.
    """
    student = wanted.get("student")
    if student and student != forgotten.ID:
        people.find(actor, student)
    query = _query(actor, wanted)
    if before:
        query = query.where(Checkout.id < before)
    return rows.listed(query.order_by(Checkout.id.desc()).limit(limit))


def _query(actor: Actor, wanted: Filter) -> Select[Checkout]:
    query = access.visible_checkouts(actor).where(
        Checkout.stored_status.in_(OVER), ~Checkout.is_joined
    )
    if student := wanted.get("student"):
        query = query.where(Checkout.student_id == student)
    if since := wanted.get("since"):
        query = query.where(Checkout.closed_at >= calendar.day(since)[0])
    if until := wanted.get("until"):
        query = query.where(Checkout.out_at < calendar.day(until)[1])
    if outcome := wanted.get("outcome"):
        query = query.where(_ended(outcome))
    return query


def _ended(outcome: str) -> ColumnElement[bool]:
    if outcome == "late":
        return lateness.was_late()
    return Checkout.pieces.any(CheckoutUnit.ending == outcome)


def days_late(loan: Checkout) -> int:
    """By how many days what is back was late; 0 of what was in time, and of what did not come back."""
    day = loan.returned_on
    return max(0, (day - loan.due_on).days) if day else 0


def minutes_late(loan: Checkout) -> int:
    """By how many minutes what was lent by the hour was late on its day; 0 where nobody knows since when it is back."""
    if days_late(loan) or not (loan.due_at and loan.returned_at):
        return 0
    return max(0, int((loan.returned_at - loan.due_at) / MINUTE))


def late_in_words(loan: Checkout) -> str:
    """How late it came back: days, of what was lent by the hour hours or minutes; empty of what was in time."""
    if days := days_late(loan):
        return ngettext("%(num)s day late", "%(num)s days late", days)
    minutes = minutes_late(loan)
    if hours := minutes // 60:
        return ngettext("%(num)s hour late", "%(num)s hours late", hours)
    if not minutes:
        return ""
    return ngettext("%(num)s minute late", "%(num)s minutes late", minutes)


def ended_on(loan: Checkout) -> date | None:
    """The school's day on which the last of it came back, or was recorded as lost or used up."""
    if loan.returned_on or not loan.closed_at:
        return loan.returned_on
    return calendar.local(loan.closed_at).date()


def outcome_in_words(loan: Checkout) -> str:
    """How it came back: "Returned", or of several pieces "2 returned, 1 damaged"; and what was missing."""
    pieces = {
        ending: sum(row.quantity for row in loan.pieces if row.ending == ending)
        for ending in ONE_PIECE
    }
    endings = [ending for ending, count in pieces.items() if count]
    if loan.quantity == 1 and len(endings) == 1:
        words = [_(ONE_PIECE[endings[0]])]
    else:
        words = [_(SEVERAL[ending], number=pieces[ending]) for ending in endings]
    if missing := loan.missing_accessories:
        words.append(_("without %(things)s", things=", ".join(missing)))
    return ", ".join(words)


def tags(loan: Checkout) -> list[str]:
    """What it went out as, where that had tags."""
    return [row.tag for row in loan.units if row.tag]
