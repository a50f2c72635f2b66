"""Another borrower: staff give a request, or what is still to be fetched of it, to somebody else, and back."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotFound
from webapp.core.words import _
from webapp.people import groups, people
from webapp.people.people import Contact

from .. import access
from ..desk import handovers
from ..loans import checkouts, events, swaps
from ..models import Checkout, CheckoutEvent
from ..models.events import Facts
from ..notices import contact_letters
from ..rules import limits, second_person
from . import giving_notices, requests
from .whole import Whole

GIVEN = ("pending", "approved")  # what may still go to somebody else


class Words(NamedTuple):
    """What its borrower said of a request, who wrote it down, who fetches it in their stead, and what of theirs is to
    come back for it: whoever has it next reads none of that.
    """

    purpose: str
    asked_by: int
    notes: Mapping[int, str]  # of the lines, by their ids
    swaps: Mapping[int, int]  # the loans that come back for lines, by the lines' ids
    contact: tuple[int | None, str | None] = (None, None)  # with their name


def give(
    actor: Actor,
    id: int,
    *,
    borrower: int,
    reason: str = "",
    version: int | None = None,
) -> Whole:
    """Let somebody else have all of a request that is neither out nor over; both are told, and so is whoever answers.

    What is set aside lies ready for them, and they read nothing that was said before. NotFound for somebody whom the
    actor may not ask for; Invalid at `borrower` for who has it already, or is not in the group it is for; Conflict
    where nothing is left to give, or if they wait for the same thing; Stale if it was changed since `version`.
    """
    _find(actor, id)
    people.find(actor, borrower)
    whole, to = _take(actor, id, borrower, version)
    lines = _to_give(whole)
    if whole.request.student_id == to.id:
        raise Invalid(fields={"borrower": _("It is theirs already")})
    before = _hand_over(actor, whole, lines, to, Words("", actor.id, {}, {}), reason)
    events.record_all(actor, "give", before.items(), why=reason)
    return whole


def undo(actor: Actor, id: int) -> Whole:
    """Let who had it before have it again, with what they had said. Conflict if what was given has left or is over.

    Whoever may give it may do so, whether or not they could ask for the one who had it.
    """
    gifts = _last_gift(_find(actor, id))
    if not gifts:
        words = _("It was not given to anybody else")
        raise Conflict(words, facts={"request": id})
    whole, to = _take(actor, id, gifts[0].before["student"], None)
    undone = {gift.checkout_id: gift.id for gift in _last_gift(whole)}
    lines = _to_give_back(whole, undone)
    said = _words_before(whole, _last_gift(whole))
    for line, state in _hand_over(actor, whole, lines, to, said).items():
        events.record(actor, line, "undo", state, undoes=undone[line.id])
    return whole


def may_be_given(actor: Actor, whole: Whole) -> bool:
    """Whether the actor can give it to somebody else: for who draws the button."""
    return access.may_give(actor) and bool(whole.to_give)


def line_may_be_given(actor: Actor, line: Checkout) -> bool:
    """The same of the request of one line, which goes along."""
    is_theirs = line.status in GIVEN and line.lines_asked and not line.is_offer
    if not access.may_give(actor) or not is_theirs:
        return False
    return line.request_set_id is None or bool(
        requests.find(actor, line.request_id).to_give
    )


def undoable(actor: Actor, whole: Whole) -> bool:
    """Whether giving it to somebody else can be taken back."""
    if not access.may_give(actor):
        return False
    to_fetch = {line.id for line in whole.to_fetch}
    gifts = {gift.checkout_id for gift in _last_gift(whole)}
    return bool(gifts) and gifts <= to_fetch


def _find(actor: Actor, id: int) -> Whole:
    whole = requests.find(actor, id)
    access.check_may_give(actor)
    return whole


def _take(
    actor: Actor, id: int, borrower: int, version: int | None
) -> tuple[Whole, Contact]:
    """The request as it is now, and who is to have it, with the locks of both people, then stock's and its own."""
    owner = _find(actor, id).request.student_id
    contacts = people.lock_all(owner, borrower)
    if borrower not in contacts:
        raise NotFound(_("Person not found"))
    whole = requests.take(actor, id, access.may_give(actor), version)
    if whole.request.student_id != owner:
        raise Conflict(
            checkouts.CHANGED, facts={"version": whole.request.version, "request": id}
        )
    return whole, contacts[borrower]


