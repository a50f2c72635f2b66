"""Undoing what the desk did: a hand-out or a return taken back puts its checkout back too."""

from collections import Counter
from collections.abc import Sequence
from typing import cast

from webapp.core import dates, outbox
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _, lazy, ngettext
from webapp.repairs import repairs
from webapp.school import calendar
from webapp.stock.ledger import ledger
from webapp.stock.movements import history
from webapp.stock.movements.history import Act
from webapp.stock.operations import undo
from webapp.stock.operations.undo import Operation

from . import access
from .desk import counter, settling
from .loans import checkouts, events, looking_along, pieces
from .models import Checkout
from .notices import notices, ready_notices
from .piles import receipts
from .units import choices
from .waits import withdrawing

BACK = ("return", "return damaged")
ENDED = ("out", "returned", "lost")
AFTER = {  # what can be undone here, and what the checkout may be by then
    "set aside": ("approved",),
    "hand out": ("out",),
    "return": ENDED,
    "return damaged": ENDED,
    "lost": ENDED,
    "used up": ENDED,
}
STATES = ("approved", *ENDED)
PROMISED_AGAIN = ("set aside", "hand out")
HINTS = {
    "approve": lazy(
        "Undo the decision instead, on the loan's page, until its e-mail is sent"
    ),
    "release": lazy(
        "Set it aside again instead, or undo what was changed on the loan's page"
    ),
    "missed": lazy("Undo it on the loan's page: it is promised again"),
    "cancel": lazy("Undo it on the loan's page: it is promised again"),
}


def last_act(actor: Actor, checkout: Checkout) -> Act | None:
    """What the desk did last with the checkout, if nothing else was done since."""
    if not access.may_take_back(actor) or checkout.status not in STATES:
        return None
    if checkout.forgotten_at:
        return None
    done = history.listed(actor, checkout=checkout.id, standing=True, limit=1)
    return done[0] if done and checkout.status in AFTER.get(done[0].kind, ()) else None


def undoable(actor: Actor, checkout: Checkout) -> Act | None:
    """The desk's last act with the checkout, if undoing it would not be refused: what offers Undo asks this."""
    done = last_act(actor, checkout)
    return done if done and undo.refusal(actor, done.id) is None else None


def foresee(actor: Actor, operation: Operation) -> list[str]:
    """What becomes of the checkout, in sentences. Conflict if it has moved on since."""
    checkout = checkouts.find(actor, _of(operation))
    _check(operation, checkout)
    if checkout.is_offer:
        return withdrawing.say_by_hand(checkout)
    who, what = checkout.student_name, checkout.item_name
    if operation.kind in PROMISED_AGAIN:
        was_aside = operation.kind == "hand out" and _aside_before(operation)
        words = lazy("%(item)s is set aside for %(name)s again, to be handed out.")
        if not was_aside:
            words = lazy("%(item)s is on the shelf again, promised to %(name)s.")
        return [_(words, item=what, name=who)]
    said = [
        *withdrawing.foresee(operation),
        _(
            "%(item)s is out to %(name)s again, until %(day)s.",
            item=what,
            name=who,
            day=_until(checkout),
        ),
    ]
    return said + _besides(operation, who)


def _until(checkout: Checkout) -> str:
    day = dates.written(checkout.due_on, "%-d %b %Y")
    return calendar.with_time(day, checkout.due_at)


def _besides(operation: Operation, who: str) -> list[str]:
    """What else is taken back with a return or a loss, and who hears of it."""
    if operation.kind == "return damaged":
        return [_("The repair it opened is cancelled.")]
    if operation.kind == "used up":
        return [_("It is no longer recorded as used up.")]
    if operation.kind != "lost":
        return []
    told = _("%(name)s is told so, if the e-mail about the loss has left.", name=who)
    return [_("It is no longer recorded as lost."), told]


def put_back(actor: Actor, operation: Operation) -> None:
    """The checkout as it was before its hand-out or return."""
    checkout = checkouts.take(actor, _of(operation), access.may_take_back(actor), *STATES)
    _check(operation, checkout)
    if operation.pile_id:
        receipts.correct(operation, checkout)
    if checkout.is_offer:
        withdrawing.withdraw(actor, checkout, operation)
        return
    pieces.follow(checkout, without=operation.id)
    found_missing = looking_along.put_back(actor, checkout, operation)
    if operation.kind in PROMISED_AGAIN:
        _to_approved(checkout)
        if operation.kind == "hand out":
            counter.put_back(actor, checkout)
    else:
        _to_out(checkout, operation, found_missing)
        settling.forget(actor, checkout, operation)
    db.session.flush()


def _of(operation: Operation) -> int:
    return cast(int, operation.checkout_id)


