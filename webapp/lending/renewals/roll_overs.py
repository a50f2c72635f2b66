"""Roll-overs: what a class has, or a teacher's students, is due on a later day in one act, and can be taken back.

Few are seen to at once, many by the worker, person by person: each gets one e-mail, which waits until all of theirs is
seen to, and says what holds when it leaves.
"""

from collections.abc import Collection
from datetime import date

from webapp.core import jobs
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid
from webapp.core.jobs import Job
from webapp.core.read_only import Fields
from webapp.core.words import _
from webapp.people import people
from webapp.school import calendar
from webapp.stock.ledger import ledger

from .. import access
from ..models import Checkout
from . import roll_letters, roll_plan, roll_steps, rolled
from .roll_plan import Line, Whose

UNDO = "undo_roll_over"  # of the job
AT_ONCE = 50  # loans that are seen to in the request itself


def start(
    actor: Actor,
    whose: Whose,
    *,
    due_date: date | None = None,
    loans: Collection[int] | None = None,
) -> Job:
    """Let these loans of theirs be due on that day, or all that nothing is against; what could not be says so after.

    Refused as `roll_plan.make` is; Invalid for a loan that is not out to them or is not to be ticked, Conflict where
    nothing is left that could be due then.
    """
    plan = roll_plan.make(actor, whose, due_date)
    lines = _chosen(actor, plan, loans)
    said: Fields = {
        "name": plan.name,
        "group": whose.group,
        "teacher": whose.teacher,
        "due_date": plan.due_date.isoformat(),
        "loans": [line.loan.id for line in lines],
        "people": sorted({line.loan.student_id for line in lines}),
        "refused": [roll_steps.refusal(line) for line in lines if not line.is_possible],
    }
    return _begin(actor, rolled.KIND, said, len(lines))


def _chosen(
    actor: Actor, plan: roll_plan.Plan, loans: Collection[int] | None
) -> list[Line]:
    """Those that are ticked, judged without the others; Conflict where none of it can be due then."""
    ticked = _ticked(plan, loans)
    chosen = roll_plan.judge(actor, ticked, plan.due_date)
    if not any(line.is_possible for line in chosen):
        raise _none_possible(plan.due_date)
    return chosen


def _ticked(plan: roll_plan.Plan, loans: Collection[int] | None) -> list[Checkout]:
    """Invalid for what is not in the plan, and for nothing."""
    known = {line.loan.id: line.loan for line in plan.lines}
    ids = set(plan.chosen if loans is None else loans)
    if not known.keys() >= ids:
        raise Invalid(fields={"loans": _("One of these is not out to them any more")})
    if loans is not None and not ids:
        raise Invalid(fields={"loans": _("Tick what is to be due on that day")})
    return [loan for id, loan in known.items() if id in ids]


def _none_possible(due_date: date) -> Conflict:
    day = calendar.in_words(due_date)
    words = _("None of these loans can be moved to %(day)s", day=day)
    return Conflict(words, facts={"due_date": due_date.isoformat()})


def _begin(actor: Actor, kind: str, said: Fields, count: int) -> Job:
    """Carried out here if it is small; the caller has read without a lock, so each loan is judged once more."""
    is_small = count <= AT_ONCE
    if is_small:
        people.lock_all(*said["people"])
        ledger.lock()
    job = jobs.add(kind, said, total=len(said["people"]), by=actor.id)
    while is_small and job.state == "waiting":
        jobs.carry_out(job)
    return job


def undo(actor: Actor, id: int) -> Job:
    """Let all of it be due when it was before, as far as nobody was told yet and nothing was decided since.

    Conflict where that is nothing; NotFound for a roll-over that is not there, and for all but staff.
    """
    job = rolled.find(actor, id, lock=True)
    access.check_may_extend(actor)
    whose = sorted(roll_letters.untold(job))
    if why := _why_stays(job, whose):
        raise Conflict(why, facts={"roll_over": id})
    said: Fields = {"roll_over": id, "people": whose, "loans": job.input["loans"]}
    undoing = _begin(actor, UNDO, said, len(said["loans"]))
    job.input = job.input | {"undo": undoing.id}
    db.session.flush()
    return undoing


def _why_stays(job: Job, untold: Collection[int]) -> str:
    """Why it is not taken back now; empty if it can be."""
    if job.state == "waiting":
        return _("It is still going on")
    if job.input.get("undo"):
        return _("It was taken back already")
    if not untold:
        return _("The e-mails have left, so each is taken back from its own page")
    return ""
