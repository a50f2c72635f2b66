"""An item as its borrowers see it, and what they asked for and have."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go, page, signed_in
from webapp.core.form_fields import options
from webapp.core.forms import read_query
from webapp.core.inputs import an_id
from webapp.core.words import _
from webapp.people import groups, guardians, people
from webapp.people.people import Contact
from webapp.repairs import repairs
from webapp.school import calendar
from webapp.stock import levels
from webapp.stock.items import items
from webapp.stock.items.stocked import Stocked
from webapp.stock.schemas.items import LoanDates
from webapp.stock.units import units

from .. import (
    access,
    another_borrower,
    asking,
    availability,
    baskets,
    checkouts,
    choices,
    day_sheet,
    due_days,
    events,
    looking,
    moved_loans,
    pickup_days,
    request_facts,
    restoring,
    suggestions,
    timeline,
    told_in_order,
    undoing,
)
from ..availability import ONE_DAY
from ..baskets import Days
from ..day_sheet import Dates
from ..forms import days
from ..forms.checkouts import (
    CheckoutForm,
    StaffCheckoutForm,
    StaffUnitForm,
)
from ..models import Checkout, CheckoutEvent
from ..queues import ahead
from ..renewals import keeping
from ..schemas.checkouts import Week
from ..suspensions import suspended
from ..telling import reminding
from ..waits import all_out, needed
from .blueprint import bp

Shown = dict[str, Any]  # what a template is given
FOR_STAFF = ("units", "kept_back", "places", "holders", "line", "awaited")
NOT_FOR_STAFF: Shown = dict.fromkeys(FOR_STAFF, ())
SHOWN = 60  # units on an item’s page


@bp.get("/items/<int:id>")
@signed_in
def item(id: int) -> Response:
    stocked, form = items.show(actor(), id), _form(id)
    item = stocked.item
    starts, due = days_to_begin_with(item.max_checkout_days, read_query(LoanDates))
    form.checkout_date.data, form.due_date.data = starts, due
    archiver = (
        people.names([item.archived_by]).get(item.archived_by) if item.archived_by else None
    )
    return page(
        "lending/item",
        item=item,
        stocked=stocked,
        form=form,
        archiver=archiver,
        rules=keeping.rules(item.max_renewals, by_itself=item.renews_itself),
        suspension="" if actor().is_staff else suspended.told_of(actor().id),
        **_around(stocked, starts, due),
    )


@bp.post("/items/<int:id>")
@signed_in
def ask_for(id: int) -> Response:
    with _form(id) as form:
        checkout = asking.ask_for(actor(), item=id, **asked_for(form))
    return go(url_for(".show", id=checkout.id))


@bp.get("/checkouts/<int:id>")
@signed_in
def show(id: int) -> Response:
    checkout = checkouts.find(actor(), id)
    may_answer = access.may_approve(actor()) and checkout.status == "pending"
    may_choose = actor().is_staff and checkout.may_leave
    units = choices_of(checkout) if may_choose else []
    return page(
        "lending/checkout",
        checkout=checkout,
        judgement=request_facts.of([checkout])[id] if may_answer else None,
        units=units,
        ticked=ticked_for(checkout, units) if may_choose else [],
        may_hand_out=may_choose,
        **_about(checkout),
    )


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
    id = checkout.id
    decided = events.readable(actor(), checkout)
    return {
        "decisions": decided,
        "words_asked": _words_asked(checkout, decided),
        "may_be_given": another_borrower.line_may_be_given(actor(), checkout),
        "names": _names(checkout, decided),
        "done": undoing.last_act(actor(), checkout),
        "is_looked_at": looking.undoable(actor(), checkout),
        "moved": moved_loans.last_move(checkout, decided),
        **keeping.around(actor(), checkout),
        "may_be_restored": restoring.undoable(actor(), checkout),
        **told_in_order.around(actor(), checkout, decided),
        "repairs": repairs.of_checkout(actor(), id),
        "ways": guardians.ways(actor(), checkout.student_id) if checkout.out else None,
        "told": reminding.of_loan(actor(), id),
        "may_remind": reminding.may_remind(actor(), checkout),
    }


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


def _form(id: int) -> CheckoutForm:
    """For staff with the unit that the address names."""
    unit_id = request.args.get("unit", type=an_id) if actor().is_staff else None
    for_staff = StaffUnitForm if unit_id else StaffCheckoutForm
    form = asking_form(url_for(".put_in", item=id), for_staff)
    if unit_id and request.method == "GET":
        form.unit.data = units.find(actor(), unit_id).tag
    return form


def asking_form(
    put_in: str, for_staff: type[StaffCheckoutForm] = StaffCheckoutForm
) -> CheckoutForm:
    """With a second button for students, who may collect several things before they ask: it sends to `put_in`."""
    form = _asking_form(for_staff)
    if not actor().is_staff:
        beside = {"label": _("Add to basket"), "path": put_in}
        form.around = lambda: {"beside": beside}
    return form


def _asking_form(for_staff: type[StaffCheckoutForm]) -> CheckoutForm:
    if not actor().is_staff:
        return days.offered(actor(), CheckoutForm())
    names = {"": _("Nobody else")} | {
        str(group.id): group.name for group in groups.all_groups(actor())
    }
    return days.offered(actor(), for_staff(choices={"group": options(names)}))


def asked_for(form: CheckoutForm) -> Shown:
    """What was typed, with the student whom staff named by their id. Invalid at `student` for nobody."""
    said: Shown = form.read()
    if who := said.pop("student", None):
        said["student"] = people.named(actor(), who).id
    return said


def days_to_begin_with(longest: int, dates: LoanDates) -> Days:
    """The days of the address, else those of a student's basket, else from the first day on that is possible, for as
    long as it is lent.
    """
    kept = None if actor().is_staff or dates.first else baskets.days(actor())
    first = pickup_days.first(actor())
    starts = pickup_days.nearest(actor(), dates.first or (kept and kept.starts) or first)
    last = due_days.latest(starts, longest).day
    if kept and not dates.until and starts <= kept.due <= last:
        last = due_days.settle(starts, kept.due).day
    return Days(starts, dates.until or last)


def _around(stocked: Stocked, starts: date, due: date) -> Shown:
    """What an item's page shows around it: what is free, when the others come back, and who has them."""
    id, today = stocked.item.id, calendar.today()
    whole, longest = availability.shelf(id), stocked.item.max_checkout_days
    shelf = ahead.beside_those(actor(), {id: whole})[id]
    free = {
        "free": shelf.free(today, end_for(today, longest)),
        "now": shelf.free(today, today + ONE_DAY),
        "sheet": day_sheet.of(shelf, stocked.quantity, Dates(starts, due)),
        "today": today,
        **pickup_days.span(actor()),
        "returns": shelf.due_days[:3],
        "goes_with": suggestions.of(actor(), [id]),
        **all_out.of(actor(), stocked, shelf, whole, Days(starts, due)),
    }
    return free | (_for_staff(id) if actor().is_staff else NOT_FOR_STAFF)


def end_for(starts: date, longest: int) -> date:
    """Before which day a loan is over that lasts as long as it may."""
    return availability.end_of(starts, due_days.latest(starts, longest).day)


def _for_staff(id: int) -> Shown:
    here = units.here(id)
    levels_there = levels.of_item(actor(), id)
    waiting = needed.by_others([id]).get(id, ())
    return {
        "awaited": needed.in_words([wait.student_name for wait in waiting]),
        "units": here.on_shelf,
        "kept_back": here.kept_back[:SHOWN],
        "places": [level for level in levels_there if level.on_hand > level.on_rent],
        "holders": checkouts.holders(actor(), id),
        "line": timeline.of(actor(), id, here.on_shelf[:SHOWN], read_query(Week).week),
    }
