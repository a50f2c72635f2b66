"""What goes from one location to another: the list, the packing list, and the page of one transfer."""

from flask import request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its stubs are older

from webapp.core import paging
from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.errors import Refusal
from webapp.core.forms import Form, read_query
from webapp.core.said import Said
from webapp.core.words import _
from webapp.people import people
from webapp.school import calendar

from .. import access, locations
from ..forms.transfers import ArriveForm, PackForm, TransferEditForm, TransferForm
from ..schemas.transfers import TransferQuery, TransferStart
from ..transfers import transfers as noun
from ..transfers.journey import Journey
from .blueprints import transfers

PAGE, PLACES = 24, 1_000


@transfers.get("")
@signed_in
def listed() -> Response:
    query = read_query(TransferQuery)
    status, location = query.status, query.location
    rows = noun.listed(
        actor(),
        status=status,
        location=location,
        after=paging.place(query.after, int, int),
        limit=PAGE + 1,
    )
    part = paging.cut(rows, PAGE, lambda transfer: transfer.place)
    older = part.after and url_for(
        ".listed", after=part.after, status=status, location=location
    )
    return page(
        "stock/transfers/transfers",
        transfers=part.rows,
        places=locations.listed(actor(), limit=PLACES),
        older=older,
        query={"status": status, "location": location},
    )


@transfers.get("/new")
@signed_in
def new() -> Response:
    access.check_may_move(actor())
    return page(
        "stock/transfers/transfer_form", form=_form(**dict(read_query(TransferStart)))
    )


@transfers.post("/new")
@signed_in
def draft() -> Response:
    access.check_may_move(actor())
    with _form() as form:
        transfer = noun.draft(actor(), **form.read())
    return go_to(
        ".show", Said(_("The transfer is begun; nothing has left yet")), id=transfer.id
    )


@transfers.get("/<int:id>")
@signed_in
def show(id: int) -> Response:
    return shown(id)


@transfers.get("/<int:id>/<any(add, remove, send, receive, arrived, cancel):verb>")
@signed_in
def reloaded(id: int, verb: str) -> Response:
    """Where a refused act was told: the page as it is."""
    return go_to(".show", id=id)


@transfers.get("/<int:id>/edit")
@signed_in
def edit(id: int) -> Response:
    transfer = noun.find(actor(), id)
    return page(
        "stock/transfers/transfer_form",
        form=TransferEditForm(obj=transfer),
        transfer=transfer,
    )


@transfers.post("/<int:id>/edit")
@signed_in
def describe(id: int) -> Response:
    with TransferEditForm() as form:
        noun.describe(actor(), id, **form.read())
    return go_to(".show", Said(_("Saved")), id=id)


@transfers.get("/<int:id>/packing")
@signed_in
def packing(id: int) -> Response:
    transfer = noun.find(actor(), id)
    names = people.names([transfer.created_by])
    return page(
        "stock/transfers/packing", transfer=transfer, names=names, today=calendar.today()
    )


def shown(id: int, refusal: Refusal | None = None, form: Form | None = None) -> Response:
    """The page of a transfer, with the box to scan into; again with what was typed there, if it was refused."""
    transfer, acts = noun.find(actor(), id), noun.acts(actor(), id)
    return page(
        "stock/transfers/transfer",
        refusal.status if refusal else 200,
        transfer=transfer,
        form=_scan_form(transfer, form),
        no=refusal,
        done=acts,
        names=people.names([transfer.created_by, *(act.actor_id for act in acts)]),
        message="" if refusal else request.args.get("said", "")[:80],
    )


def _scan_form(transfer: Journey, form: Form | None) -> Form:
    """The box to scan into, as it was sent; a fresh one if it was another form of the page that was sent."""
    kind = PackForm if transfer.status == "initiated" else ArriveForm
    if isinstance(form, kind):
        return form
    fresh = kind()
    fresh.process(data={"quantity": 1})
    fresh["quantity"].raw_data = None
    return fresh


def _form(**start: int | None) -> TransferForm:
    places = [place for place in locations.listed(actor(), limit=PLACES) if place.is_active]
    choices = [
        SelectChoice("", _("Choose a place")),
        *(SelectChoice(str(place.id), place.name) for place in places),
    ]
    return TransferForm(choices={"from_location": choices, "to_location": choices}, **start)
