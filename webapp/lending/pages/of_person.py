"""A person's loans on their page, for staff who see them: what they have, what is late, asked for and waited for."""

from collections.abc import Iterator, Sequence

from flask import render_template, url_for

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.people.sections import About, Part

from .. import access
from ..forgetting import rule
from ..loans import checkouts, for_others
from ..models import Checkout
from ..piles import of_sets
from ..renewals import answered
from ..suspensions import borrowing_records, suspended, suspending
from ..telling import last_reminders
from ..waits import standings
from ..waits.standings import Standing
from . import set_groups
from .blueprint import HELPERS
from .loans import Shown
from .set_groups import Group

ROWS = ("has", "asked", "fetches", "waits")  # the parts that are rows


def parts(actor: Actor, person: About) -> Iterator[Part]:
    """In a fixed number of queries, however much they have. Nothing for students: theirs is Home."""
    if not actor.is_staff:
        return
    counted = person.figures
    is_borrower = counted.has_now or counted.asked_for
    loans = checkouts.in_hand(actor, person.id) if is_borrower else []
    out = [loan for loan in loans if loan.status == "out"]
    groups = set_groups.at_desk(loans)
    shown = HELPERS | _shown(actor, person, groups) | _told_of(out)
    shown["take_back"] = _take_back(person, out)
    for place in ("above", "acts", *ROWS, "below"):
        yield Part(place, render_template(f"lending/of_person/{place}.html", **shown))


def _shown(actor: Actor, person: About, groups: Sequence[Group]) -> Shown:
    suspension, lifted = suspending.shown_of(person.id)
    return {
        "person": person,
        "current_user": actor,
        "now": clock.now(),
        "groups": sorted(groups, key=_by_lateness),
        "for_others": set_groups.at_desk(for_others.open_loans(person.id)),
        "standings": _standings(actor, person),
        "may_suspend": access.may_suspend_person(actor, person.id, person.role),
        "suspension": suspension,
        "lifted": lifted,
        "why": suspended.in_words,
        "record": borrowing_records.of_student(person.id),
        "forgets_after": rule.months(),
    }


def _standings(actor: Actor, person: About) -> Sequence[Standing]:
    return standings.of_person(actor, person.id) if person.figures.waits_for else ()


def _by_lateness(group: Group) -> tuple[bool, bool]:
    """Late first, then what is out; each as the list has it, due first."""
    by = group.shown_by
    return not checkouts.is_overdue(by), by.status != "out"


def _told_of(out: Sequence[Checkout]) -> Shown:
    """Of what is out: when its borrower was reminded, and whether they asked to keep it."""
    return {
        "reminders": last_reminders.of_loans([loan.id for loan in out]),
        "last_asked": answered.last_of(out),
    }


def _take_back(person: About, out: Sequence[Checkout]) -> tuple[str, int]:
    """Where the tray takes back all that somebody has, and how many loans that are; nowhere for nothing."""
    if not out:
        return "", 0
    known_as = of_sets.codes_of(out)
    codes = [code for loan in out for code in known_as[loan.id]]
    return url_for("lending.tray", kind="take_back", person=person.id, line=codes), len(out)
