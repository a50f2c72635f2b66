"""Reminding: staff have a borrower told of one loan now, once a day, and not once it is back."""

from sqlalchemy import select

from webapp.core import bounces, letters, mail, outbox, rows
from webapp.core.actor import Actor
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.people import people
from webapp.people.people import Contact
from webapp.school import calendar

from .. import access, checkouts
from ..models import Checkout
from . import ladder, lines, tellings
from .ladder import BORROWER
from .tellings import Told

KIND = "reminder"


def remind(actor: Actor, id: int) -> Checkout:
    """Have the borrower of what is out told of it by e-mail at once; staff. Conflict if that was done today already,
    if it is not out, if they may not come in, or if e-mail to them comes back."""
    checkout = checkouts.take(actor, id, access.may_remind(actor), "out")
    person = people.contact(checkout.student_id)
    if person is None:
        raise Conflict(
            _("%(name)s has no account any more; call them", name=checkout.student_name)
        )
    if bounces.of([person.email]):
        words = _("E-mail to %(name)s comes back; call them", name=person.name)
        raise Conflict(words, facts={"email": person.email})
    letter_id = _write(checkout, person)
    if letter_id is None:
        raise Conflict(
            _("%(name)s was reminded of it today already", name=checkout.student_name)
        )
    step = ladder.steps()(checkout.due_on)
    tellings.record(letter_id, [(checkout, step, BORROWER)], by=actor.id)
    return checkout


@letters.in_its_language
def _write(checkout: Checkout, to: Contact) -> int | None:
    """Today's, without its words; None if there is one."""
    return outbox.add(
        kind=KIND,
        subject_type="checkout",
        subject_id=checkout.id,
        step=f"{KIND}:{calendar.today()}",
        address=to.email,
        name=to.name,
        subject=_("Reminder: %(item)s", item=checkout.item_name),
        text="",
    )


def of_loan(actor: Actor, id: int) -> list[Told]:
    """Who was told what about a loan that the actor may see, the oldest first; borrowers see what they were told."""
    checkout = checkouts.find(actor, id)
    return [
        told
        for told in tellings.of_loan(checkout.id)
        if actor.is_staff or told.reader == BORROWER
    ]


def may_remind(actor: Actor, checkout: Checkout) -> bool:
    """Whether its page offers it."""
    return access.may_remind(actor) and checkout.status == "out"


def word(letter: mail.Claimed) -> mail.Content | None:
    """What it says now; None once it is back."""
    query = select(Checkout).where(
        Checkout.id == letter.subject_id, Checkout.stored_status == "out"
    )
    found = rows.listed(query)
    person = people.contact(found[0].student_id) if found else None
    if person is None:
        return None
    return letters.content("lending/mail/reminder", person, {"line": lines.of(found)[0]})
