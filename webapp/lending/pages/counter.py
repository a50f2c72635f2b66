"""Handing out otherwise than promised: fewer pieces now, or another due date."""

from flask import url_for
from werkzeug.wrappers import Response

from webapp.core import photo_uploads
from webapp.core.beforehand import first
from webapp.core.doors import actor, go, page, signed_in
from webapp.core.said import Said
from webapp.core.words import _

from .. import access
from ..desk import handovers
from ..forms.checkouts import CounterForm, UnitsCounterForm
from ..loans import checkouts
from ..models import Checkout
from . import photographed
from .blueprint import bp
from .loans import choices_of, ticked_for


@bp.get("/checkouts/<int:id>/hand_out_otherwise")
@signed_in
def hand_out_otherwise(id: int) -> Response:
    checkout = checkouts.find(actor(), id)
    access.check_may_be_at_desk(actor())
    checkouts.check_state(checkout, "approved")
    form = _form(checkout)
    form.quantity.data, form.due_date.data = checkout.quantity, checkout.due_on
    return page("layout/form", form=form)


@bp.post("/checkouts/<int:id>/hand_out_otherwise")
@photo_uploads.takes_photos
@signed_in
@first(photographed.at_desk)
def hand_out_on_terms(id: int) -> Response:
    with _form(checkouts.find(actor(), id)) as form:
        handovers.hand_out(actor(), id, **form.read())
        photographed.keep("hand_out", id)
    return go(url_for(".show", id=id), Said(_("Handed out")))


def _form(checkout: Checkout) -> CounterForm:
    """With the units to tick, where pieces have tags."""
    form = _form_with_units(checkout) if checkout.needs_tag else CounterForm()
    form.title = checkout.item_name + " · " + checkout.student_name
    form.quantity.flags.max = checkout.quantity
    return form


def _form_with_units(checkout: Checkout) -> UnitsCounterForm:
    units = choices_of(checkout)
    return UnitsCounterForm(
        choices={"units": [(str(unit.id), unit.tag) for unit in units]},
        units=[str(id) for id in ticked_for(checkout, units)],
    )
