"""Brands for programs."""

from webapp.core import paging
from webapp.core.derived import place_of
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, answer_list, answer_one, answers

from .. import access
from ..items import brands
from ..schemas import PagedQuery
from ..schemas.lists import BrandInput, BrandPatch, BrandShown
from .blueprint import bp


@bp.get("/inventory/brands/")
@signed_in
@only(access.may_look)
@answers("brands", list[BrandShown])
def list_brands(query: PagedQuery) -> Answer:
    """List the brands, by name, with how many items are of each; for staff."""
    rows = brands.listed(
        actor(), after=paging.place(query.after, str, int), limit=query.limit + 1
    )
    return answer_list(BrandShown, rows, query.limit, place_of)


@bp.post("/inventory/brands/")
@signed_in
@only(access.may_describe)
@answers("brands", BrandShown, status=201)
def add_brand(json: BrandInput) -> Answer:
    """Add a brand."""
    return answer_one(BrandShown, brands.add(actor(), **dict(json)), 201)


@bp.get("/inventory/brands/<int:id>/")
@signed_in
@only(access.may_look)
@answers("brands", BrandShown)
def show_brand(id: int) -> Answer:
    """Show a brand; for staff."""
    return answer_one(BrandShown, brands.find(actor(), id))


@bp.patch("/inventory/brands/<int:id>/")
@signed_in
@only(access.may_describe)
@answers("brands", BrandShown, 412)
def describe_brand(id: int, json: BrandPatch) -> Answer:
    """Rename a brand, or change its code."""
    return answer_one(
        BrandShown,
        brands.describe(
            actor(), id, version=if_match(), **json.model_dump(exclude_unset=True)
        ),
    )


@bp.delete("/inventory/brands/<int:id>/")
@signed_in
@only(access.may_describe)
@answers("brands", None, 412, status=204)
def remove_brand(id: int) -> Answer:
    """Delete a brand that no item and no SKU sequence uses."""
    brands.remove(actor(), id, version=if_match())
    return "", 204
