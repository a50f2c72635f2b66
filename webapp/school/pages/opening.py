"""Opening hours, closed days and terms in a browser: each change first shows what it hits."""

from collections import Counter
from collections.abc import Callable

from flask import Blueprint, request
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.forms import Form
from webapp.people import access

from .. import calendar, closed_days, deciding, open_days, opening_hours, terms
from ..effects import changes
from ..effects.parties import Choices, Hit
from ..forms.opening import (
    ClosedDaysEditForm,
    ClosedDaysForm,
    EffectsForm,
    TermEditForm,
    TermForm,
    WeekForm,
)

bp = Blueprint("opening", __name__, url_prefix="/opening-hours")
SHOWN = 50  # of what a change hits
OWN = {"csrf_token", "idempotency_key", "apply", "loans", "bookings", "most"}


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
        return _look_first(
            lambda: opening_hours.decide(actor(), version=version, **days), form
        )


@bp.get("/closed-days/new")
@signed_in
def new_closed_days() -> Response:
    deciding.check_may(actor())
    return page("layout/form", form=ClosedDaysForm())


@bp.post("/closed-days/new")
@signed_in
def add_closed_days() -> Response:
    with ClosedDaysForm() as form:
        said = form.read()
        return _look_first(lambda: closed_days.add(actor(), **said), form)


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
        said = form.read()
        return _look_first(lambda: closed_days.describe(actor(), id, **said), form)


@bp.post("/closed-days/<int:id>/remove")
@signed_in
def remove_closed_days(id: int) -> Response:
    return _look_first(lambda: closed_days.remove(actor(), id), None)


@bp.get("/terms/new")
@signed_in
def new_term() -> Response:
    deciding.check_may(actor())
    return page("layout/form", form=TermForm())


@bp.post("/terms/new")
@signed_in
def add_term() -> Response:
    with TermForm() as form:
        said = form.read()
        return _look_first(lambda: terms.add(actor(), **said), form)


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
        said = form.read()
        return _look_first(lambda: terms.describe(actor(), id, **said), form)


@bp.post("/terms/<int:id>/remove")
@signed_in
def remove_term(id: int) -> Response:
    return _look_first(lambda: terms.remove(actor(), id), None)


def _look_first(act: Callable[[], object], form: Form | None) -> Response:
    """Carry it out where it hits nothing, or once somebody saw what it hits; what has no form is asked for anyway."""
    said = EffectsForm().read()
    choices = Choices(said["loans"], said["bookings"], said["most"])
    if not said["apply"]:
        hits = changes.preview(actor(), act, unless_clear=form is not None)
        return _preview(hits) if hits or form is None else go_to(".show")
    _decided, job = changes.decide(actor(), act, choices)
    return go_to("jobs.show", id=job.id) if job else go_to(".show")


def _preview(hits: list[Hit]) -> Response:
    """What is hit, above the same form again: nothing typed is lost, and nothing is changed yet."""
    typed = [
        (name, value) for name, value in request.form.items(multi=True) if name not in OWN
    ]
    kinds = Counter(hit.kind for hit in hits)
    return page(
        "school/opening/preview",
        hits=hits[:SHOWN],
        count=len(hits),
        kinds=kinds,
        people=len({hit.person for hit in hits}),
        typed=typed,
        is_removal=request.path.endswith("/remove"),
    )
