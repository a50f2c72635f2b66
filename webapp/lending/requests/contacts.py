"""Contacts: who fetches and brings what somebody asked for, in their stead; the borrower answers for it as before."""

from collections.abc import Sequence

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, Refusal
from webapp.core.words import _
from webapp.people import people

from .. import access
from ..asking import naming_contacts
from ..desk import handovers
from ..loans import checkouts, events
from ..models import Checkout, CheckoutEvent, Request
from ..models.events import Facts
from ..notices import contact_letters
from . import requests
from .crowds import Crowds
from .whole import Whole

KIND = "contact"  # of the event
Named = tuple[int | None, str | None]  # who it is, and what they are called


def name(
    actor: Actor, id: int, *, contact: int | None = None, version: int | None = None
) -> Whole:
    """Let somebody else fetch what of a request is not handed out yet; nobody, and its borrower fetches it again.

    For its borrower, who names people of the group it is for, and for staff. Invalid at `contact` for who may not be
    named, and for a borrower where one more would come on a day than may; Conflict if all of it has left, and for who
    fetches it already; Stale if it was changed since `version`.
    """
    whole = _take(actor, id, version)
    to = naming_contacts.find(actor, whole.request, contact) if contact else None
    if (to and to.id) == whole.request.contact_id:
        words = _("Nothing would change")
        raise Conflict(words, facts={"contact": contact})
    before, full = _let_within(actor, whole, (to.id, to.name) if to else (None, None))
    if full:
        raise Invalid(fields={KIND: full})
    also = [_said(whole.request)] * len(before)
    events.record_all(actor, KIND, before.items(), also=also)
    return whole


def undo(actor: Actor, id: int) -> Whole:
    """Let whoever was to fetch it before fetch it again.

    Conflict if nobody else was named for who has it now, and for somebody whom the actor could not name any more.
    """
    whole = _take(actor, id, None)
    last = _last(whole)
    if not last:
        raise Conflict(_("Nobody else was named"), facts={"request": id})
    undone = {event.checkout_id: event.id for event in last}
    again = _named_again(actor, whole.request, last[0].before.get(KIND))
    before, full = _let_within(actor, whole, again)
    if full:
        raise Conflict(full, facts={"request": id})
    for line, state in before.items():
        if line.id in undone:
            also = _said(whole.request)
            events.record(actor, line, "undo", state, undoes=undone[line.id], also=also)
    return whole


def undoable(actor: Actor, whole: Whole) -> bool:
    """Whether who fetches it was changed, and that can be taken back."""
    return may_be_named(actor, whole) and bool(_last(whole))


def may_be_named(actor: Actor, whole: Whole) -> bool:
    """Whether the actor can say who fetches it: for who draws the button."""
    request = whole.request
    if (
        not whole.to_fetch
        or whole.is_offered
        or not access.may_name_contact(actor, request.student_id)
    ):
        return False
    return actor.is_staff or bool(naming_contacts.choices(actor, request))


def line_may_be_named(actor: Actor, line: Checkout) -> bool:
    """The same of the request of one line; a query only for a borrower of what is for a group."""
    is_theirs = line.status in ("pending", "approved") and line.lines_asked
    if not is_theirs or not access.may_name_contact(actor, line.student_id):
        return False
    if actor.is_staff:
        return True
    is_for_group = line.group_name is not None
    return is_for_group and may_be_named(actor, requests.find(actor, line.request_id))


def _take(actor: Actor, id: int, version: int | None) -> Whole:
    """The request as it is now, with its borrower's lock, then stock's, its own and its lines'.

    NotAllowed for all but its borrower and staff; Conflict if nothing of it is still to be handed out, and while it is
    only offered.
    """
    student_id = requests.find(actor, id).request.student_id
    access.check_may_name_contact(actor, student_id)
    people.lock(student_id)
    whole = requests.take(actor, id, True, version)
    if whole.request.student_id != student_id:
        raise Conflict(
            checkouts.CHANGED, facts={"version": whole.request.version, "request": id}
        )
    if not whole.to_fetch:
        words = _("Nothing of this request is still to be handed out")
        raise Conflict(words, facts={"request": whole.id})
    for line in whole.to_fetch:
        handovers.check_is_taken(line)
    return whole


def _named_again(actor: Actor, request: Request, id: int | None) -> Named:
    """Who was named before, as they are named anew; nobody is named in a refusal."""
    if id is None:
        return None, None
    try:
        to = naming_contacts.find(actor, request, id)
    except Refusal as no:
        words = _("Whoever was to fetch it before may not be named any more")
        raise Conflict(words, facts={"request": request.id}) from no
    return to.id, to.name


def _let_within(
    actor: Actor, whole: Whole, named: Named
) -> tuple[dict[Checkout, Facts], str]:
    """How each line was before, and why one more may not come on a day, in words; empty where they may."""
    crowds = Crowds(actor, whole)
    before = _let(whole, named)
    return before, crowds.first_full()


def _let(whole: Whole, named: Named) -> dict[Checkout, Facts]:
    """Let this person fetch it; what lies ready is told to them, and to who was to, that they need not. How each was
    before.
    """
    lines, request = whole.to_fetch, whole.request
    before = {line: events.state(line) | _said(request) for line in lines}
    contact_letters.call_back([line.id for line in lines])
    request.contact_id, request.contact_name = named
    db.session.flush()
    _read_again(whole.lines)
    for line in lines:
        if line.ready_at:
            contact_letters.ready(line)
    return before


def _read_again(lines: Sequence[Checkout]) -> None:
    """What its lines say of it is read from the request."""
    for line in lines:
        db.session.expire(line, ["contact_name", "stands_in_id"])


def _said(request: Request) -> Facts:
    return {KIND: request.contact_id, "contact_name": request.contact_name}


def _last(whole: Whole) -> list[CheckoutEvent]:
    """What was said last of what is still to be handed out, for who has it now: it was nobody else's to undo."""
    ids = [line.id for line in whole.to_fetch]
    if not ids:
        return []
    gift = max((event.id for event in events.all_standing(ids, "give")), default=0)
    said = [
        event
        for event in events.all_standing(ids, KIND)
        if event.id > gift and event.before.get("student") == whole.request.student_id
    ]
    last = max((event.at for event in said), default=None)
    return [event for event in said if event.at == last]
