"""Categories for programs."""

from webapp.core import paging
from webapp.core.derived import place_of
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, answer_list, answer_one, answers

from .. import access
from ..items import categories
from ..schemas import PagedQuery
from ..schemas.lists import CategoryInput, CategoryPatch, CategoryShown
from .blueprint import bp


@bp.get("/inventory/categories/")
@signed_in
@only(access.may_look)
@answers("categories", list[CategoryShown])
def list_categories(query: PagedQuery) -> Answer:
    """List the categories, by name, with how many items are of each; for staff."""
    rows = categories.listed(
        actor(), after=paging.place(query.after, str, int), limit=query.limit + 1
    )
    return answer_list(CategoryShown, rows, query.limit, place_of)


@bp.post("/inventory/categories/")
@signed_in
@only(access.may_describe)
@answers("categories", CategoryShown, status=201)
def add_category(json: CategoryInput) -> Answer:
    """Add a category."""
    return answer_one(CategoryShown, categories.add(actor(), **dict(json)), 201)


@bp.get("/inventory/categories/<int:id>/")
@signed_in
@only(access.may_look)
@answers("categories", CategoryShown)
def show_category(id: int) -> Answer:
    """Show a category; for staff."""
    return answer_one(CategoryShown, categories.find(actor(), id))


@bp.patch("/inventory/categories/<int:id>/")
@signed_in
@only(access.may_describe)
@answers("categories", CategoryShown, 412)
def describe_category(id: int, json: CategoryPatch) -> Answer:
    """Change a category, or take it out of use."""
    return answer_one(
        CategoryShown,
        categories.describe(
            actor(), id, version=if_match(), **json.model_dump(exclude_unset=True)
        ),
    )
