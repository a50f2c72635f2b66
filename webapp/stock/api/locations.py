"""Locations for programs."""

from webapp.core import paging
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, Problem, answers, spec

from .. import access, locations
from ..schemas import PagedQuery
from ..schemas.locations import LocationInput, LocationPatch, LocationShown
from .blueprint import bp


@bp.get("/inventory/locations/")
@signed_in
@only(access.may_look)
@spec.validate(resp=answers(HTTP_200=list[LocationShown]), tags=["locations"])
def list_locations(query: PagedQuery) -> Answer:
    """List the locations, by name; for staff."""
    rows = locations.listed(
        actor(), after=paging.place(query.after, str, int), limit=query.limit + 1
    )
    shown, headers = paging.answer(
        rows, query.limit, lambda place: (place.sort_key, place.id)
    )
    return [LocationShown.model_validate(place) for place in shown], 200, headers


@bp.post("/inventory/locations/")
@signed_in
@only(access.may_describe)
@spec.validate(resp=answers(HTTP_201=LocationShown), tags=["locations"])
def add_location(json: LocationInput) -> Answer:
    """Add a location."""
    place = locations.add(actor(), **dict(json))
    return LocationShown.model_validate(place), 201, {"ETag": f'"v{place.version}"'}


@bp.get("/inventory/locations/<int:id>/")
@signed_in
@only(access.may_look)
@spec.validate(resp=answers(HTTP_200=LocationShown), tags=["locations"])
def show_location(id: int) -> Answer:
    """Show a location, and how many pieces are kept there; for staff."""
    place = locations.find(actor(), id)
    return LocationShown.model_validate(place), 200, {"ETag": f'"v{place.version}"'}


@bp.patch("/inventory/locations/<int:id>/")
@signed_in
@only(access.may_describe)
@spec.validate(resp=answers(HTTP_200=LocationShown, HTTP_412=Problem), tags=["locations"])
def describe_location(id: int, json: LocationPatch) -> Answer:
    """Rename a location, or take it out of use once it is empty."""
    place = locations.describe(
        actor(), id, version=if_match(), **json.model_dump(exclude_unset=True)
    )
    return LocationShown.model_validate(place), 200, {"ETag": f'"v{place.version}"'}
