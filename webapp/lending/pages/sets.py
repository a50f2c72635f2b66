"""Sets as their borrowers see them: what is in each, when it can be had, and asking for it."""

from collections.abc import Sequence
from datetime import date

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.derived import place_of
from webapp.core.doors import actor, go, page, signed_in
from webapp.core.forms import read_query
from webapp.school import calendar
from webapp.stock.schemas.items import LoanDates
from webapp.stock.sets import sets
from webapp.stock.sets.sets import Set

from ..asking import asking, set_shelves
from ..days import due_days
from ..forms.checkouts import CheckoutForm
from ..requests import requests
from ..suspensions import suspended
from . import words_after
from .blueprint import bp
from .lent_items import asked_for, asking_form, days_to_begin_with
from .loans import Shown

PAGE = 24
LONGEST_SEARCH = 200


@bp.get("/sets")
@signed_in
def sets_page() -> Response:
    words = request.args.get("q", "")[:LONGEST_SEARCH]
    archived = actor().is_staff and "archived" in request.args
    after = paging.place(request.args.get("after"), str, int)
    rows = sets.listed(actor(), words=words, archived=archived, after=after, limit=PAGE + 1)
    part = paging.cut(rows, PAGE, place_of)
    return page(
        "lending/sets/sets",
        sets=part.rows,
        free=_free_today(part.rows),
        q=words,
        archived=archived,
        older=part.after
        and url_for(
            ".sets_page",
            after=part.after,
            q=words or None,
            archived="y" if archived else None,
        ),
    )


def _free_today(rows: Sequence[Set]) -> dict[int, int]:
    """How many of each set there are now, for as long as each may be borrowed; one query, however many."""
    today = calendar.today()
    return {
        id: shelf.free(today, due_days.latest(today, shelf.row.longest).day)
        for id, shelf in set_shelves.shelves(actor(), rows).items()
    }


@bp.get("/sets/<int:id>")
@signed_in
def set_page(id: int) -> Response:
    """What is in it, when it can be had, and the form to ask for it."""
    row, form = sets.find(actor(), id), _form(id)
    starts, due, moved = days_to_begin_with(row.longest, read_query(LoanDates))
    form.checkout_date.data, form.due_date.data = starts, due
    return page(
        "lending/sets/show",
        row=row,
        form=form,
        suspension=suspended.told_to(actor()),
        moved=moved,
        **_free(row, starts, max(starts, due)),
    )


@bp.post("/sets/<int:id>")
@signed_in
def ask_for_set(id: int) -> Response:
    with _form(id) as form:
        checkout = asking.ask_for(actor(), set=id, **asked_for(form))
    lines = requests.find(actor(), checkout.request_id).lines
    path = url_for(".request_page", id=checkout.request_id)
    return go(path, words_after.asked(lines))


def _form(id: int) -> CheckoutForm:
    return asking_form(url_for(".put_set_in", id=id))


def _free(row: Set, starts: date, due: date) -> Shown:
    """How many there are for these days, and of which part there are too few for one."""
    shelf = set_shelves.shelf(actor(), row, starts)
    return {
        "free": shelf.free(starts, due),
        "lacking": {lack.part.id: lack for lack in shelf.lacking(starts, due, 1)},
        "days": (starts, due),
    }
