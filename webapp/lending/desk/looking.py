"""Looking: a second person looks at what is approved of some items, and takes that back."""

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotAllowed
from webapp.core.words import _
from webapp.people.access import check_in_person

from .. import access
from ..loans import checkouts, events
from ..models import Checkout, CheckoutEvent, Request

LOOKED_AT = ("approve", "change", "give")


def look_at(actor: Actor, id: int) -> Checkout:
    """Say that it may go out. NotAllowed for who decided on it or gets it; Conflict if it waits for no second look."""
    checkout = checkouts.take(actor, id, access.may_look_at(actor), "approved")
    if not checkout.needs_look:
        words = _("It does not wait for a second look")
        raise Conflict(words, facts={"status": checkout.status, "checkout": id})
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
        _check_not_parted(checkout)
        raise Conflict(
            _("Nobody has looked at it yet"),
            facts={"status": checkout.status, "checkout": id},
        )
    if checkout.aside:
        words = _("It is set aside already; undo that first")
        raise Conflict(words, facts={"status": checkout.status, "checkout": id})
    before = events.state(checkout)
    checkout.needs_look = True
    events.record(actor, checkout, "undo", before, undoes=look)
    return checkout


def _check_not_parted(checkout: Checkout) -> None:
    """Conflict, saying where that can be taken back, if it was looked at as part of another loan."""
    if parted := events.last_standing(checkout.id, "parted"):
        words = _(
            "It was looked at before part of it was handed out: undo that hand-out first, then the look"
        )
        facts = {
            "status": checkout.status,
            "loan": parted.after["parted_from"],
            "checkout": parted.after["parted_from"],
        }
        raise Conflict(words, facts=facts)


def undoable(actor: Actor, checkout: Checkout) -> bool:
    """Whether it can be made to wait again."""
    is_open = checkout.status == "approved" and not checkout.aside
    return is_open and access.may_look_at(actor) and _last_look(checkout) is not None


def _check_is_another(actor: Actor, checkout: Checkout) -> None:
    request = db.session.get_one(Request, checkout.request_id)
    involved = {checkout.decided_by, checkout.student_id, request.asked_by}
    if actor.id in involved | _decided_by(checkout):
        words = _(
            "Somebody else than who asked for it, approved or changed it, or gets it, must look at it"
        )
        raise NotAllowed(words)
    check_in_person(actor)


def _decided_by(checkout: Checkout) -> set[int]:
    """Who decided what it is, for which days and for whom, since the approval that stands."""
    since = events.decision(checkout.id) or 0
    return {event.by for event in _decisions(checkout) if event.id >= since}


def _decisions(checkout: Checkout) -> list[CheckoutEvent]:
    """What a look is about of all that was decided, and what of that was taken back."""
    every = events.listed(checkout.id)
    ids = {event.id for event in every if event.kind in LOOKED_AT}
    return [event for event in every if event.id in ids or event.undoes in ids]


def _last_look(checkout: Checkout) -> int | None:
    """The look that lets it go out, if somebody had to look."""
    if checkout.needs_look:
        return None
    look = events.last_standing(checkout.id, "look")
    last = max((event.id for event in _decisions(checkout)), default=0)
    return look.id if look and look.id > last else None
