"""Late by the hour: what was due at a moment of today and is still out is told to its borrower soon after, once.

From the next day on it is in the e-mail of the day, as all that is late.
"""

from sqlalchemy import select

from webapp.core import bounces, clock, letters, mail, rows
from webapp.core.db import db
from webapp.core.posting import Later, Worded
from webapp.core.words import lazy
from webapp.people import people, system_user
from webapp.school import calendar

from ..loans import checkouts
from ..models import Checkout
from . import lines, tellings
from .ladder import BORROWER
from .tellings import Key

NOW = 0  # the step of the ladder: it is not a day late


def due() -> list[int]:
    """The loans that are late since some time of today, by id, and that nobody was told of yet."""
    query = select(Checkout.id).where(
        Checkout.stored_status == "out",
        Checkout.due_at <= clock.now(),
        Checkout.due_on == calendar.today(),
    )
    late = db.session.scalars(query.order_by(Checkout.id)).all()
    told = LATER.left(calendar.today()) if late else set()
    return [id for id in late if id not in told]


def write(id: int) -> bool:
    """The e-mail about one of them, without its words; False where it is back, kept longer, or told already."""
    checkout = checkouts.take(system_user.ACTOR, id, True, "out")
    person = people.contact(checkout.student_id)
    if person is None or not _is_late_today(checkout) or bounces.of([person.email]):
        return False
    subject = lazy("Overdue: %(item)s", item=checkout.item_name)
    letter_id = LATER.leave(id, person, subject, when=calendar.today())
    if letter_id is None:
        return False
    key = Key.of(id, checkout.due_on, NOW, BORROWER, checkout.student_id)
    tellings.record(letter_id, [key])
    return True


def word(letter: mail.Claimed) -> Worded | None:
    """What it says now; None once it is back, or was kept longer."""
    query = select(Checkout).where(
        Checkout.id == letter.subject_id, Checkout.stored_status == "out"
    )
    found = [loan for loan in rows.listed(query) if _is_late_today(loan)]
    person = people.contact(found[0].student_id) if found else None
    if person is None:
        return None
    told = {"line": lines.of(found)[0]}
    return Worded(letters.content("lending/mail/reminder", person, told))


def _is_late_today(checkout: Checkout) -> bool:
    is_today = checkout.due_on == calendar.today()
    return is_today and checkout.due_at is not None and checkouts.is_overdue(checkout)


LATER = Later("late_by_hour", "checkout", word)
