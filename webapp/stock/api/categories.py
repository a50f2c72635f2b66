"""Categories for programs."""

from webapp.core import paging
from webapp.core.derived import place_of
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, Problem, answer_list, answer_one, answers, spec

from .. import access
from ..items import categories
from ..models import Category
from ..schemas import PagedQuery
from ..schemas.lists import CategoryInput, CategoryPatch, CategoryShown
from .blueprint import bp


@bp.get("/inventory/categories/")
@signed_in
@only(access.may_look)
@spec.validate(resp=answers(HTTP_200=list[CategoryShown]), tags=["categories"])
def list_categories(query: PagedQuery) -> Answer:
    """List the categories, by name, with how many items are of each; for staff."""
    rows = categories.listed(
        actor(), after=paging.place(query.after, str, int), limit=query.limit + 1
    )
    return answer_list(CategoryShown, rows, query.limit, place_of)


@bp.post("/inventory/categories/")
@signed_in
@only(access.may_describe)
@spec.validate(resp=answers(HTTP_201=CategoryShown), tags=["categories"])
def add_category(json: CategoryInput) -> Answer:
    """Add a category."""
    return _shown(categories.add(actor(), **dict(json)), 201)


@bp.get("/inventory/categories/<int:id>/")
@signed_in
@only(access.may_look)
@spec.validate(resp=answers(HTTP_200=CategoryShown), tags=["categories"])
def show_category(id: int) -> Answer:
    """Show a category; for staff."""
    return _shown(categories.find(actor(), id))


@bp.patch("/inventory/categories/<int:id>/")
@signed_in
@only(access.may_describe)
@spec.validate(resp=answers(HTTP_200=CategoryShown, HTTP_412=Problem), tags=["categories"])
def describe_category(id: int, json: CategoryPatch) -> Answer:
    """Change a category, or take it out of use."""
    return _shown(
        categories.describe(
            actor(), id, version=if_match(), **json.model_dump(exclude_unset=True)
        )
    )


def _shown(category: Category, status: int = 200) -> Answer:
    return answer_one(CategoryShown, category, status)
