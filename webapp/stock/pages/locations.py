"""Where things are kept."""

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.derived import place_of
from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.said import Said
from webapp.core.words import _

from .. import access, locations
from ..forms.locations import LocationEditForm, LocationForm
from .blueprints import places

PAGE = 24


@places.get("")
@signed_in
def listed() -> Response:
    after = paging.place(request.args.get("after"), str, int)
    places_found = locations.listed(actor(), after=after, limit=PAGE + 1)
    part = paging.cut(places_found, PAGE, place_of)
    older = part.after and url_for(".listed", after=part.after)
    return page("stock/levels/locations", locations=part.rows, older=older)


@places.get("/new")
@signed_in
def new_place() -> Response:
    access.check_may_describe(actor())
    return page("layout/form", form=LocationForm())


@places.post("/new")
@signed_in
def add_place() -> Response:
    with LocationForm() as form:
        locations.add(actor(), **form.read())
    return go_to(".listed", Said(_("The location is there")))


@places.get("/<int:id>/edit")
@signed_in
def edit_place(id: int) -> Response:
    place = locations.find(actor(), id)
    access.check_may_describe(actor())
    return page("layout/form", form=LocationEditForm(obj=place))


@places.post("/<int:id>/edit")
@signed_in
def describe_place(id: int) -> Response:
    with LocationEditForm() as form:
        locations.describe(actor(), id, **form.read())
    return go_to(".listed", Said(_("Saved")))
