"""Opening hours, closed days and terms in a browser."""

from flask import Blueprint
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go_to, page, signed_in
from webapp.people import access

from .. import calendar, closed_days, deciding, open_days, opening_hours, terms
from ..forms.opening import (
    ClosedDaysEditForm,
    ClosedDaysForm,
    TermEditForm,
    TermForm,
    WeekForm,
)

bp = Blueprint("opening", __name__, url_prefix="/opening-hours")


@bp.get("")
@signed_in
def show() -> Response:
    """What everybody may know: when the school is open."""
    decided = open_days.now_decided()
    return page(
        "school/opening/opening",
        week=opening_hours.grouped(opening_hours.week(decided)),
        closed_days=closed_days.list_all(),
        terms=terms.list_all(),
        count_days=closed_days.days,
        today=calendar.today(),
        may_decide=access.may_manage(actor()),
    )


@bp.get("/week")
@signed_in
def week() -> Response:
    deciding.check_may(actor())
    hours = opening_hours.week(open_days.now_decided())
    form = WeekForm(choices=None, version=opening_hours.version(hours), **hours)
    return page("school/opening/week", form=form)


@bp.post("/week")
@signed_in
def decide() -> Response:
    deciding.check_may(actor())
    with WeekForm() as form:
        typed = form.read()
        version = typed.pop("version")
        days = {day: [span.hours for span in spans] for day, spans in typed.items()}
        opening_hours.decide(actor(), version=version, **days)
    return go_to(".show")


@bp.get("/closed-days/new")
@signed_in
def new_closed_days() -> Response:
    deciding.check_may(actor())
    return page("layout/form", form=ClosedDaysForm())


@bp.post("/closed-days/new")
@signed_in
def add_closed_days() -> Response:
    with ClosedDaysForm() as form:
        closed_days.add(actor(), **form.read())
    return go_to(".show")


@bp.get("/closed-days/<int:id>/edit")
@signed_in
def edit_closed_days(id: int) -> Response:
    closed = closed_days.find(id)
    deciding.check_may(actor())
    return page(
        "layout/form", form=ClosedDaysEditForm(choices=None, **closed_days.facts(closed))
    )


@bp.post("/closed-days/<int:id>/edit")
@signed_in
def describe_closed_days(id: int) -> Response:
    with ClosedDaysEditForm() as form:
        closed_days.describe(actor(), id, **form.read())
    return go_to(".show")


@bp.post("/closed-days/<int:id>/remove")
@signed_in
def remove_closed_days(id: int) -> Response:
    closed_days.remove(actor(), id)
    return go_to(".show")


@bp.get("/terms/new")
@signed_in
def new_term() -> Response:
    deciding.check_may(actor())
    return page("layout/form", form=TermForm())


@bp.post("/terms/new")
@signed_in
def add_term() -> Response:
    with TermForm() as form:
        terms.add(actor(), **form.read())
    return go_to(".show")


@bp.get("/terms/<int:id>/edit")
@signed_in
def edit_term(id: int) -> Response:
    term = terms.find(id)
    deciding.check_may(actor())
    return page("layout/form", form=TermEditForm(choices=None, **terms.facts(term)))


@bp.post("/terms/<int:id>/edit")
@signed_in
def describe_term(id: int) -> Response:
    with TermEditForm() as form:
        terms.describe(actor(), id, **form.read())
    return go_to(".show")


@bp.post("/terms/<int:id>/remove")
@signed_in
def remove_term(id: int) -> Response:
    terms.remove(actor(), id)
    return go_to(".show")
