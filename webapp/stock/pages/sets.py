"""Making sets, and saying what is in them; the sets themselves are shown by lending."""

from flask import url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.said import Said
from webapp.core.words import _

from .. import access
from ..forms.sets import PartForm, SetEditForm, SetForm
from ..sets import sets as noun
from .blueprints import sets


@sets.get("/new")
@signed_in
def new() -> Response:
    access.check_may_describe(actor())
    return page("layout/form", form=SetForm())


@sets.post("/new")
@signed_in
def add() -> Response:
    with SetForm() as form:
        row = noun.add(actor(), **form.read())
    return go_to(".parts", Said(_("The set is there; say what is in it")), id=row.id)


@sets.get("/<int:id>/edit")
@signed_in
def edit(id: int) -> Response:
    row = noun.find(actor(), id)
    access.check_may_describe(actor())
    return page("layout/form", form=SetEditForm(obj=row))


@sets.post("/<int:id>/edit")
@signed_in
def describe(id: int) -> Response:
    with SetEditForm() as form:
        noun.describe(actor(), id, **form.read())
    return go_to("lending.set_page", Said(_("Saved")), id=id)


@sets.get("/<int:id>/parts")
@signed_in
def parts(id: int) -> Response:
    form = _part_form(id)
    access.check_may_describe(actor())
    return page("stock/sets/parts", form=form)


@sets.post("/<int:id>/parts")
@signed_in
def put_in(id: int) -> Response:
    with _part_form(id) as form:
        noun.put_in(actor(), id, **form.read())
    return go_to(".parts", Said(_("Put into the set")), id=id)


@sets.post("/<int:id>/parts/<int:part>/remove")
@signed_in
def take_out(id: int, part: int) -> Response:
    noun.take_out(actor(), id, part)
    return go_to(".parts", Said(_("Taken out of the set")), id=id)


@sets.post("/<int:id>/archive")
@signed_in
def archive(id: int) -> Response:
    noun.archive(actor(), id)
    return go_to(
        "lending.set_page",
        Said(_("Archived: nobody can ask for the set"), undo=url_for(".restore", id=id)),
        id=id,
    )


@sets.post("/<int:id>/restore")
@signed_in
def restore(id: int) -> Response:
    noun.restore(actor(), id)
    return go_to("lending.set_page", Said(_("The set is in the list again")), id=id)


def _part_form(id: int) -> PartForm:
    """The box to put something into a set, with what is in it. NotFound for a set that the actor does not see."""
    noun.find(actor(), id)
    form = PartForm()
    form.around = lambda: {"row": noun.find(actor(), id)}
    return form
