"""Brands for programs."""

from webapp.core import paging
from webapp.core.derived import place_of
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, Problem, answer_list, answer_one, answers, spec

from .. import access
from ..items import brands
from ..models import Brand
from ..schemas import PagedQuery
from ..schemas.lists import BrandInput, BrandPatch, BrandShown
from .blueprint import bp


@bp.get("/inventory/brands/")
@signed_in
@only(access.may_look)
@spec.validate(resp=answers(HTTP_200=list[BrandShown]), tags=["brands"])
def list_brands(query: PagedQuery) -> Answer:
    """List the brands, by name, with how many items are of each; for staff."""
    rows = brands.listed(
        actor(), after=paging.place(query.after, str, int), limit=query.limit + 1
    )
    return answer_list(BrandShown, rows, query.limit, place_of)


@bp.post("/inventory/brands/")
@signed_in
@only(access.may_describe)
@spec.validate(resp=answers(HTTP_201=BrandShown), tags=["brands"])
def add_brand(json: BrandInput) -> Answer:
    """Add a brand."""
    return _shown(brands.add(actor(), **dict(json)), 201)


@bp.get("/inventory/brands/<int:id>/")
@signed_in
@only(access.may_look)
@spec.validate(resp=answers(HTTP_200=BrandShown), tags=["brands"])
def show_brand(id: int) -> Answer:
    """Show a brand; for staff."""
    return _shown(brands.find(actor(), id))


@bp.patch("/inventory/brands/<int:id>/")
@signed_in
@only(access.may_describe)
@spec.validate(resp=answers(HTTP_200=BrandShown, HTTP_412=Problem), tags=["brands"])
def describe_brand(id: int, json: BrandPatch) -> Answer:
    """Rename a brand, or change its code."""
    return _shown(
        brands.describe(
            actor(), id, version=if_match(), **json.model_dump(exclude_unset=True)
        )
    )


@bp.delete("/inventory/brands/<int:id>/")
@signed_in
@only(access.may_describe)
@spec.validate(resp=answers(HTTP_204=None, HTTP_412=Problem), tags=["brands"])
def remove_brand(id: int) -> Answer:
    """Delete a brand that no item and no SKU sequence uses."""
    brands.remove(actor(), id, version=if_match())
    return "", 204


def _shown(brand: Brand, status: int = 200) -> Answer:
    return answer_one(BrandShown, brand, status)
