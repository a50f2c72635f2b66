"""Looking: a second person looks at what is approved of some items, and takes that back."""

from webapp.core.actor import Actor
from webapp.core.errors import Conflict, NotAllowed
from webapp.core.words import _
from webapp.people.access import check_in_person

from . import access, checkouts, events
from .models import Checkout


def look_at(actor: Actor, id: int) -> Checkout:
    """Say that it may go out. NotAllowed for who approved it or gets it; Conflict if it waits for no second look."""
    checkout = checkouts.take(actor, id, access.may_look_at(actor), "approved")
    if not checkout.needs_look:
        words = _("It does not wait for a second look")
        raise Conflict(words, facts={"status": checkout.status})
    _check_is_another(actor, checkout)
    before = events.state(checkout)
    checkout.needs_look = False
    events.record(actor, checkout, "look", before)
    return checkout


def undo(actor: Actor, id: int) -> Checkout:
    """Let it wait again. Conflict if it was set aside since, or if nobody has looked at it."""
    checkout = checkouts.take(actor, id, access.may_look_at(actor), "approved")
    look = _last_look(checkout)
    if look is None:
        raise Conflict(_("Nobody has looked at it yet"), facts={"status": checkout.status})
    if checkout.aside:
        words = _("It is set aside already; undo that first")
        raise Conflict(words, facts={"status": checkout.status})
    before = events.state(checkout)
    checkout.needs_look = True
    events.record(actor, checkout, "undo", before, undoes=look)
    return checkout


def undoable(actor: Actor, checkout: Checkout) -> bool:
    """Whether it can be made to wait again."""
    is_open = checkout.status == "approved" and not checkout.aside
    return is_open and access.may_look_at(actor) and _last_look(checkout) is not None


def _check_is_another(actor: Actor, checkout: Checkout) -> None:
    if actor.id in (checkout.decided_by, checkout.student_id):
        raise NotAllowed(
            _("Somebody else than who approved it, or gets it, must look at it")
        )
    check_in_person(actor)


def _last_look(checkout: Checkout) -> int | None:
    """The look that lets it go out, if somebody had to look."""
    if checkout.needs_look:
        return None
    looks = events.standing_together([checkout.id], "look")
    decided_at = checkout.decided_at
    fresh = (look.id for look in looks if decided_at and look.at >= decided_at)
    return next(fresh, None)
