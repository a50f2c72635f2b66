"""Keeping: what a loan's page shows about how long it may be kept."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from webapp.core.actor import Actor
from webapp.core.words import _, ngettext
from webapp.school import settings

from .. import access
from ..models import Checkout
from ..suspensions import suspended
from . import answered, extending, verdicts
from .answered import LastRequest
from .verdicts import Verdict


def around(actor: Actor, loan: Checkout) -> dict[str, object]:
    """By which event it became due on another day, if that can be undone; for its borrower, whether they may keep it
    longer, and whether they have asked to.
    """
    shown: dict[str, object] = {"longer": extending.undoable(loan)}
    shown |= {"verdict": None, "last": None}
    if loan.status == "out" and access.may_renew(actor, loan.student_id):
        shown["verdict"] = verdicts.of(loan)
        shown["last"] = answered.last_of([loan]).get(loan.id)
    return shown


class OfBorrower(TypedDict):
    """Why they are suspended, if they are, and of each loan whether they may keep it, and what they asked last."""

    suspension: str
    verdicts: dict[int, Verdict]
    last_asked: dict[int, LastRequest]


def of_borrower(actor: Actor, loans: Sequence[Checkout]) -> OfBorrower:
    """What Home shows of these loans of theirs, in a fixed number of queries."""
    return {
        "suspension": suspended.told_of(actor.id),
        "verdicts": verdicts.of_all(loans),
        "last_asked": answered.last_of(loans),
    }


def of_sets(actor: Actor, lines: Sequence[Checkout]) -> Mapping[str, object]:
    """What a request's page shows of its sets that are out, for who has them: nothing for others."""
    out = [line for line in lines if line.status == "out" and line.request_set_id]
    if not out or not access.may_renew(actor, out[0].student_id):
        return {"verdicts": {}, "last_asked": {}}
    return {"verdicts": verdicts.of_all(out), "last_asked": answered.last_of(out)}


def rules(
    max_renewals: int | None, *, by_itself: bool, is_by_hour: bool
) -> list[tuple[str, str]]:
    """How long and how much of an item may be kept, each with its heading, as its borrowers read it."""
    usual = settings.get("most_renewals")
    most = usual if max_renewals is None else max_renewals
    told = [(_("Keeping longer"), _often(most, is_by_hour=is_by_hour))]
    if by_itself:
        told.append((_("By itself"), _("When it is due, until somebody else wants it")))
    if limit := settings.get("most_loans"):
        told.append((_("Loans at a time"), str(limit)))
    if settings.get("late_stops_loans"):
        told.append(
            (_("Late"), _("Nobody asks for more while something of theirs is late"))
        )
    return told


def _often(most: int, *, is_by_hour: bool) -> str:
    """What is out by the hour may be kept longer from when it is handed out: it is due within the days before."""
    if not most:
        return _("Only by asking")
    times = ngettext("%(num)s time without asking", "%(num)s times without asking", most)
    days = settings.get("renew_days_before")
    if not days or is_by_hour:
        return times
    return ngettext(
        "%(times)s, from %(num)s day before it is due",
        "%(times)s, from %(num)s days before it is due",
        days,
        times=times,
    )
