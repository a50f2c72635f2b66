"""Rolled over: how far an act on many is, and what became of each loan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import undefer

from webapp.core import jobs, rows
from webapp.core.actor import Actor
from webapp.core.errors import NotFound
from webapp.core.jobs import Job
from webapp.core.words import _
from webapp.school import calendar, open_days

from .. import access
from ..days import due_days
from ..loans import events
from ..models import Checkout, CheckoutEvent
from . import roll_letters
from .roll_plan import Line

KIND = "roll_over"  # of the job
SHOWN = 10


class Outcome(NamedTuple):
    """What became of one loan of a roll-over: moved, refused (then `reason` says why), undone, or waiting.

    `instead` is the day on which it is due since it was undone, where that is not the one of before, for the
    reason that is `why`.
    """

    loan: Checkout
    became: str
    reason: str
    day: date | None
    instead: date | None = None
    why: str = ""

    @property
    def line(self) -> Line:
        return Line(self.loan, self.reason, self.day)


@dataclass(frozen=True)
class RollOver:
    """An act on many: `job` says how far it is, `undo` how far taking it back is, if somebody did."""

    job: Job
    undo: Job | None
    outcomes: Sequence[Outcome]
    may_be_undone: bool

    @property
    def id(self) -> int:
        return self.job.id

    @property
    def name(self) -> str:
        """Whose loans it was about."""
        return str(self.job.input["name"])

    @property
    def due_date(self) -> date:
        return date.fromisoformat(self.job.input["due_date"])

    def count(self, became: str) -> int:
        return sum(outcome.became == became for outcome in self.outcomes)


def show(actor: Actor, id: int) -> RollOver:
    """How far it is, and what became of each loan. NotFound for all but staff."""
    job = find(actor, id)
    undone = job.input.get("undo")
    query = access.visible_checkouts(actor).where(Checkout.id.in_(job.input["loans"]))
    loans = rows.listed(query.options(undefer(Checkout.group_name)))
    loans = sorted(loans, key=lambda loan: (loan.student_name.casefold(), loan.id))
    return RollOver(
        job,
        jobs.find(undone) if undone else None,
        _with_days(_outcomes(job, loans)) if undone else _outcomes(job, loans),
        not undone and job.state == "done" and bool(roll_letters.untold(job)),
    )


def _outcomes(job: Job, loans: Sequence[Checkout]) -> list[Outcome]:
    refused = {id: _line_of(why) for id, *why in job.input["refused"]}
    standing = events.longer([loan.id for loan in loans])
    seen = set(job.input["people"][: job.done])
    outcomes = []
    for loan in loans:
        became = "undone" if loan.student_id in seen else "waiting"
        if loan.id in refused:
            became = "refused"
        elif _is_of(job.id, standing.get(loan.id, ())):
            became = "moved"
        outcomes.append(Outcome(loan, became, *refused.get(loan.id, ("", None))))
    return outcomes


def _with_days(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """With the days on which what was undone could not be due again."""
    undone = _last_undone([each.loan.id for each in outcomes if each.became == "undone"])
    return [
        outcome._replace(instead=event.new_due_on, why=_why(outcome.loan, event))
        if (event := undone.get(outcome.loan.id)) and "wished" in event.after
        else outcome
        for outcome in outcomes
    ]


def _why(loan: Checkout, event: CheckoutEvent) -> str:
    """In a sentence without its end, why it cannot be due when it was before; empty where it could again by now."""
    wished = date.fromisoformat(event.after["wished"])
    if not open_days.now_decided().is_open(wished):
        return open_days.why_closed(wished)
    if due_days.settle(loan.starts_on, wished).is_moved:
        day = calendar.in_words(wished)
        return _("%(day)s is after the last day for returns of its term", day=day)
    return ""


def _last_undone(loan_ids: Sequence[int]) -> dict[int, CheckoutEvent]:
    """By loan, its last undo."""
    query = select(CheckoutEvent).where(
        CheckoutEvent.checkout_id.in_(loan_ids), CheckoutEvent.kind == "undo"
    )
    undone = rows.listed(query.order_by(CheckoutEvent.id))
    return {event.checkout_id: event for event in undone}


def _line_of(why: Sequence[str | None]) -> tuple[str, date | None]:
    """The reason of a refusal, and the day that it is about."""
    reason, day = why
    return reason or "", date.fromisoformat(day) if day else None


def _is_of(id: int, standing: Sequence[CheckoutEvent]) -> bool:
    return any(event.after.get("roll_over") == id for event in standing)


def last_ones(actor: Actor) -> list[Job]:
    """The last roll-overs, newest first, for staff to come back to."""
    access.check_may_extend(actor)
    query = select(Job).where(Job.kind == KIND).order_by(Job.id.desc()).limit(SHOWN)
    return rows.listed(query)


def find(actor: Actor, id: int, *, lock: bool = False) -> Job:
    query = select(Job).where(Job.id == id, Job.kind == KIND)
    words = _("This roll-over does not exist")
    if not access.may_extend(actor):
        raise NotFound(words)
    return rows.find(query, words, lock=lock)
