"""The digest: one e-mail a day and person with all that is due soon, late or ready, worded when it leaves."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time

from sqlalchemy import and_, bindparam, or_, select

from webapp.core import clock, letters, mail, rows
from webapp.core.posting import Later, Worded
from webapp.core.words import lazy
from webapp.people import people
from webapp.school import calendar, settings

from ..models import Checkout
from . import ladder, lines, tellings, untold
from .ladder import BORROWER
from .tellings import Key

AT = time(7)  # on the school's clock
IS_READY = and_(Checkout.stored_status == "approved", Checkout.ready_at.is_not(None))
OWN = (
    select(Checkout)
    .where(Checkout.student_id == bindparam("person_id"), or_(ladder.IS_NEAR, IS_READY))
    .order_by(Checkout.id)
)


def due() -> list[int]:
    """Whom there is something to tell today, by id, and who has no letter about it yet."""
    return sorted(untold.everybody() - LATER.left(calendar.today()))


def write(person_id: int) -> bool:
    """The letter of today, without its words; False where there is one, or nobody who may come in."""
    person = people.contact(person_id)
    if person is None:
        return False
    subject, today = lazy("Your loans today"), calendar.today()
    letter = LATER.leave(person_id, person, subject, when=today, due_at=leaves_at())
    return letter is not None


def word(letter: mail.Claimed) -> Worded | None:
    """What it says now; None where nothing is left to say that was not told before."""
    person = people.contact(letter.subject_id)
    news = untold.to(person, except_letter=letter.id) if person else []
    if not news or person is None:
        return None
    own = _own(person.id)
    others = [key for key in news if key.reader != BORROWER]
    told = _told(own, lines.first_of(others), more=max(0, len(others) - lines.MOST))
    said = tellings.recording(letter.id, [*_said_to_borrower(own), *others])
    return Worded(letters.content("lending/mail/digest", person, told), said)


LATER = Later("digest", "person", word)


def _said_to_borrower(own: Iterable[Checkout]) -> list[Key]:
    step = ladder.steps()
    return [
        Key.of(loan.id, loan.due_on, step(loan.due_on), BORROWER, loan.student_id)
        for loan in own
        if loan.status == "out"
    ]


def leaves_at() -> datetime:
    """Seven o'clock of today; now, if that is over."""
    first = datetime.combine(calendar.today(), AT, settings.zone())
    return max(first, clock.now())


def _told(
    own: Iterable[Checkout], others: Sequence[Checkout], *, more: int
) -> dict[str, object]:
    mine = lines.of(own, with_acts=True)
    theirs = lines.of(others)
    only = mine[0] if len(mine) == 1 and not theirs else None
    return {
        "late": [line for line in mine if line.is_late],
        "soon": [line for line in mine if not line.is_late and not line.is_ready],
        "ready": [line for line in mine if line.is_ready],
        "others": theirs,
        "more": more,
        "only": only,
    }


def _own(person_id: int) -> list[Checkout]:
    """What is due soon or late, and what lies ready for them."""
    return rows.listed(OWN, {"person_id": person_id, **ladder.days()})
