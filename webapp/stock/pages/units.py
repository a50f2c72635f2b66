"""Adding units, describing one, and what belongs to it."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # unknown to types-WTForms

from webapp.core import text
from webapp.core.doors import actor, done, go_to, page, signed_in
from webapp.core.form_fields import options
from webapp.core.inputs import an_id
from webapp.core.said import Said
from webapp.core.words import _

from .. import access
from ..forms.units import AccessoryForm, UnitCareForm, UnitEditForm, UnitsForm
from ..items import items, suppliers
from ..models import Accessory
from ..units import accessories, serial_lists, unit_facts, units
from . import undo_of
from .blueprints import things


@things.get("/new")
@signed_in
def new() -> Response:
    form = _new_form()
    form.location.data = items.show(actor(), _item()).location
    return page("stock/units/new_units", form=form, item=items.find(actor(), _item()))


@things.post("/new")
@signed_in
def add() -> Response:
    with _new_form() as form:
        added = serial_lists.add(actor(), item=_item(), **form.read())
    word = Said(_("The units are there"), undo=undo_of.last_of_unit(added[0].id))
    if len(added) == 1:
        return go_to("reports.unit", word, id=added[0].id)
    return go_to("reports.units", word, item=_item())


@things.get("/<int:id>/edit")
@signed_in
def edit(id: int) -> Response:
    described = unit_facts.described(actor(), id)
    form = _edit_form(described["supplier"], described)
    return page("stock/units/describe_unit", form=form)


@things.post("/<int:id>/edit")
@signed_in
def describe(id: int) -> Response:
    with _edit_form(units.find(actor(), id).supplier) as form:
        unit_facts.describe(actor(), id, **form.read())
    return go_to("reports.unit", Said(_("Saved")), id=id)


@things.get("/<int:id>/accessories")
@signed_in
def new_accessory(id: int) -> Response:
    units.find(actor(), id)
    access.check_may_describe(actor())
    return page("stock/units/describe_unit", form=AccessoryForm())


@things.post("/<int:id>/accessories")
@signed_in
def add_accessory(id: int) -> Response:
    with AccessoryForm() as form:
        accessories.add(actor(), id, **form.read())
    return go_to("reports.unit", Said(_("Added to what belongs to it")), id=id)


@things.post("/<int:id>/accessories/<int:accessory>/missing")
@signed_in
def miss_accessory(id: int, accessory: int) -> Response:
    return _marked(id, accessories.mark(actor(), id, accessory, is_missing=True))


@things.post("/<int:id>/accessories/<int:accessory>/back")
@signed_in
def find_accessory(id: int, accessory: int) -> Response:
    return _marked(id, accessories.mark(actor(), id, accessory, is_missing=False))


@things.post("/<int:id>/accessories/<int:accessory>/remove")
@signed_in
def remove_accessory(id: int, accessory: int) -> Response:
    accessories.remove(actor(), id, accessory)
    return go_to("reports.unit", Said(_("Not among what belongs to it any more")), id=id)


def _marked(id: int, accessory: Accessory) -> Response:
    return done(
        "stock/units/_accessory.html", url_for("reports.unit", id=id), each=accessory
    )


def _item() -> int:
    return request.args.get("item", type=an_id) or 0


def _new_form() -> UnitsForm:
    access.check_may_add_units(actor())
    items.find(actor(), _item())
    return UnitsForm(choices={"supplier": _suppliers()})


def _edit_form(
    supplier: str | None, described: unit_facts.Described | None = None
) -> UnitCareForm:
    start: dict[str, Any] = dict(described or {})
    if not access.may_describe(actor()):
        return UnitCareForm(**start)
    return UnitEditForm(choices={"supplier": _suppliers(supplier)}, **start)


def _suppliers(bought_from: str | None = None) -> list[SelectChoice]:
    """Nobody, those in use, and the one it was bought from even if the school no longer buys there."""
    names = set(suppliers.in_use().values())
    if bought_from:
        names.add(bought_from)
    in_order = sorted(names, key=text.sort_key)
    return options({"": _("Nobody in the list")} | {name: name for name in in_order})
