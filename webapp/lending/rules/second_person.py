"""The second person: whether a loan is for somebody other than its borrower to approve, where the school says so."""

from webapp.core.actor import Actor
from webapp.core.errors import NotAllowed
from webapp.core.words import _
from webapp.people import access, people
from webapp.school import settings

from ..models import Checkout


def needs_another(actor: Actor, checkout: Checkout) -> bool:
    """Whether somebody else must approve it, and whatever is promised instead, for it is theirs."""
    is_theirs = checkout.student_id in (actor.id, checkout.decided_by)
    return is_theirs and bool(settings.get("second_person_loans"))


def check(actor: Actor, checkout: Checkout) -> None:
    """NotAllowed to approve one's own loan, or by a token of another's one of staff, where it takes a second person."""
    if not settings.get("second_person_loans"):
        return
    if needs_another(actor, checkout):
        raise NotAllowed(_("Somebody else must approve your own request"))
    if people.is_staff(checkout.student_id):
        access.check_in_person(actor)
