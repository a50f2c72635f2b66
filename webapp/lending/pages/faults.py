"""What is broken of what is out, in a browser: saying so, taking it back, and all that waits for its thing."""

from functools import partial

from flask import request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from webapp.core import paging, photo_uploads
from webapp.core.beforehand import first
from webapp.core.doors import actor, go, page, signed_in
from webapp.core.inputs import an_id
from webapp.core.said import Said
from webapp.core.words import _
from webapp.people import people

from .. import access
from ..faults import faults, reporting
from ..forms.faults import FaultForm
from ..loans import checkouts
from ..models import Checkout, FaultReport
from . import photographed
from .blueprint import bp
from .coming_from import back_to

PAGE = 30


@bp.get("/faults", endpoint="faults")
@signed_in
def listed() -> Response:
    """What is said to be broken and still out, newest first."""
    access.check_may_be_at_desk(actor())
    before = paging.id_in(request.args.get("after"))
    reports = faults.listed(actor(), waiting=True, before=before, limit=PAGE + 1)
    part = paging.cut(reports, PAGE, paging.by_id)
    return page(
        "lending/faults/faults",
        faults=part.rows,
        names=people.names(each.by for each in part.rows),
        older=part.after and url_for(".faults", after=part.after),
    )


@bp.get("/checkouts/<int:id>/fault")
@signed_in
def fault_form(id: int) -> Response:
    loan = checkouts.find(actor(), id)
    checkouts.check_state(loan, "out")
    form = _form(loan)
    return page(form.template, form=form)


@bp.post("/checkouts/<int:id>/fault")
@photo_uploads.takes_photos
@signed_in
@first(photographed.by_borrower)
def report_fault(id: int) -> Response:
    unit = request.args.get("unit", type=an_id)
    with _form(checkouts.find(actor(), id)) as form:
        fault = reporting.report(actor(), id, unit=unit, **form.read())
        photographed.keep("fault", fault.id)
    return go(back_to(id), _reported(fault))


@bp.get("/faults/<int:id>")
@signed_in
def show_fault(id: int) -> Response:
    """It stands on the page of its loan."""
    return redirect(url_for(".show", id=faults.find(actor(), id).checkout_id), 303)


@bp.post("/faults/<int:id>/withdraw")
@signed_in
def withdraw_fault(id: int) -> Response:
    fault, was_told = reporting.withdraw(actor(), id)
    had_heard = _("An e-mail about it had left before. It is no longer on the desk’s list.")
    heard = had_heard if was_told else ""
    return go(back_to(fault.checkout_id), Said(_("Report withdrawn"), heard, tone="mute"))


def _reported(fault: FaultReport) -> Said:
    """When it is seen, and how it is withdrawn; who hears of it is said of every act."""
    at = request.args.get("at")
    return Said(
        _("The desk knows: “%(words)s”", words=fault.words[:120]),
        _("It is shown when you bring it back."),
        url_for(".withdraw_fault", id=fault.id, at=at),
        link=url_for("pictures.album", kind="fault", id=fault.id),
        link_words=_("Add a photo…"),
    )


def _form(loan: Checkout) -> FaultForm:
    """With what is broken above it, also after a refusal: the thing may have been checked in while it was typed."""
    form = FaultForm()
    form.around = partial(dict, checkout=loan, back=back_to(loan.id))
    return form
