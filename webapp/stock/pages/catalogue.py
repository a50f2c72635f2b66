"""The catalogue: finding items, adding and describing them."""

from urllib.parse import urlencode

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.doors import actor, go, page, signed_in

from .. import access
from ..forms.items import item_edit_form, item_form
from ..items import categories, items
from .blueprints import bp

PAGE = 24


@bp.get("")
@signed_in
def index() -> Response:
    words, category = request.args.get("q", ""), request.args.get("category", "")
    names = categories.names()
    chosen = category if category in names else None
    after = paging.place(request.args.get("after"), str, int)
    status = (
        "retired" if request.args.get("status") == "retired" and actor().is_staff else None
    )
    found = items.search(
        actor(),
        words=words[:200],
        category=chosen,
        status=status,
        after=after,
        limit=PAGE + 1,
    )
    last = found[PAGE - 1] if len(found) > PAGE else None
    said = {"q": words, "category": category} | ({"status": status} if status else {})
    older = (
        last
        and f"{url_for('.index')}?{urlencode({**said, 'after': paging.cursor(last.sort_key, last.id)})}"
    )
    known = {"categories": names, "older": older, "archived": bool(status)}
    return page(
        "stock/items/items", 200, items=found[:PAGE], q=words, category=category, **known
    )


@bp.get("/new")
@signed_in
def new() -> Response:
    access.check_may_describe(actor())
    return page("layout/form", form=item_form())


@bp.post("/new")
@signed_in
def add() -> Response:
    with item_form() as form:
        item = items.add(actor(), **form.read())
    return go(url_for("lending.item", id=item.id))


@bp.get("/<int:id>/edit")
@signed_in
def edit(id: int) -> Response:
    described = items.described(actor(), id)
    access.check_may_describe(actor())
    return page("layout/form", form=item_edit_form(**described))


@bp.post("/<int:id>/edit")
@signed_in
def describe(id: int) -> Response:
    with item_edit_form(category=request.form.get("category", "")) as form:
        items.describe(actor(), id, **form.read())
    return go(url_for("lending.item", id=id))
