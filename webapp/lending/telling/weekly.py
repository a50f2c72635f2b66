"""The weekly list: once a week teachers are told what is late among their students, worded when it leaves."""

from sqlalchemy import ColumnElement, select

from webapp.core import letters, mail, outbox, rows
from webapp.core.db import db
from webapp.core.words import _
from webapp.people import people, reaching
from webapp.people.people import Contact
from webapp.school import calendar, settings

from ..models import Checkout
from . import digests, lines

KIND = "weekly"


def due() -> list[int]:
    """Teachers with students who are late, by id, once the day of the week has come; none who has the list already."""
    if not _is_time():
        return []
    taught = reaching.teachers()
    late = select(Checkout.student_id).where(*_is_late()).distinct()
    teachers = {taught[id] for id in db.session.scalars(late) if id in taught}
    return sorted(teachers - outbox.having_step("person", _step()))


def write(teacher_id: int) -> bool:
    """The list of this week, without its words; False where there is one, or nobody who may come in."""
    teacher = people.contact(teacher_id)
    if teacher is None:
        return False
    return outbox.write(
        kind=KIND,
        subject_type="person",
        subject_id=teacher_id,
        step=_step(),
        address=teacher.email,
        name=teacher.name,
        subject=_("Overdue among your students"),
        text="",
        due_at=digests.leaves_at(),
    )


def word(letter: mail.Claimed) -> mail.Content | None:
    """What it says now; None where everything is back."""
    teacher = people.contact(letter.subject_id)
    late = lines.of(_late(teacher)) if teacher else []
    if teacher is None or not late:
        return None
    by_name = sorted(late, key=lambda line: (line.first.student_name, line.due_on))
    return letters.content("lending/mail/weekly", teacher, {"late": by_name})


def _is_time() -> bool:
    day = settings.get("weekly_list_day")
    return bool(day) and calendar.today().isoweekday() >= day


def _step() -> str:
    year, week, _day = calendar.today().isocalendar()
    return f"{KIND}:{year}-{week}"


def _is_late() -> tuple[ColumnElement[bool], ...]:
    return Checkout.stored_status == "out", Checkout.due_on < calendar.today()


def _late(teacher: Contact) -> list[Checkout]:
    students = list(reaching.teachers(only=teacher.id))
    query = select(Checkout).where(*_is_late(), Checkout.student_id.in_(students))
    return rows.listed(query.order_by(Checkout.due_on, Checkout.id))
