"""Guardians, in a browser: added and changed from their person's page."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go, page, signed_in
from webapp.core.said import Said
from webapp.core.words import _

from .. import access, guardians, people
from ..forms import GuardianForm, NewGuardianForm

bp = Blueprint("guardians", __name__)


@bp.get("/people/<int:id>/guardians/new")
@signed_in
def new(id: int) -> Response:
    people.find(actor(), id)
    access.check_may_manage(actor())
    return page("layout/form", form=NewGuardianForm())


@bp.post("/people/<int:id>/guardians/new")
@signed_in
def add(id: int) -> Response:
    with NewGuardianForm() as form:
        guardians.add(actor(), id, **form.read())
    return _back_to(id, Said(_("Added to the guardians")))


@bp.get("/guardians/<int:id>")
@signed_in
def edit(id: int) -> Response:
    guardian = guardians.find_one(actor(), id)
    access.check_may_manage(actor())
    return page("people/guardian", form=GuardianForm(obj=guardian), id=id)


@bp.post("/guardians/<int:id>")
@signed_in
def describe(id: int) -> Response:
    with GuardianForm() as form:
        guardian = guardians.describe(actor(), id, **form.read())
    return _back_to(guardian.user_id, Said(_("Saved")))


@bp.post("/guardians/<int:id>/remove")
@signed_in
def remove(id: int) -> Response:
    return _back_to(guardians.remove(actor(), id), Said(_("Not a guardian any more")))


def _back_to(person: int, word: Said) -> Response:
    return go(url_for("people.show", id=person), word)
