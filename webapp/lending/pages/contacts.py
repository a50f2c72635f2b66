"""Who fetches what somebody asked for: its form, sending it, taking that back."""

from flask import url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go, page, signed_in
from webapp.core.form_fields import options
from webapp.core.forms import Form
from webapp.core.said import Said
from webapp.core.words import _
from webapp.people import naming

from .. import access
from ..asking import naming_contacts
from ..forms.requests import ContactChoiceForm, ContactForm
from ..requests import contacts, requests
from ..requests.whole import Whole
from .blueprint import bp


@bp.get("/requests/<int:id>/contact")
@signed_in
def contact_form(id: int) -> Response:
    whole = _find(id)
    return page("lending/requests/contact", form=_form(whole), whole=whole)


@bp.post("/requests/<int:id>/contact")
@signed_in
def name_contact(id: int) -> Response:
    with _form(_find(id)) as form:
        typed = form.read()
        if actor().is_staff and typed["contact"]:
            named = naming.named(actor(), typed["contact"], field=naming_contacts.FIELD)
            typed["contact"] = named.id
        contacts.name(actor(), id, **typed)
    return go(
        url_for(".request_page", id=id),
        Said(_("Saved: who fetches it"), undo=url_for(".undo_contact", id=id)),
    )


@bp.post("/requests/<int:id>/undo_contact")
@signed_in
def undo_contact(id: int) -> Response:
    contacts.undo(actor(), id)
    return go(
        url_for(".request_page", id=id),
        Said(_("Taken back: it is fetched as before"), tone="mute"),
    )


def _find(id: int) -> Whole:
    whole = requests.find(actor(), id)
    access.check_may_name_contact(actor(), whole.request.student_id)
    return whole


def _form(whole: Whole) -> Form:
    """Staff type a name, its borrower chooses; also after a refusal below what is to be fetched."""
    request = whole.request
    form: Form
    if actor().is_staff:
        form = ContactForm(version=request.version, contact=request.contact_name or "")
    else:
        names = {"": _("I fetch it myself")}
        names |= {
            str(id): each for id, each in naming_contacts.choices(actor(), request).items()
        }
        form = ContactChoiceForm(
            choices={"contact": options(names)},
            version=request.version,
            contact=request.contact_id,
        )
    id = request.id
    form.around = lambda: {"whole": _find(id)}
    return form