def _check(operation: Operation, checkout: Checkout) -> None:
    """Conflict, with the next step, unless this is the desk's act and the checkout stands as it left it."""
    checkouts.check_remembered(checkout)
    kind, status = operation.kind, checkout.status
    if kind not in AFTER:
        raise Conflict(
            HINTS.get(kind, _("Undo this on the page where it was done")),
            facts={"kind": kind, "checkout": checkout.id},
        )
    if status not in AFTER[kind]:
        raise Conflict(
            _("This loan is %(said)s since", said=checkouts.SAID[status]),
            facts={"status": status, "checkout": checkout.id},
        )
    if kind == "hand out":
        _check_all_out(checkout)
        _check_not_longer(checkout)
        counter.check_put_back(checkout)
    elif kind in BACK:
        _check_not_promised(operation, checkout)
    _check_not_moved_on(operation, checkout)


def _check_not_moved_on(operation: Operation, checkout: Checkout) -> None:
    """Conflict if a later act took what this one brought: what lay ready was put back, and perhaps is ready again."""
    if not pieces.hold_without(checkout.id, operation.id):
        words = _("Its pieces have moved on since; undo what was done last with this loan")
        raise Conflict(words, facts={"status": checkout.status, "checkout": checkout.id})


def _check_not_promised(operation: Operation, checkout: Checkout) -> None:
    """Conflict if what came back lies ready for somebody else by now."""
    moved = [line.unit_id for line in ledger.backwards(operation.id) if line.unit_id]
    offers = withdrawing.loan_ids(operation)
    for unit_id, other in choices.promised(checkout, moved).items():
        if other.checkout_id in offers:
            continue  # is withdrawn first
        words = _("It has since been set aside for %(name)s", name=other.name)
        raise Conflict(words, facts={"unit": unit_id, "checkout": other.checkout_id})


def _check_all_out(checkout: Checkout) -> None:
    out, handed = ledger.held(checkout.id)["on_rent"], checkout.quantity
    if out != handed:
        words = ngettext(
            "%(num)s of the %(all)s handed out is not out any more; undo that first",
            "%(num)s of the %(all)s handed out are not out any more; undo that first",
            handed - out,
            all=handed,
        )
        raise Conflict(
            words, facts={"out": out, "handed_out": handed, "checkout": checkout.id}
        )


def _check_not_longer(checkout: Checkout) -> None:
    """Conflict if it was said since that it may be kept longer."""
    if events.standing_of(checkout.id, *events.LONGER):
        words = _("It may be kept longer since; take that back first")
        facts = {"due_date": checkout.due_on.isoformat(), "checkout": checkout.id}
        raise Conflict(words, facts=facts)


def _to_approved(checkout: Checkout) -> None:
    """Promised as before, and what was set aside lies ready again."""
    checkout.status, checkout.out_at, checkout.due_at = "approved", None, None
    checkout.starts_on = events.promised_from(checkout)
    if not checkout.is_all_aside and checkout.ready_at:
        checkout.ready_at = None
        ready_notices.call_back([checkout.id])


def _aside_before(operation: Operation) -> bool:
    """Whether a hand-out took something from where it had been set aside."""
    return any(line.to_state == "reserved" for line in ledger.backwards(operation.id))


def _to_out(checkout: Checkout, operation: Operation, found_missing: Sequence[str]) -> None:
    """Out as before; the letter that said it is over stays in the house if it has not left yet.

    Whoever was told that something is lost is told that it was found.
    """
    if checkout.status == "returned":
        outbox.cancel("checkout", checkout.id, "returned")
    if operation.kind == "return damaged":
        opened = len(ledger.backwards(operation.id))
        repairs.forget_from(checkout.id, at=operation.created_at, count=opened)
    checkout.status, checkout.closed_at = "out", None
    checkout.returned_on = checkout.returned_at = None
    _take_words_back(checkout, operation.note, found_missing)
    if operation.kind == "lost" and _was_told(operation, checkout):
        notices.found(checkout, operation.id)


def _was_told(operation: Operation, checkout: Checkout) -> bool:
    """Whether its borrower knows of a loss: the e-mail about it, or the receipt of its pile, can't be called back."""
    step = notices.lost_step(operation.id)
    if outbox.cancel("checkout", checkout.id, step):
        return False
    pile = operation.pile_id
    return pile is None or receipts.was_told(pile, checkout.student_id)


def _take_words_back(checkout: Checkout, note: str, found_missing: Sequence[str]) -> None:
    """What one return had said is not said any more, and what it had found missing is not."""
    checkout.return_notes = _without(checkout.return_notes, note)
    missing = Counter(checkout.missing_accessories) - Counter(found_missing)
    checkout.missing_accessories = [*missing.elements()]


def _without(notes: str, note: str) -> str:
    """Return notes without what one return had said."""
    before, said, after = f"\n{notes}\n".rpartition(f"\n{note}\n")
    return f"{before}\n{after}".strip() if note and said else notes
