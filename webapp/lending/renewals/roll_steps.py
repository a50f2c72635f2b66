"""Steps of a roll-over, and of taking one back: the next people of a job, with all of theirs held."""

from datetime import date

from sqlalchemy import select

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.errors import Refusal
from webapp.core.jobs import Job
from webapp.people import people
from webapp.stock.ledger import ledger

from .. import access
from ..loans import events
from ..models import Checkout
from . import extending, roll_letters, roll_plan
from .roll_plan import Line

BATCH = 20  # people


def see_to(job: Job) -> bool:
    """The next people of a roll-over."""
    whose, actor, loans = _taken(job)
    refused = [*job.input["refused"]]
    before = {id for id, *_why in refused}
    lines = [_judged(actor, loan, job) for loan in loans if loan.id not in before]
    for id in sorted({line.loan.student_id for line in lines if line.is_possible}):
        roll_letters.write(job.id, id)
    refused += [refusal(line) for line in lines if not line.is_possible]
    job.input = job.input | {"refused": refused}
    return _goes_on(job, whose)


def _judged(actor: Actor | None, loan: Checkout, job: Job) -> Line:
    """As it is now that its locks are held; due on the day where nothing is against that."""
    due_date = date.fromisoformat(job.input["due_date"])
    if actor is None or not access.may_extend(actor):
        return Line(loan, "left")
    if loan.status != "out":
        return Line(loan, "not_out")
    try:
        roll_plan.check_day(due_date)
    except Refusal:
        return Line(loan, "closed")
    (line,) = roll_plan.judge(actor, [loan], due_date)
    if line.is_possible:
        also = {"roll_over": job.id}
        extending.set_due(actor, loan, due_date, "extend", also=also)
    return line


def refusal(line: Line) -> tuple[int, str, str | None]:
    """As a job keeps it."""
    return line.loan.id, line.reason, line.day.isoformat() if line.day else None


def see_to_undo(job: Job) -> bool:
    """The next people of whom all is taken back; who was told meanwhile keeps it."""
    whose, actor, loans = _taken(job)
    rolled_id = job.input["roll_over"]
    untold = {id for id in whose if roll_letters.call_back(rolled_id, id)}
    left: set[int] = set()
    for loan in loans:
        if not actor or loan.student_id not in untold:
            continue
        if not _put_back(actor, loan, rolled_id):
            left.add(loan.student_id)
    for id in sorted(left):
        roll_letters.write(rolled_id, id)
    return _goes_on(job, whose)


def _put_back(actor: Actor, loan: Checkout, rolled_id: int) -> bool:
    """Whether nothing of the roll-over is left of a loan: not where it was moved once more since, for that is undone
    first, and what its borrower is to be told of then is this."""
    event = extending.last_extension(loan)
    if event is None or event.after.get("roll_over") != rolled_id:
        standing = events.longer([loan.id]).get(loan.id, ())
        return all(each.after.get("roll_over") != rolled_id for each in standing)
    try:
        extending.put_back(actor, loan, event, is_told=False)
    except Refusal:  # it was moved off closed days since
        return False
    return True


def _taken(job: Job) -> tuple[list[int], Actor | None, list[Checkout]]:
    """The next people of a job, who acts, and their loans of it, all held, by id."""
    whose = job.input["people"][job.done : job.done + BATCH]
    people.lock_all(*whose)
    ledger.lock()
    query = select(Checkout).where(
        Checkout.id.in_(job.input["loans"]), Checkout.student_id.in_(whose)
    )
    query = query.order_by(Checkout.id).with_for_update()
    loans = rows.listed(query.execution_options(populate_existing=True))
    return whose, people.acting(job.by), loans


def _goes_on(job: Job, whose: list[int]) -> bool:
    job.done += len(whose)
    return job.done >= job.total
