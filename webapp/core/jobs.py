"""Jobs: acts on many that the worker carries out in batches, each in a transaction of its own.

A batch and how far it got are committed together, so a worker that is killed goes on where it stopped.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from . import clock, rows
from .db import Instant, Record, db, reading, transaction
from .read_only import Fields
from .words import _

Step = Callable[["Job"], bool]  # carries out a batch; whether that was the last
_steps: dict[str, Step] = {}  # by kind
log = logging.getLogger(__name__)


class Job(Record):
    """`done` of `total` are seen to; `input` is what it was told to do."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_state_id", "state", "id"),)

    kind: Mapped[str] = mapped_column(String(40))
    input: Mapped[Fields] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int]
    error: Mapped[str] = mapped_column(String(500), default="")
    by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)


def connect(steps: Mapping[str, Step]) -> None:
    """What carries out a batch of each kind."""
    _steps.update(steps)


def add(kind: str, input: Fields, *, total: int, by: int) -> Job:
    """Leave it for the worker."""
    job = Job(kind=kind, input=input, total=total, by=by)
    db.session.add(job)
    db.session.flush()
    return job


def find(id: int) -> Job:
    """NotFound if there is none; the caller has checked who may know."""
    return rows.find(select(Job).where(Job.id == id), _("Job not found"))


def listed(*, before: int | None = None, limit: int = 50) -> list[Job]:
    """The newest first."""
    query = select(Job).order_by(Job.id.desc()).limit(limit)
    return rows.listed(query if before is None else query.where(Job.id < before))


def try_again(id: int) -> bool:
    """Let a failed one go on where it stopped; False where it did not fail."""
    job = rows.find(select(Job).where(Job.id == id), _("Job not found"), lock=True)
    if job.state != "failed":
        return False
    job.state, job.error, job.finished_at = "waiting", "", None
    db.session.flush()
    return True


def carry_out(job: Job) -> None:
    """A batch of it; inside a transaction."""
    if _steps[job.kind](job):
        job.state, job.finished_at = "done", clock.now()
    db.session.flush()


def work(go_on: Callable[[], bool]) -> None:
    """Batches of the jobs that wait, oldest first, until none is left or the worker is to stop."""
    while id := _next():
        if not go_on():
            return
        try:
            with transaction():
                if job := _taken(id):
                    carry_out(job)
        except Exception as error:  # whatever it is, it must not stop the worker
            log.exception("job %s is held up", id)
            with transaction():
                if job := _taken(id):
                    job.state, job.finished_at = "failed", clock.now()
                    job.error = str(error)[:500]


def _next() -> int | None:
    with reading():
        query = select(Job.id).where(Job.state == "waiting").order_by(Job.id).limit(1)
        return db.session.scalar(query)


def _taken(id: int) -> Job | None:
    """The job, held, unless another worker finished it meanwhile."""
    query = select(Job).where(Job.id == id, Job.state == "waiting").with_for_update()
    query = query.execution_options(populate_existing=True)
    return db.session.scalars(query).one_or_none()
