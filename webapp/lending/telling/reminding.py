"""Reminding: staff have a borrower told of one loan now, once a day, and not once it is back."""

from sqlalchemy import select

from webapp.core import bounces, letters, mail, rows
from webapp.core.actor import Actor
from webapp.core.errors import Conflict
from webapp.core.posting import Later, Worded
from webapp.core.words import _, lazy
from webapp.people import people
from webapp.people.people import Contact
from webapp.school import calendar

from .. import access
from ..loans import checkouts
from ..models import Checkout
from . import ladder, lines, tellings
from .ladder import BORROWER
from .tellings import Key, Told


def remind(actor: Actor, id: int) -> Checkout:
    """Have the borrower of what is out told of it by e-mail at once; staff. Conflict if that was done today already,
    if it is not out, if they may not come in, or if e-mail to them comes back."""
    checkout = checkouts.take(actor, id, access.may_remind(actor), "out")
    person = _reachable(checkout)
    subject = lazy("Reminder: %(item)s", item=checkout.item_name)
    letter_id = LATER.leave(checkout.id, person, subject, when=calendar.today())
    if letter_id is None:
        words = _("%(name)s was reminded of it today already", name=checkout.student_name)
        raise Conflict(words, facts={"person": checkout.student_id})
    step = ladder.steps()(checkout.due_on)
    told = Key.of(checkout.id, checkout.due_on, step, BORROWER, checkout.student_id)
    tellings.record(letter_id, [told], by=actor.id)
    return checkout


def _reachable(checkout: Checkout) -> Contact:
    """Its borrower; Conflict if they may not come in, or if e-mail to them comes back."""
    person = people.contact(checkout.student_id)
    if person is None:
        words = _("%(name)s has no account any more; call them", name=checkout.student_name)
        raise Conflict(words, facts={"person": checkout.student_id})
    if bounces.of([person.email]):
        words = _("E-mail to %(name)s comes back; call them", name=person.name)
        raise Conflict(words, facts={"email": person.email, "person": person.id})
    return person


def of_loan(actor: Actor, id: int) -> list[Told]:
    """Who was told what about a loan that the actor may see, the oldest first; borrowers see what they were told."""
    checkout = checkouts.find(actor, id)
    is_theirs = checkout.student_id == actor.id
    return [
        told
        for told in tellings.of_loan(checkout.id)
        if actor.is_staff or (is_theirs and told.reader == BORROWER)
    ]


def reminded_today() -> set[int]:
    """The loans of which staff had somebody reminded today."""
    return LATER.left(calendar.today())


def may_remind(actor: Actor, checkout: Checkout) -> bool:
    """Whether its page offers it."""
    return access.may_remind(actor) and checkout.status == "out"


def word(letter: mail.Claimed) -> Worded | None:
    """What it says now; None once it is back."""
    query = select(Checkout).where(
        Checkout.id == letter.subject_id, Checkout.stored_status == "out"
    )
    found = rows.listed(query)
    person = people.contact(found[0].student_id) if found else None
    if person is None:
        return None
    told = {"line": lines.of(found)[0]}
    return Worded(letters.content("lending/mail/reminder", person, told))


LATER = Later("reminder", "checkout", word)