def _to_give(whole: Whole) -> list[Checkout]:
    """What of it can go to somebody else. Conflict if nothing can."""
    lines = whole.to_give
    if not lines:
        words = _("Nothing of this request is still to be handed out")
        for line in whole.to_fetch:
            handovers.check_is_taken(line)
        if whole.to_fetch:
            words = _("Part of the set was already handed out, so it stays with who has it")
        raise Conflict(words, facts={"request": whole.id})
    return lines


def _to_give_back(whole: Whole, ids: Collection[int]) -> list[Checkout]:
    """The lines with these ids. Conflict if one of them has left the desk, or is over."""
    lines = requests.lines_of(whole, ids)
    for line in lines:
        with requests.naming(line):
            checkouts.check_state(line, *GIVEN)
    return lines


def _name_borrower(whole: Whole, to: Contact) -> None:
    whole.request.student_id, whole.request.student_name = to.id, to.name
    db.session.flush()


def _hand_over(
    actor: Actor,
    whole: Whole,
    lines: Sequence[Checkout],
    to: Contact,
    words: Words,
    reason: str = "",
) -> dict[Checkout, Facts]:
    """Let these lines be another person's, by the rules by which staff ask for them and have them approved; all are
    told. How each was before."""
    giver = people.contact(whole.request.student_id)
    before = _states(whole, lines)
    contact_letters.call_back([line.id for line in lines])
    _check_group(whole, to)
    for line in lines:
        with requests.naming(line):
            _hand_over_one(actor, line, to)
    _say(whole, lines, words)
    _name_borrower(whole, to)
    _tell_contact(lines)
    giving_notices.given(actor, whole, lines, giver=giver, taker=to, reason=reason)
    return before


def _tell_contact(lines: Sequence[Checkout]) -> None:
    """Who fetches it for whoever had it before, once it is theirs again: what lies ready."""
    for line in lines:
        db.session.expire(line, ["contact_name", "stands_in_id"])
        if line.ready_at:
            contact_letters.ready(line)


def _states(whole: Whole, lines: Sequence[Checkout]) -> dict[Checkout, Facts]:
    """How each is, with what was said of all."""
    request = whole.request
    said: Facts = {"purpose": request.purpose, "asked_by": request.asked_by}
    said |= {"contact": request.contact_id, "contact_name": request.contact_name}
    return {line: events.state(line) | said | {"swaps": line.swaps_id} for line in lines}


def _say(whole: Whole, lines: Sequence[Checkout], words: Words) -> None:
    """Let these words stand with it, and no others."""
    request = whole.request
    request.purpose, request.asked_by = words.purpose, words.asked_by
    request.contact_id, request.contact_name = words.contact
    for line in lines:
        line.notes = words.notes.get(line.id, "")
        line.swaps_id = words.swaps.get(line.id)


def _check_group(whole: Whole, to: Contact) -> None:
    """Invalid for somebody who is not in the group that it is for."""
    request = whole.request
    if request.group_id and request.group_name:
        groups.check_answers_for(
            request.group_id, request.group_name, to.id, to.role, field="borrower"
        )


def _hand_over_one(actor: Actor, line: Checkout, to: Contact) -> None:
    """What is approved needs the second person and the second look that it would need had they asked for it."""
    limits.check_not_asked_already(
        to.id, line.item_id, line.starts_on, line.due_on, besides=line.request_id
    )
    line.student_id, line.student_name = to.id, to.name
    if line.status == "approved":
        second_person.check(actor, line)
        line.needs_look = limits.check_lent_out(line.item_id).needs_second_look


def _words_before(whole: Whole, gifts: Sequence[CheckoutEvent]) -> Words:
    """What was said before it was given to somebody else."""
    request, before = whole.request, gifts[0].before
    return Words(
        before.get("purpose", request.purpose),
        before.get("asked_by", request.asked_by),
        {gift.checkout_id: gift.before["notes"] for gift in gifts},
        _swaps_before(gifts),
        (before.get("contact"), before.get("contact_name")),
    )


def _swaps_before(gifts: Sequence[CheckoutEvent]) -> dict[int, int]:
    """What was to come back for each line, unless it is back, or something else was asked for instead of it since."""
    before = {gift.checkout_id: gift.before.get("swaps") for gift in gifts}
    ids = swaps.still_open({old for old in before.values() if old})
    return {line: old for line, old in before.items() if old in ids}


def _last_gift(whole: Whole) -> list[CheckoutEvent]:
    return events.standing_together((line.id for line in whole.lines), "give")
