"""The weekly list: once a week teachers are told what is late among their students, worded when it leaves."""

from sqlalchemy import ColumnElement, func, select

from webapp.core import letters, mail, rows
from webapp.core.db import db
from webapp.core.posting import Later, Worded
from webapp.core.words import lazy
from webapp.people import people, reaching
from webapp.school import calendar, settings

from ..models import Checkout
from . import digests, lines


def due() -> list[int]:
    """Teachers with students who are late, by id, on the day of the week; none who has the list already."""
    if not _is_time():
        return []
    taught = reaching.teachers()
    late = select(Checkout.student_id).where(*_is_late()).distinct()
    teachers = {taught[id] for id in db.session.scalars(late) if id in taught}
    return sorted(teachers - LATER.left(_week()))


def write(teacher_id: int) -> bool:
    """The list of this week, without its words; False where there is one, or nobody who may come in."""
    teacher = people.contact(teacher_id)
    if teacher is None:
        return False
    subject, at = lazy("Overdue among your students"), digests.leaves_at()
    return LATER.leave(teacher_id, teacher, subject, when=_week(), due_at=at) is not None


def word(letter: mail.Claimed) -> Worded | None:
    """What it says now, those that are late for longest first where they are many; None where everything is back."""
    teacher = people.contact(letter.subject_id)
    if teacher is None:
        return None
    is_theirs = Checkout.student_id.in_(reaching.students(teacher.id))
    late = select(Checkout).where(*_is_late(), is_theirs)
    first = rows.listed(late.order_by(Checkout.due_on, Checkout.id).limit(lines.MOST))
    if not first:
        return None
    told = {
        "late": sorted(lines.of(first), key=lambda line: (line.borrower, line.due_on)),
        "more": _how_many(is_theirs) - len(first),
    }
    return Worded(letters.content("lending/mail/weekly", teacher, told))


LATER = Later("weekly", "person", word)


def _how_many(condition: ColumnElement[bool]) -> int:
    query = select(func.count(Checkout.id)).where(*_is_late(), condition)
    return db.session.scalar(query) or 0


def _is_time() -> bool:
    return calendar.today().isoweekday() == settings.get("weekly_list_day")


def _week() -> str:
    year, week, _day = calendar.today().isocalendar()
    return f"{year}-{week}"


def _is_late() -> tuple[ColumnElement[bool], ...]:
    return Checkout.stored_status == "out", Checkout.due_on < calendar.today()
