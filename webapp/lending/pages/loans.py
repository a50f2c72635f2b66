"""An item as its borrowers see it, and what they asked for and have."""

from collections.abc import Sequence
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from webapp.core import bounces
from webapp.core.doors import actor, page, signed_in
from webapp.people import guardians, people
from webapp.people.people import Contact
from webapp.pictures import pictures
from webapp.pictures.pictures import Picture
from webapp.repairs import repairs

from .. import access, undoing
from ..availability import looked_after
from ..availability.looked_after import LookedAfter
from ..closed_days import moved_loans
from ..days import visits
from ..decisions import as_decided
from ..desk import looking, settling
from ..faults import faults
from ..lists import told_in_order
from ..loans import checkouts, events
from ..models import Checkout, CheckoutEvent
from ..renewals import keeping
from ..requests import another_borrower, contacts, request_facts, restoring
from ..telling import reminding
from ..today import shortfalls, unkept, ways_out
from ..units import choices
from ..waits import needed, put_by
from .blueprint import bp

Shown = dict[str, Any]  # what a template is given


@bp.get("/checkouts/<int:id>")
@signed_in
def show(id: int) -> Response:
    return draw(id)


def draw(id: int, status: int = 200, **refused: object) -> Response:
    """A loan's page, perhaps with what was refused there."""
    checkout = checkouts.find(actor(), id)
    may_answer = access.may_approve(actor()) and checkout.status == "pending"
    may_choose = actor().is_staff and checkout.may_leave
    units = choices_of(checkout) if may_choose else []
    awaited = needed.names([checkout]).get(id, ()) if may_choose else ()
    return page(
        "lending/checkout",
        status,
        checkout=checkout,
        judgement=request_facts.of([checkout])[id] if may_answer else None,
        units=units,
        ticked=ticked_for(checkout, units) if may_choose else [],
        may_hand_out=may_choose,
        awaited=needed.in_words(awaited),
        **_in_the_way(checkout, may_choose=may_choose),
        **_about(checkout),
        **refused,
    )


def _in_the_way(checkout: Checkout, *, may_choose: bool) -> Shown:
    """Why it cannot be kept as things are, what would do, what of it or for it is looked after; and its photos."""
    unkept_now = _unkept(checkout) if may_choose else {}
    looked_after, looked = _looked_after(checkout), _looked(checkout)
    return {"looked_after": looked_after, "looked": looked, **unkept_now}


def _unkept(checkout: Checkout) -> Shown:
    """What is in the way of a promise that cannot be kept as things are, and what would do; else nothing."""
    lacking = shortfalls.of(unkept.among([checkout])).get(checkout.id)
    ways = ways_out.of(actor(), [checkout])[checkout.id] if lacking else []
    return {"shortfalls": lacking, "instead": ways}


def _looked_after(checkout: Checkout) -> list[LookedAfter]:
    """For staff: of what it may leave as, or of what came back of it."""
    if not actor().is_staff or not (checkout.may_leave or checkout.returned):
        return []
    if checkout.may_leave:
        return looked_after.not_ready(looked_after.of_items([checkout.item_id]))
    return looked_after.of_loan(checkout.item_id, checkout.id)


def choices_of(checkout: Checkout) -> list[choices.Choice]:
    """The units that it may leave as: of several pieces those too that lie ready for it."""
    ready = [
        choices.Choice(row.unit_id, row.tag or "", row.quantity)
        for row in checkout.aside
        if row.unit_id and checkout.quantity > 1
    ]
    there = choices.for_loan(checkout)
    return ready + there if there or len(ready) < checkout.quantity else []


def ticked_for(checkout: Checkout, units: list[choices.Choice]) -> list[int]:
    """What lies ready for it, and then the first that fit."""
    ready = checkout.unit_ids
    others = [unit for unit in units if unit.id not in ready]
    return ready + choices.first_ids(others, checkout.units_to_name)


def _about(checkout: Checkout) -> Shown:
    """What a loan's page shows around it: people, the unit, and what was done."""
    decided = events.readable(actor(), checkout)
    return {
        "decisions": decided,
        "words_asked": _words_asked(checkout, decided),
        "may_be_given": another_borrower.line_may_be_given(actor(), checkout),
        "may_name_contact": contacts.line_may_be_named(actor(), checkout),
        "names": _names(checkout, decided),
        "done": undoing.undoable(actor(), checkout),
        "is_looked_at": looking.undoable(actor(), checkout),
        **_moved(checkout, decided),
        **keeping.around(actor(), checkout),
        "may_be_restored": restoring.undoable(actor(), checkout),
        **told_in_order.around(actor(), checkout, decided),
        "repairs": repairs.of_checkout(actor(), checkout.id),
        **_broken(checkout),
        **_for_staff(checkout),
        "put_by": _put_by(checkout),
        "told": reminding.of_loan(actor(), checkout.id),
        "may_remind": reminding.may_remind(actor(), checkout),
    }


def _broken(checkout: Checkout) -> Shown:
    """What is said to be broken of what is out, and who says so."""
    reports = faults.of_loan(actor(), checkout.id) if checkout.out else []
    names = people.names(each.by for each in reports) if reports else {}
    return {"faults": reports, "fault_names": names}


def _looked(checkout: Checkout) -> dict[str, list[Picture]]:
    """Its photos as it left and as it came back; of what never left there are none."""
    return pictures.by_kind(checkout.id, "hand_out", "return") if checkout.out_at else {}


def _put_by(checkout: Checkout) -> str:
    """Where it was checked in just now, for whom it is put by, in words; empty if nobody waits for it."""
    if not actor().is_staff or "came" not in request.args:
        return ""
    return put_by.after(checkout, undoing.last_act(actor(), checkout))


def _for_staff(checkout: Checkout) -> Shown:
    """How its borrower is reached, on which of its days more people come than should, and until when its answer can be
    undone.
    """
    ways = guardians.ways(actor(), checkout.student_id) if checkout.out else None
    undo = as_decided.undoable(actor(), [checkout]).get(checkout.id)
    crowded = visits.crowded(actor(), checkout)
    is_settled = settling.undoable(actor(), checkout)
    unreached = bounces.of([ways.email]) if ways else {}
    shown = {"ways": ways, "is_unreached": bool(unreached), "crowded": crowded}
    return shown | {"undo_answer": undo, "is_settled": is_settled}


def _moved(checkout: Checkout, decided: Sequence[CheckoutEvent]) -> Shown:
    move = moved_loans.undoable(actor(), checkout, decided)
    return {"moved": move, "closed_again": moved_loans.closed_again(move) if move else ""}


def _words_asked(checkout: Checkout, decided: Sequence[CheckoutEvent]) -> str | None:
    """What was said as it was asked for; None for who did not ask for it, but was given it."""
    first = decided[0] if decided else None
    if first is None:
        return checkout.notes
    if first.new_borrower and not actor().is_staff:
        return None if first.kind == "give" else checkout.notes
    return str(first.before.get("notes", checkout.notes) or "")


def _names(checkout: Checkout, decided: Sequence[CheckoutEvent]) -> dict[int, Contact]:
    """Who decided; a borrower reads no name of who had it before them."""
    ids = [checkout.student_id, checkout.decided_by, *(event.by for event in decided)]
    return {
        id: person
        for id, person in people.contacts(ids).items()
        if actor().is_staff or person.role != "student" or id == actor().id
    }
