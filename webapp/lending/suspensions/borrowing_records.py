"""Borrowing records: how somebody has borrowed so far, for whoever answers what they ask for."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, func, or_, select

from webapp.core import text
from webapp.core.db import db, sent_at
from webapp.core.words import _
from webapp.school import calendar

from ..loans import lateness
from ..models import Checkout
from . import suspended

# a set is counted as one
_LOANS = func.count(func.coalesce(-Checkout.request_set_id, Checkout.id).distinct())
RECORD = (
    select(
        Checkout.student_id,
        _LOANS.filter(Checkout.stored_status == "returned", ~lateness.was_late()),
        _LOANS.filter(Checkout.stored_status == "returned", lateness.was_late()),
        _LOANS.filter(Checkout.stored_status == "out"),
        _LOANS.filter(
            Checkout.stored_status == "out",
            or_(Checkout.due_on < bindparam("today"), Checkout.due_at <= sent_at()),
        ),
        _LOANS.filter(Checkout.stored_status == "lost"),
    )
    .where(Checkout.student_id.in_(bindparam("ids", expanding=True)))
    .group_by(Checkout.student_id)
)


class Record(NamedTuple):
    """A student's loans so far."""

    on_time: int = 0
    late: int = 0
    out: int = 0
    overdue: int = 0
    lost: int = 0  # and not found since
    suspended: str = ""  # why and until when, if they are

    @property
    def returned(self) -> str:
        """How they brought back what they had; nothing is said of what is out now."""
        count = self.on_time + self.late
        if not count:
            return _("Nothing returned yet.") if self.out else _("No loans yet.")
        loans = text.counted(count, "loan")
        if self.late:
            return _("%(loans)s returned, %(late)s late.", loans=loans, late=self.late)
        if count == 1:
            return _("%(loans)s returned, on time.", loans=loans)
        return _("%(loans)s returned, all on time.", loans=loans)

    @property
    def out_now(self) -> str:
        """What they have, and how much of it is late."""
        if not self.out:
            return _("Nothing out now")
        loans = text.counted(self.out, "loan")
        if self.overdue:
            return _(
                "%(loans)s out now, %(overdue)s overdue", loans=loans, overdue=self.overdue
            )
        return _("%(loans)s out now", loans=loans)


def of_student(student_id: int) -> Record:
    """How somebody has borrowed so far; not whether they are suspended."""
    return _borrowed([student_id], calendar.today()).get(student_id, Record())


def of_students(student_ids: Collection[int]) -> dict[int, Record]:
    """The same of many, and whether they are suspended."""
    records = _borrowed(student_ids, calendar.today())
    told = suspended.all_told_of(student_ids)
    for id, words in told.items():
        records[id] = records.get(id, Record())._replace(suspended=words)
    return records


def _borrowed(student_ids: Collection[int], today: date) -> dict[int, Record]:
    rows = db.session.execute(RECORD, {"ids": list(student_ids), "today": today})
    return {row[0]: Record(*row[1:]) for row in rows}
