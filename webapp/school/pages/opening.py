"""Opening hours, closed days and terms in a browser: each change first shows what it hits."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import NamedTuple

from flask import Blueprint, request
from werkzeug.wrappers import Response

from webapp.core import form_addresses
from webapp.core.db import transaction
from webapp.core.doors import actor, go_to, looks, page, signed_in
from webapp.core.forms import Form
from webapp.core.read_only import Fields
from webapp.people import access

from .. import calendar, closed_days, deciding, open_days, opening_hours, terms
from ..effects import changes, done
from ..effects.parties import SHOWN, Choices, Hit
from ..forms.opening import (
    ClosedDaysEditForm,
    ClosedDaysForm,
    EffectsForm,
    TermEditForm,
    TermForm,
    WeekForm,
)
from ..models import ClosedDays, Term
from ..recurring import WEEKDAYS

bp = Blueprint("opening", __name__, url_prefix="/opening-hours")
Act = Callable[[], object]
OWN = {"csrf_token", "idempotency_key", "apply", "loans", "bookings", "most"}


class Removed(NamedTuple):
    """What a removal is asked about, as it was before."""

    name: str
    starts_on: date
    ends_on: date
    is_yearly: bool


@bp.get("")
@signed_in
def show() -> Response:
    """What everybody may know: when the school is open."""
    decided, may_decide = open_days.now_decided(), access.may_manage(actor())
    closed, all_terms = closed_days.list_all(), terms.list_all()
    return page(
        "school/opening/opening",
        week=opening_hours.grouped(decided),
        closed_days=closed,
        terms=all_terms,
        changes_of_closed=done.jobs_of(closed if may_decide else ()),
        changes_of_terms=done.jobs_of(all_terms if may_decide else ()),
        count_days=closed_days.days,
        today=calendar.today(),
        may_decide=may_decide,
    )


@bp.get("/week")
@signed_in
@looks
def week() -> Response:
    decided = open_days.now_decided()
    visits = opening_hours.most_visits(decided)
    limits = {f"{day}_visits": most for day, most in visits.items()}
    start = {"version": opening_hours.version(decided), **opening_hours.week(decided)}
    start |= limits
    return _drawn(WeekForm, _hours, start, "school/opening/week")


@bp.post("/week")
@signed_in
def decide() -> Response:
    deciding.check_may(actor())
    with WeekForm() as form:
        return _look_first(_hours(form.read()))


def _hours(typed: Fields) -> Act:
    days = {day: [span.hours for span in typed[day]] for day in WEEKDAYS}
    visits = {day: typed[f"{day}_visits"] for day in WEEKDAYS}
    act = partial(opening_hours.decide, actor(), version=typed["version"])
    return partial(act, visits=visits, **days)


@bp.get("/closed-days/new")
@signed_in
@looks
def new_closed_days() -> Response:
    return _drawn(ClosedDaysForm, _new_closed_days)


@bp.post("/closed-days/new")
@signed_in
def add_closed_days() -> Response:
    with ClosedDaysForm() as form:
        return _look_first(_new_closed_days(form.read()))


def _new_closed_days(typed: Fields) -> Act:
    return partial(closed_days.add, actor(), **typed)


@bp.get("/closed-days/<int:id>/edit")
@signed_in
@looks
def edit_closed_days(id: int) -> Response:
    start = closed_days.facts(closed_days.find(id))
    return _drawn(ClosedDaysEditForm, partial(_other_closed_days, id), start)


@bp.post("/closed-days/<int:id>/edit")
@signed_in
def describe_closed_days(id: int) -> Response:
    with ClosedDaysEditForm() as form:
        return _look_first(_other_closed_days(id, form.read()))


def _other_closed_days(id: int, typed: Fields) -> Act:
    return partial(closed_days.describe, actor(), id, **typed)


@bp.get("/closed-days/<int:id>/remove")
@signed_in
@looks
def look_at_closed_days(id: int) -> Response:
    return _look(partial(closed_days.remove, actor(), id), _removed(closed_days.find, id))


@bp.post("/closed-days/<int:id>/remove")
@signed_in
def remove_closed_days(id: int) -> Response:
    return _look_first(
        partial(closed_days.remove, actor(), id), _removed(closed_days.find, id)
    )


@bp.get("/terms/new")
@signed_in
@looks
def new_term() -> Response:
    return _drawn(TermForm, _new_term)


@bp.post("/terms/new")
@signed_in
def add_term() -> Response:
    with TermForm() as form:
        return _look_first(_new_term(form.read()))


def _new_term(typed: Fields) -> Act:
    return partial(terms.add, actor(), **typed)


@bp.get("/terms/<int:id>/edit")
@signed_in
@looks
def edit_term(id: int) -> Response:
    start = terms.facts(terms.find(id))
    return _drawn(TermEditForm, partial(_other_term, id), start)


@bp.post("/terms/<int:id>/edit")
@signed_in
def describe_term(id: int) -> Response:
    with TermEditForm() as form:
        return _look_first(_other_term(id, form.read()))


def _other_term(id: int, typed: Fields) -> Act:
    return partial(terms.describe, actor(), id, **typed)


@bp.get("/terms/<int:id>/remove")
@signed_in
@looks
def look_at_term(id: int) -> Response:
    return _look(partial(terms.remove, actor(), id), _removed(terms.find, id))


@bp.post("/terms/<int:id>/remove")
@signed_in
def remove_term(id: int) -> Response:
    return _look_first(partial(terms.remove, actor(), id), _removed(terms.find, id))


def _removed(find: Callable[[int], ClosedDays | Term], id: int) -> Removed:
    """NotAllowed for who may not decide it, before they hear whether there is such a thing."""
    deciding.check_may(actor())
    row = find(id)
    return Removed(row.name, row.starts_on, row.ends_on, getattr(row, "yearly", False))


def _drawn(
    form: type[Form],
    act_of: Callable[[Fields], Act],
    start: Fields | None = None,
    template: str = "layout/form",
) -> Response:
    """The form as it begins; or, where the address says what was typed, what that would hit."""
    deciding.check_may(actor())
    if not form_addresses.sent():
        return page(template, form=form(choices=None, **(start or {})))
    with form() as typed:
        return _look(act_of(typed.read()))


def _look(act: Act, removed: Removed | None = None) -> Response:
    """What it would hit, which is asked for by its address: reload and Back do nothing."""
    said = EffectsForm().read()
    with transaction():  # all that the act does in it is undone before it ends
        hits = changes.preview(actor(), act, _choices(said))
    return _preview(hits, said, removed)


def _look_first(act: Act, removed: Removed | None = None) -> Response:
    """Carry it out where it hits nothing, or once somebody saw what it hits; a removal is asked about anyway."""
    said = EffectsForm().read()
    if said["apply"]:
        _decided, job = changes.decide(actor(), act, _choices(said))
        return go_to("jobs.show", id=job.id) if job else _said(removed)
    hits = changes.preview(actor(), act, _choices(said), unless_clear=not removed)
    if not hits and not removed:
        return _said(removed)
    sent = request.form.items(multi=True)
    kept = (each for each in sent if each[0] != "apply")
    address = form_addresses.to_address(kept, is_page=True)
    return address or _preview(hits, said, removed)


def _said(removed: Removed | None) -> Response:
    """All that there is, which says what was done."""
    return go_to(".show", **({"removed": removed.name} if removed else {"saved": "y"}))


def _choices(said: Fields) -> Choices:
    return Choices(said["loans"], said["bookings"], said["most"])


def _preview(hits: list[Hit], said: Fields, removed: Removed | None = None) -> Response:
    """What is hit, above the same form again: nothing typed is lost, and nothing is changed yet."""
    sent = form_addresses.sent().items(multi=True)
    kinds = Counter(hit.kind for hit in hits)
    return page(
        "school/opening/preview",
        hits=hits[:SHOWN],
        count=len(hits),
        kinds=kinds,
        people=len({hit.person for hit in hits}),
        typed=[(name, value) for name, value in sent if name not in OWN],
        said=said,
        removed=removed,
    )
