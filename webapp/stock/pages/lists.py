"""The small lists: brands, suppliers and categories, each listed, added to and described in the same way."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.actor import Actor
from webapp.core.derived import place_of
from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.forms import Form
from webapp.core.said import Said
from webapp.core.words import Plural, _, lazy, plural

from .. import access
from ..forms.lists import (
    BrandEditForm,
    BrandForm,
    CategoryEditForm,
    CategoryForm,
    SupplierEditForm,
    SupplierForm,
)
from ..items import brands as brand_verbs
from ..items import categories as category_verbs
from ..items import suppliers as supplier_verbs
from ..lists import Entry
from .blueprints import brands, categories, suppliers

PAGE = 24


class ListWords(NamedTuple):
    """What a list is called, what is said of it, its button, what is said when it is empty, and of each row's use."""

    title: str
    about: str
    add: str
    nothing: str
    used: Plural


ITEMS = plural("%(number)s item", "%(number)s items")
UNITS = plural("%(number)s unit", "%(number)s units")
WORDS = {
    "brands": ListWords(
        lazy("Brands"),
        lazy("Who makes things"),
        lazy("Add a brand"),
        lazy("No brands yet"),
        ITEMS,
    ),
    "suppliers": ListWords(
        lazy("Suppliers"),
        lazy("Who sells things to the school, and repairs them"),
        lazy("Add a supplier"),
        lazy("No suppliers yet"),
        UNITS,
    ),
    "categories": ListWords(
        lazy("Categories"),
        lazy("The kinds of items"),
        lazy("Add a category"),
        lazy("No categories yet"),
        ITEMS,
    ),
}


class Verbs(Protocol):
    """What brands, suppliers and categories have in common; `...` is what the form reads."""

    def listed(
        self, actor: Actor, *, after: tuple[str, int] | None, limit: int
    ) -> Sequence[Entry]: ...

    def find(self, actor: Actor, id: int) -> Entry: ...

    @property
    def add(self) -> Callable[..., Entry]: ...

    @property
    def describe(self) -> Callable[..., Entry]: ...


def _open(bp: Blueprint, verbs: Verbs, adding: type[Form], editing: type[Form]) -> None:
    """The list's pages: all of it, one more, and one described anew."""
    _open_list(bp, verbs)
    _open_adding(bp, verbs, adding)
    _open_editing(bp, verbs, editing)


def _open_list(bp: Blueprint, verbs: Verbs) -> None:
    @bp.get("")
    @signed_in
    def listed() -> Response:
        after = paging.place(request.args.get("after"), str, int)
        entries = verbs.listed(actor(), after=after, limit=PAGE + 1)
        part = paging.cut(entries, PAGE, place_of)
        return page(
            "stock/items/lists",
            rows=part.rows,
            older=part.after and url_for(".listed", after=part.after),
            names=bp.name,
            words=WORDS[bp.name],
        )


def _open_adding(bp: Blueprint, verbs: Verbs, adding: type[Form]) -> None:
    @bp.get("/new")
    @signed_in
    def new() -> Response:
        access.check_may_describe(actor())
        return page("layout/form", form=adding())

    @bp.post("/new")
    @signed_in
    def add() -> Response:
        with adding() as form:
            verbs.add(actor(), **form.read())
        return go_to(".listed", Said(_("Added")))


def _open_editing(bp: Blueprint, verbs: Verbs, editing: type[Form]) -> None:
    @bp.get("/<int:id>/edit")
    @signed_in
    def edit(id: int) -> Response:
        entry = verbs.find(actor(), id)
        access.check_may_describe(actor())
        return page("layout/form", form=editing(obj=entry))

    @bp.post("/<int:id>/edit")
    @signed_in
    def describe(id: int) -> Response:
        with editing() as form:
            verbs.describe(actor(), id, **form.read())
        return go_to(".listed", Said(_("Saved")))


_open(brands, brand_verbs, BrandForm, BrandEditForm)
_open(suppliers, supplier_verbs, SupplierForm, SupplierEditForm)
_open(categories, category_verbs, CategoryForm, CategoryEditForm)


@brands.post("/<int:id>/remove")
@signed_in
def remove(id: int) -> Response:
    brand_verbs.remove(actor(), id)
    return go_to(".listed", Said(_("Removed")))
