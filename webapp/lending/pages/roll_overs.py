"""Roll-overs in a browser: whose loans and until when, each of them with a tick, and what became of them."""

from collections.abc import Container
from functools import partial

from flask import request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go, page, signed_in
from webapp.core.errors import Invalid, Refusal
from webapp.core.forms import read_query
from webapp.core.inputs import problems
from webapp.people import groups, people
from webapp.people.people import Named
from webapp.school import calendar, terms

from .. import access
from ..renewals import roll_overs, roll_plan, rolled
from ..schemas.roll_overs import RollOverLook, RollOverPage
from .blueprint import bp


@bp.get("/roll-overs", endpoint="roll_over")
@signed_in
def look() -> Response:
    """What would become of each loan; at first only whose they are and until when."""
    access.check_may_extend(actor())
    try:
        return _draw(read_query(RollOverLook))
    except Invalid as no:
        return _draw(RollOverLook(whose=_whose()), no=no)


@bp.post("/roll-overs", endpoint="start_roll_over")
@signed_in
def start() -> Response:
    access.check_may_extend(actor())
    try:
        said = _read()
        job = roll_overs.start(actor(), said.read, due_date=said.due_date, loans=said.loans)
    except Refusal as no:
        no.page = partial(_again, no)
        raise
    return go(url_for(".roll_over_done", id=job.id))


@bp.get("/roll-overs/<int:id>", endpoint="roll_over_done")
@signed_in
def show(id: int) -> Response:
    return page("lending/renewals/rolled_over", rolled=rolled.show(actor(), id))


@bp.post("/roll-overs/<int:id>/undo", endpoint="undo_roll_over")
@signed_in
def undo(id: int) -> Response:
    roll_overs.undo(actor(), id)
    return go(url_for(".roll_over_done", id=id))


def _read() -> RollOverPage:
    typed = request.form.to_dict() | {"loans": request.form.getlist("loans")}
    known = {name: typed[name] for name in RollOverPage.model_fields if name in typed}
    try:
        return RollOverPage.model_validate(known, strict=False)
    except ValidationError as error:
        raise Invalid(fields=problems(error)) from None


def _again(no: Refusal) -> Response:
    """As it is now, with what was ticked."""
    try:
        looked = read_query(RollOverLook, request.form)
    except Invalid:
        looked = RollOverLook()
    return _draw(looked, no=no, ticked=request.form.getlist("loans"))


def _draw(
    looked: RollOverLook,
    *,
    no: Refusal | None = None,
    ticked: Container[str] | None = None,
) -> Response:
    """With the plan, if whose it is was said; where that is refused, with why."""
    plan = None
    if looked.whose and "due_date" not in (no.fields if no else {}):
        try:
            plan = roll_plan.make(actor(), looked.read, looked.due_date)
        except Invalid as refused:
            no = no or refused
    suggested = roll_plan.suggested()
    return page(
        "lending/renewals/roll_over",
        no.status if no else 200,
        whose=looked.whose,
        groups=groups.all_groups(actor()),
        teachers=_teachers(),
        due_date=request.values.get("due_date") or (suggested or ""),
        terms=[term for term in terms.list_all() if term.return_by >= calendar.today()],
        plan=plan,
        ticked=ticked,
        last=rolled.last_ones(actor()),
        no=no,
    )


def _teachers() -> list[Named]:
    """Those whose students the actor sees."""
    every = people.teachers(actor())
    known = people.known(actor(), [teacher.id for teacher in every])
    return [Named(each.id, each.name, each.email) for each in every if each.id in known]


def _whose() -> str | None:
    """What the address says, if that could be read by itself."""
    try:
        return read_query(RollOverLook, {"whose": request.args.get("whose", "")}).whose
    except Invalid:
        return None
