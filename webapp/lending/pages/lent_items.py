"""Items to borrow in a browser: what is free of one, when, and the form to ask for it."""

from datetime import date

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go, page, signed_in
from webapp.core.form_fields import options
from webapp.core.forms import read_query
from webapp.core.inputs import an_id
from webapp.core.words import _
from webapp.people import groups, naming, people
from webapp.pictures import pictures
from webapp.pictures.pictures import Picture
from webapp.school import calendar
from webapp.stock import levels
from webapp.stock.items import items, scores
from webapp.stock.items.free import AskedDays
from webapp.stock.items.stocked import Item, Stocked
from webapp.stock.schemas.items import LoanDates
from webapp.stock.units import units

from ..asking import asking, suggestions
from ..asking.similar import Alike
from ..availability import availability, day_sheet, looked_after
from ..availability.availability import ONE_DAY, Shelf
from ..availability.day_sheet import Dates
from ..baskets import baskets
from ..days import asked_days, due_days, pickup_days
from ..days.loan_days import Days
from ..days.visits import ANY_DAY, Room, room_for
from ..forms import days
from ..forms.checkouts import (
    CheckoutForm,
    StaffCheckoutForm,
    StaffUnitForm,
)
from ..lists import timeline
from ..loans import checkouts, swaps
from ..queues import ahead
from ..renewals import keeping
from ..schemas.checkouts import Week
from ..suspensions import suspended
from ..waits import all_out, needed
from . import typed_days, words_after
from .blueprint import bp
from .loans import Shown

FOR_STAFF = (
    "units",
    "kept_back",
    "places",
    "holders",
    "line",
    "awaited",
    "service",
    "looked_after",
)
NOT_FOR_STAFF: Shown = dict.fromkeys(FOR_STAFF, ())
SHOWN = 60  # units on an item’s page


@bp.get("/items/<int:id>")
@signed_in
def item(id: int) -> Response:
    stocked, form = items.show(actor(), id), _form(id)
    item = stocked.item
    days = days_to_begin_with(item.max_checkout_days, read_query(LoanDates))
    form.checkout_date.data, form.due_date.data = days.first, days.last
    archiver = (
        people.names([item.archived_by]).get(item.archived_by) if item.archived_by else None
    )
    return page(
        "lending/item",
        item=item,
        stocked=stocked,
        form=form,
        archiver=archiver,
        told=scores.facts(item),
        rules=keeping.rules(
            item.max_renewals,
            by_itself=item.renews_itself,
            is_by_hour=bool(item.loan_hours),
        ),
        suspension=suspended.told_to(actor()),
        **_around(stocked, days),
    )


@bp.post("/items/<int:id>")
@signed_in
def ask_for(id: int) -> Response:
    form = _form(id)
    with typed_days.marked(id, form), form:
        checkout = asking.ask_for(actor(), item=id, **asked_for(form))
    return go(url_for(".show", id=checkout.id), words_after.asked([checkout]))


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
    """What was typed, with those whom staff named by their ids. Invalid at `student` and `contact` for nobody."""
    said: Shown = form.read()
    for field in ("student", "contact"):
        if who := said.pop(field, None):
            said[field] = naming.named(actor(), who, field=field).id
    return said


def days_to_begin_with(longest: int, dates: LoanDates) -> AskedDays:
    """The days of the address, else those of a student's basket, else from the first day on that is possible, for as
    long as it is lent; and why they are not those of the address.
    """
    if dates.first:
        return _nearest_to(longest, dates.first, dates.until)
    kept, room = None if actor().is_staff else baskets.days(actor()), room_for(actor())
    first = kept.starts if kept else pickup_days.proposed(actor(), room)
    starts = pickup_days.nearest(actor(), first, room)
    last = due_days.latest(starts, longest, room).day
    if kept and not dates.until and starts <= kept.due <= last:
        last = due_days.settle(starts, kept.due, room).day
    return AskedDays(starts, dates.until or last)


def _nearest_to(longest: int, first: date, until: date | None) -> AskedDays:
    """A last day that makes no sense stays, and is refused where it is sent."""
    room = room_for(actor())
    days = asked_days.settled(actor(), first, until, room)
    if until is None:
        return days._replace(last=due_days.latest(days.first, longest, room).day)
    return days if until >= first else days._replace(last=until)


def _around(stocked: Stocked, days: AskedDays) -> Shown:
    """What an item's page shows around it: what is free, when the others come back, and who has them."""
    id = stocked.item.id
    whole, longest = availability.shelf(id), stocked.item.max_checkout_days
    shelf = ahead.beside_those(actor(), {id: whole})[id]
    free: Shown = {
        **_numbers(shelf, longest),
        **pickup_days.span(actor()),
        "returns": shelf.due_days[:3],
        "pictures": _pictures(stocked.item),
        "goes_with": suggestions.of(actor(), [id]),
        "moved": days.moved,
        **_on_days(stocked, shelf, whole, Days(days.first, days.last)),
    }
    return free | _for_reader(stocked.item, free["alike"])


def _pictures(item: Item) -> list[Picture]:
    """Not asked for where it has no face: then it has none."""
    return pictures.listed(actor(), "item", item.id) if item.face else []


def _on_days(stocked: Stocked, shelf: Shelf, whole: Shelf, days: Days) -> Shown:
    """What there is to say of the days that are asked about; who else comes to the desk is read once."""
    desk = Room(actor().id)
    room = ANY_DAY if actor().is_staff else desk
    return {
        "sheet": day_sheet.of(shelf, stocked.quantity, Dates(*days), desk),
        "days": days,
        "is_full": room.full(*days),
        **all_out.of(actor(), stocked, shelf, whole, days, room),
    }


def _numbers(shelf: Shelf, longest: int) -> Shown:
    """How many are free today, and from today on for as long as one may have it."""
    today = calendar.today()
    return {
        "free": shelf.free(today, shelf.end_of(today, due_days.latest(today, longest).day)),
        "now": shelf.free(today, today + ONE_DAY),
        "today": today,
    }


def _for_reader(item: Item, alike: Alike) -> Shown:
    """For staff who has it and who waits; for others what they could bring back for it."""
    if actor().is_staff:
        return {"swaps": {}} | _for_staff(item.id) | _service(item)
    return {"swaps": swaps.smaller(actor(), [item, *alike.items])} | NOT_FOR_STAFF


def _service(item: Item) -> Shown:
    """For how long each piece is looked after once it came back, and what is now; no query where none ever is."""
    days = item.service_days
    return {
        "service": looked_after.rule(days),
        "looked_after": looked_after.of_items([item.id]) if days else [],
    }


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
