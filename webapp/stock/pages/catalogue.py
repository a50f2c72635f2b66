"""The catalogue: finding items, adding and describing them."""

from urllib.parse import urlencode

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go_to, page, signed_in, wants_part
from webapp.core.said import Said
from webapp.core.words import _

from .. import access
from ..forms.items import item_edit_form, item_form
from ..items import categories, free, items
from ..models import Set
from ..sets import sets
from . import seeking
from .blueprints import bp
from .seeking import Seen

SETS = 6  # shown above the items


@bp.get("")
@signed_in
def index() -> Response:
    names = categories.names()
    seen = seeking.look(names)
    return page(
        "stock/items/items",
        422 if seen.dates.problems else 200,
        seen=seen,
        items=seen.items,
        sought=seen.sought,
        dates=seen.dates,
        browsed=seen.browsed,
        categories=names,
        title=_("Borrow") if seeking.is_borrower() else _("Items"),
        older=_older(seen),
        is_part=wants_part(),
        kept=seen.kept,
        suspension=free.why_not(actor()),
        sets=_sets(seen),
    )


def _sets(seen: Seen) -> list[Set]:
    """A few of the sets that are lent, where a list begins; the rest are on a page of their own."""
    if "after" in request.args or not seen.sought.is_all or seen.dates.is_free_only:
        return []
    rows = sets.listed(actor(), words=seen.sought.words, limit=SETS)
    return [row for row in rows if row.is_lent]


def _older(seen: Seen) -> str | None:
    if not seen.shelf.after:
        return None
    said = seen.kept | seen.browsed.asked | {"after": seen.shelf.after}
    return f"{url_for('.index')}?{urlencode(said)}"


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
    return go_to("lending.item", Said(_("The item is there")), id=item.id)


@bp.get("/<int:id>/edit")
@signed_in
def edit(id: int) -> Response:
    described = items.described(actor(), id)
    access.check_may_describe(actor())
    item = items.find(actor(), id)
    return page("layout/form", form=item_edit_form(described=described, item=item))


@bp.post("/<int:id>/edit")
@signed_in
def describe(id: int) -> Response:
    item = items.find(actor(), id)
    with item_edit_form(request.form.get("category", ""), item=item) as form:
        items.describe(actor(), id, **form.read())
    return go_to("lending.item", Said(_("Saved")), id=id)
