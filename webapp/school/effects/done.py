"""Done: what a change of the open days did, one by one, as its job keeps it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, or_, select

from webapp.core import rows
from webapp.core.db import db
from webapp.core.jobs import Job
from webapp.core.outbox import Letter
from webapp.core.read_only import Fields
from webapp.people import forgotten

from ..models import ClosedDays, Term
from ..open_days import OpenDays
from .parties import Told

Row = list[str | int | None]  # of what was changed, as JSON
KIND = "open_days"  # of the job, and of its e-mails
RECENT = 200  # changes, of which the page of the open days leads to what they did


class Change(NamedTuple):
    """A loan or a booking that was changed: on which day it was, and is now; `becomes` is none where it is cancelled.

    `id` is that of the loan or the booking.
    """

    kind: str  # due, pickup, offer, booking
    id: int
    name: str
    thing: str
    was: date
    becomes: date | None
    starts: datetime | None
    ends: datetime | None
    is_told: bool

    @property
    def is_by_hour(self) -> bool:
        """Whether it is due on the same day, at another moment of it."""
        return self.kind == "due" and self.ends is not None


def keep(job: Job, told: Sequence[Told], *, is_told: bool) -> None:
    """Add what was done for one person to what a job did."""
    changed = [*job.input.get("changed", ()), *_written(told, is_told)]
    job.input = {**job.input, "changed": changed}


def _written(told: Sequence[Told], is_told: bool) -> list[Row]:
    """As JSON."""
    return [
        [
            each.hit.kind,
            each.id,
            each.hit.name,
            each.hit.thing,
            each.hit.was.isoformat(),
            each.now.isoformat() if each.now else None,
            each.hit.starts.isoformat() if each.hit.starts else None,
            each.hit.ends.isoformat() if each.hit.ends else None,
            is_told,
        ]
        for each in told
    ]


def _did(job_ids: Collection[int], person_ids: Collection[int]) -> Select[Job]:
    """These jobs, and all of which these people got an e-mail, locked."""
    of_job, steps = Letter.subject_type == "job", [step(id) for id in person_ids]
    told = select(Letter.subject_id).where(of_job, Letter.step.in_(steps))
    query = select(Job).where(Job.kind == KIND, or_(Job.id.in_(job_ids), Job.id.in_(told)))
    query = query.order_by(Job.id).with_for_update()
    return query.execution_options(populate_existing=True)


def forget(
    job_ids: Collection[int], person_ids: Collection[int], loan_ids: Collection[int]
) -> None:
    """Take the name off these loans in what these jobs did, and all of which these people got an e-mail."""
    for job in rows.listed(_did(job_ids, person_ids)):
        changed = [_without(each, loan_ids) for each in job.input.get("changed", ())]
        job.input = {**job.input, "changed": changed}
    db.session.flush()


def step(person_id: int) -> str:
    """Of the e-mail to a person about what a change did."""
    return f"{KIND}:{person_id}"


def _without(change: Row, loan_ids: Collection[int]) -> Row:
    kind, id, _name, *rest = change
    is_loan = kind != "booking" and id in loan_ids
    return [kind, id, forgotten.NAME, *rest] if is_loan else change


def read(job: Job, after: int = 0, limit: int = 50) -> list[Change]:
    """What a change did, in the order in which it was done, after the first so many."""
    changes = job.input.get("changed", ())[after : after + limit]
    return [_change(*each) for each in changes]


def _change(
    kind: str,
    id: int,
    name: str,
    thing: str,
    was: str,
    becomes: str | None,
    starts: str | None,
    ends: str | None,
    is_told: bool,
) -> Change:
    return Change(
        kind,
        id,
        name,
        thing,
        date.fromisoformat(was),
        date.fromisoformat(becomes) if becomes else None,
        datetime.fromisoformat(starts) if starts else None,
        datetime.fromisoformat(ends) if ends else None,
        is_told,
    )


def about(decided: object, before: OpenDays, after: OpenDays) -> Fields:
    """Which closed days or term were decided; of what was removed only what it was called; nothing of the week."""
    if isinstance(decided, ClosedDays | Term):
        return {"of": decided.__tablename__, "id": decided.id, "name": decided.name}
    gone = _names(before) - _names(after)
    return {"of": "removed", "id": 0, "name": ", ".join(sorted(gone))} if gone else {}


def _names(decided: OpenDays) -> set[str]:
    return {each.name for each in decided.closed} | {term.name for term in decided.terms}


def let_go(row: ClosedDays | Term) -> None:
    """As a row is removed: what its changes did is not told of the next one, which may have the same id."""
    of, id = _about()
    query = select(Job).where(Job.kind == KIND, of == row.__tablename__, id == row.id)
    query = query.order_by(Job.id).with_for_update()
    for job in db.session.scalars(query.execution_options(populate_existing=True)):
        job.input = {**job.input, "about": {**job.input["about"], "id": 0}}


def jobs_of(rows_of: Iterable[ClosedDays] | Iterable[Term]) -> dict[int, int]:
    """The last change of each of these closed days, or of these terms, that did anything: the ids of the jobs."""
    named = {row.id: row.__tablename__ for row in rows_of}
    if not named:
        return {}
    of, id = _about()
    query = select(Job.id, of, id).where(Job.kind == KIND)
    query = query.order_by(Job.id.desc()).limit(RECENT)
    changes = reversed(db.session.execute(query).all())
    return {about: job for job, of, about in changes if named.get(about) == of}


def _about() -> tuple[ColumnElement[str], ColumnElement[int]]:
    about = Job.input["about"]
    return about["of"].as_string(), about["id"].as_integer()
