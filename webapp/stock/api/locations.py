"""Locations for programs."""

from webapp.core import paging
from webapp.core.derived import place_of
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, answer_list, answer_one, answers

from .. import access, locations
from ..schemas import PagedQuery
from ..schemas.locations import LocationInput, LocationPatch, LocationShown
from .blueprint import bp


@bp.get("/inventory/locations/")
@signed_in
@only(access.may_look)
@answers("locations", list[LocationShown])
def list_locations(query: PagedQuery) -> Answer:
    """List the locations, by name; for staff."""
    rows = locations.listed(
        actor(), after=paging.place(query.after, str, int), limit=query.limit + 1
    )
    return answer_list(LocationShown, rows, query.limit, place_of)


@bp.post("/inventory/locations/")
@signed_in
@only(access.may_describe)
@answers("locations", LocationShown, status=201)
def add_location(json: LocationInput) -> Answer:
    """Add a location."""
    place = locations.add(actor(), **dict(json))
    return answer_one(LocationShown, place, 201)


@bp.get("/inventory/locations/<int:id>/")
@signed_in
@only(access.may_look)
@answers("locations", LocationShown)
def show_location(id: int) -> Answer:
    """Show a location, and how many pieces are kept there; for staff."""
    place = locations.find(actor(), id)
    return answer_one(LocationShown, place)


@bp.patch("/inventory/locations/<int:id>/")
@signed_in
@only(access.may_describe)
@answers("locations", LocationShown, 412)
def describe_location(id: int, json: LocationPatch) -> Answer:
    """Rename a location, or take it out of use once it is empty."""
    place = locations.describe(
        actor(), id, version=if_match(), **json.model_dump(exclude_unset=True)
    )
    return answer_one(LocationShown, place)
