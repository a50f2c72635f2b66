"""Copies for guardians: what is late for long of whom they answer for, without a link that acts."""

from sqlalchemy import select

from webapp.core import letters, mail, outbox, rows
from webapp.core.words import _
from webapp.people import reaching
from webapp.school import calendar

from ..models import Checkout
from . import digests, lines, tellings, untold
from .ladder import GUARDIAN

KIND = "guardian"


def due() -> list[int]:
    """Guardians whom there is something to tell today, by id, and who have no letter about it yet."""
    return sorted(untold.guardians() - outbox.having_step("guardian", _step()))


def write(guardian_id: int) -> bool:
    """The letter of today, without its words; False where there is one, or nobody to write to."""
    guardian = reaching.guardian(guardian_id)
    if guardian is None:
        return False
    return outbox.write(
        kind=KIND,
        subject_type="guardian",
        subject_id=guardian_id,
        step=_step(),
        address=guardian.email,
        name=guardian.name,
        subject=_("Overdue loans"),
        text="",
        due_at=digests.leaves_at(),
    )


def word(letter: mail.Claimed) -> mail.Content | None:
    """What it says now; None where nothing is left to say that was not told before."""
    guardian = reaching.guardian(letter.subject_id)
    news = untold.to_guardian(guardian, except_letter=letter.id) if guardian else []
    if guardian is None or not news:
        return None
    days = {key.checkout_id: key.days for key in news}
    query = select(Checkout).where(Checkout.id.in_(days)).order_by(Checkout.id)
    late = rows.listed(query)
    tellings.record(letter.id, [(loan, days[loan.id], GUARDIAN) for loan in late])
    told = {"late": lines.of(late), "borrower": late[0].student_name}
    return letters.content("lending/mail/guardian", guardian, told)


def _step() -> str:
    return f"{KIND}:{calendar.today()}"
