"""Notes of the office and e-mails that were sent, in a browser: from their person's page."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.doors import actor, go, page, signed_in
from webapp.core.said import Said
from webapp.core.words import _

from .. import access, mails_sent, office_notes, people
from ..forms import NewOfficeNoteForm, OfficeNoteForm

bp = Blueprint("office_notes", __name__)
PAGE = 50


@bp.get("/people/<int:id>/notes/new")
@signed_in
def new(id: int) -> Response:
    people.find(actor(), id)
    access.check_may_write_notes(actor(), id)
    return page("layout/form", form=NewOfficeNoteForm())


@bp.post("/people/<int:id>/notes/new")
@signed_in
def add(id: int) -> Response:
    with NewOfficeNoteForm() as form:
        office_notes.add(actor(), id, **form.read())
    return _back_to(id, Said(_("Note added")))


@bp.get("/people/notes/<int:id>")
@signed_in
def edit(id: int) -> Response:
    note = office_notes.find(actor(), id)
    access.check_may_write_notes(actor(), note.user_id)
    return page("layout/form", form=OfficeNoteForm(obj=note))


@bp.post("/people/notes/<int:id>")
@signed_in
def describe(id: int) -> Response:
    with OfficeNoteForm() as form:
        note = office_notes.describe(actor(), id, **form.read())
    return _back_to(note.user_id, Said(_("Note changed")))


@bp.post("/people/notes/<int:id>/remove")
@signed_in
def remove(id: int) -> Response:
    note = office_notes.remove(actor(), id)
    undo = url_for(".restore", id=id)
    return _back_to(note.user_id, Said(_("Note removed"), undo=undo, tone="mute"))


@bp.post("/people/notes/<int:id>/restore")
@signed_in
def restore(id: int) -> Response:
    note = office_notes.restore(actor(), id)
    return _back_to(note.user_id, Said(_("The note is back")))


@bp.get("/people/<int:id>/emails")
@signed_in
def emails(id: int) -> Response:
    """All that were sent to somebody, and to who answers for them."""
    person = people.find(actor(), id)
    before = paging.id_in(request.args.get("after"))
    listed = mails_sent.listed(actor(), id, before=before, limit=PAGE + 1)
    part = paging.cut(listed, PAGE, paging.by_id)
    older = part.after and url_for(".emails", id=id, after=part.after)
    return page(
        "people/emails",
        person=person,
        mails=part.rows,
        older=older,
        newer=before and url_for(".emails", id=id),
    )


def _back_to(person: int, word: Said) -> Response:
    return go(url_for("people.show", id=person), word)
