"""One's own basket: its page, putting things in, answering what got lost, and sending it."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, done, go, page, signed_in
from webapp.core.errors import Offer, Refusal
from webapp.core.forms import read_query
from webapp.core.said import Said
from webapp.core.words import _
from webapp.people import people
from webapp.stock.items import items
from webapp.stock.schemas.items import LoanDates
from webapp.stock.sets import sets

from ..asking import suggestions
from ..baskets import again, basket_checks, basket_lines, baskets, sending
from ..days.loan_days import Days
from ..forms import days
from ..forms.baskets import BasketForm, BasketLineChangeForm, BasketLineForm
from ..models import Basket
from ..requests import requests
from ..suspensions import suspended
from . import typed_days, words_after
from .blueprint import bp

LINE = "line-"  # before the names of fields that change one line; the others are the whole basket's
Typed = dict[str, Any]  # in a form, by the names of its fields
LINES = "lines."  # before the line's id, in a refusal's fields


@bp.get("/basket")
@signed_in
def basket() -> Response:
    return _draw()


@bp.post("/basket")
@signed_in
def keep_basket() -> Response:
    with _kept():
        pass
    return go(url_for(".basket"), Said(_("Saved: these are the days of your basket")))


@bp.get("/basket/add/<int:item>")
@signed_in
def draw_put(item: int) -> Response:
    return page("layout/form", form=_putting(items.find(actor(), item).name))


@bp.post("/basket/add/<int:item>")
@signed_in
def put_in(item: int) -> Response:
    """As somebody said on the item's page."""
    form = _putting(items.find(actor(), item).name)
    with typed_days.marked(item, form), form:
        basket_lines.put(actor(), item=item, **_said(form))
    return go(url_for(".basket"), Said(_("It is in your basket; nothing is asked for yet")))


@bp.get("/basket/add/sets/<int:id>")
@signed_in
def draw_put_set(id: int) -> Response:
    return page("layout/form", form=_putting(sets.find(actor(), id).name))


@bp.post("/basket/add/sets/<int:id>")
@signed_in
def put_set_in(id: int) -> Response:
    """As somebody said on the set's page."""
    with _putting(sets.find(actor(), id).name) as form:
        basket_lines.put(actor(), set=id, **_said(form))
    return go(
        url_for(".basket"), Said(_("The set is in your basket; nothing is asked for yet"))
    )


def _putting(name: str) -> BasketLineForm:
    form = days.offered(actor(), BasketLineForm())
    form.title = name
    return form


def _said(form: BasketLineForm) -> Typed:
    """What was typed; its note is the basket's."""
    typed: Typed = form.read()
    typed["purpose"] = typed.pop("notes")
    return typed


@bp.post("/basket/items/<int:item>")
@signed_in
def put_one(item: int) -> Response:
    """One piece, from a list that somebody goes on reading: for the days of the list, or else for the basket's."""
    dates = read_query(LoanDates)
    basket_lines.put(actor(), item=item, checkout_date=dates.first, due_date=dates.until)
    count = baskets.count(actor())
    shown = {"item": items.find(actor(), item), "basket_count": count}
    return done("lending/baskets/_added.html", url_for(".basket"), **shown)


@bp.post("/requests/<int:id>/again")
@signed_in
def ask_again(id: int) -> Response:
    again.ask_again(actor(), id)
    return go(
        url_for(".basket"),
        Said(_("It is in your basket once more; nothing is asked for yet")),
    )


@bp.post("/basket/lines/<int:id>")
@signed_in
def change_basket_line(id: int) -> Response:
    form = BasketLineChangeForm(prefix=LINE)
    with _kept(), _line(id), form:
        basket_lines.change(actor(), id, **form.read())
    return go(url_for(".basket"), Said(_("Changed in your basket")))


@bp.post("/basket/lines/<int:id>/later")
@signed_in
def keep_for_later(id: int) -> Response:
    with _kept(), _line(id):
        basket_lines.change(actor(), id, for_later=True)
    return go(
        url_for(".basket"),
        Said(
            _("Kept for later: it is not asked for with the rest"),
            undo=url_for(".put_back", id=id),
        ),
    )


@bp.post("/basket/lines/<int:id>/back")
@signed_in
def put_back(id: int) -> Response:
    with _kept(), _line(id):
        basket_lines.change(actor(), id, for_later=False)
    return go(
        url_for(".basket"), Said(_("It is asked for with the rest again"), tone="mute")
    )


@bp.post("/basket/lines/<int:id>/remove")
@signed_in
def remove_from_basket(id: int) -> Response:
    with _kept():
        basket_lines.remove(actor(), id)
    return go(url_for(".basket"), Said(_("Taken out of your basket")))


@bp.post("/basket/send")
@signed_in
def send_basket() -> Response:
    with _kept():
        sent = sending.send(actor(), send_anyway="send_anyway" in request.form)
    lines = requests.find(actor(), sent.id).lines
    word = words_after.asked(lines)
    return go(url_for(".request_page", id=sent.id), word)


@contextmanager
def _kept() -> Iterator[None]:
    """What was typed is kept whichever button was pressed; a refusal draws the page again as it was filled in."""
    form = BasketForm()
    try:
        with form:
            if "purpose" in request.form:
                baskets.change(actor(), **form.read())
            yield
    except Refusal as no:
        no.page = partial(_draw, no.status, form=form, no=no)
        raise


@contextmanager
def _line(id: int) -> Iterator[None]:
    """Let a refusal be told at the line it is about."""
    try:
        yield
    except Refusal as no:
        no.fields = {f"{LINES}{id}": next(iter(no.fields.values()), no.message)}
        no.offers = []  # the line has its own
        raise


def _draw(
    status: int = 200, *, form: BasketForm | None = None, no: Refusal | None = None
) -> Response:
    basket = baskets.of(actor())
    form = days.offered(actor(), form or _form_of(basket), basket.starts_on)
    return page(
        "lending/baskets/show",
        status,
        basket=basket,
        checked=basket_checks.of(actor(), basket, _days_typed(form, basket)),
        form=form,
        no=no,
        problems=_problems_by_line(no) if no else {},
        instead=_instead,
        suspension=suspended.told_to(actor()),
        goes_with=suggestions.of(actor(), basket.item_ids),
        deciders=people.deciders(actor().id),
    )


def _form_of(basket: Basket) -> BasketForm:
    return BasketForm(
        checkout_date=basket.starts_on, due_date=basket.due_on, purpose=basket.purpose
    )


def _days_typed(form: BasketForm, basket: Basket) -> Days | None:
    """Days that are not saved yet, where they make sense: what is told of the lines is told for them."""
    starts, due = form.checkout_date.data, form.due_date.data
    is_new = (starts, due) != (basket.starts_on, basket.due_on)
    return Days(starts, due) if is_new and starts and due and starts <= due else None


def _problems_by_line(no: Refusal) -> dict[int, str]:
    return {
        int(name.removeprefix(LINES)): words
        for name, words in no.fields.items()
        if name.startswith(LINES)
    }


def _instead(offer: Offer) -> str:
    """What a button sends that changes a line."""
    return urlencode([(LINE + name, value) for name, value in offer.inputs])
