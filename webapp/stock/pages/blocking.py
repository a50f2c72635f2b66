"""Keeping a unit back from lending, and giving it free again."""

from flask import url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.said import Said
from webapp.core.words import _

from ..forms.units import BlockForm
from ..units import units
from .blueprints import things


@things.get("/<int:id>/block")
@signed_in
def ask(id: int) -> Response:
    units.find(actor(), id)
    return page("stock/units/describe_unit", form=BlockForm())


@things.post("/<int:id>/block")
@signed_in
def block(id: int) -> Response:
    with BlockForm() as form:
        units.block(actor(), id, **form.read())
    return go_to(
        "reports.unit",
        Said(_("Blocked: it is not lent"), undo=url_for(".unblock", id=id)),
        id=id,
    )


@things.post("/<int:id>/unblock")
@signed_in
def unblock(id: int) -> Response:
    units.unblock(actor(), id)
    return go_to("reports.unit", Said(_("It may be lent again")), id=id)
