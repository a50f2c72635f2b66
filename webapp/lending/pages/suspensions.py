"""Suspending people in a browser: its form, lifting it, taking that back, and the list of who is suspended."""

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.doors import actor, go, page, signed_in
from webapp.core.said import Said
from webapp.core.words import _
from webapp.people import people

from .. import access
from ..forms.suspensions import SuspendForm
from ..suspensions import suspended, suspending
from .blueprint import bp

PAGE = 30


@bp.get("/suspensions")
@signed_in
def suspensions() -> Response:
    """Who is suspended, newest first."""
    access.check_may_suspend(actor())
    before = paging.id_in(request.args.get("after"))
    rows = suspending.listed(actor(), standing=True, before=before, limit=PAGE + 1)
    part = paging.cut(rows, PAGE, paging.by_id)
    return page(
        "lending/suspensions/suspensions",
        suspensions=part.rows,
        names=people.names(row.person_id for row in part.rows),
        lifted=_lifted([row.person_id for row in part.rows]),
        why=suspended.in_words,
        older=part.after and url_for(".suspensions", after=part.after),
    )


def _lifted(ids: list[int]) -> set[int]:
    """Of which of these people who asks may lift it."""
    known = people.contacts(ids)
    return {
        id
        for id, person in known.items()
        if access.may_suspend_person(actor(), id, person.role)
    }


@bp.get("/people/<int:id>/suspend")
@signed_in
def suspend_form(id: int) -> Response:
    form = _form(id)
    return page(form.template, form=form)


@bp.post("/people/<int:id>/suspend")
@signed_in
def suspend(id: int) -> Response:
    with _form(id) as form:
        suspending.suspend(actor(), id, **form.read())
    return go(
        url_for("people.show", id=id), Said(_("Suspended: they can borrow nothing for now"))
    )


@bp.post("/suspensions/<int:id>/lift")
@signed_in
def lift(id: int) -> Response:
    suspension = suspending.lift(actor(), id)
    return go(
        url_for("people.show", id=suspension.person_id),
        Said(_("Lifted: they can borrow again"), undo=url_for(".undo_lift", id=id)),
    )


@bp.post("/suspensions/<int:id>/undo_lift")
@signed_in
def undo_lift(id: int) -> Response:
    suspension = suspending.undo_lift(actor(), id)
    return go(
        url_for("people.show", id=suspension.person_id),
        Said(_("Suspended again"), tone="mute"),
    )


def _form(id: int) -> SuspendForm:
    """With whom it is about above it, also after a refusal. NotFound for whom the actor does not see."""
    person = people.find(actor(), id)
    access.check_may_suspend_person(actor(), person.id, person.role)
    form = SuspendForm()
    form.around = lambda: {"person": person}
    return form
