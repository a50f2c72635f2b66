"""The rules of rooms, and what they leave people, in a browser."""

from datetime import date

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.errors import Invalid
from webapp.core.forms import read_query
from webapp.core.said import Said
from webapp.core.words import _
from webapp.people import groups as people_groups
from webapp.people import naming
from webapp.school import calendar

from .. import access, groups, rooms
from ..forms.rates import Parts
from ..forms.rules import PARTS, RuleEditForm, RuleForm, choices
from ..rules import default_limits, previews, quotas, rules
from ..schemas.rules import PreviewAsked

bp = Blueprint("rules", __name__)
MOST = 200  # rules on one page; a school has a handful
ID = "<int(max=2147483647):id>"


@bp.get("/rooms/rules")
@signed_in
def index() -> Response:
    return page(
        "rooms/rules/rules",
        rules=rules.list_all(actor(), limit=MOST),
        default_limits=default_limits.sentence(),
    )


@bp.get("/rooms/rules/new")
@signed_in
def new() -> Response:
    access.check_may_make_rules(actor())
    return page("rooms/rules/rule", form=RuleForm(choices=_choices()))


@bp.post("/rooms/rules/new")
@signed_in
def add() -> Response:
    with RuleForm(choices=_choices()) as form:
        rules.add(actor(), **form.read())
    return go_to(".index", Said(_("The rule holds from now on")))


@bp.get(f"/rooms/rules/{ID}/edit")
@signed_in
def edit(id: int) -> Response:
    rule = rules.find(actor(), id)
    access.check_may_make_rules(actor())
    return page(
        "rooms/rules/rule", form=RuleEditForm(choices=_choices(), **rules.facts(rule))
    )


@bp.post(f"/rooms/rules/{ID}/edit")
@signed_in
def describe(id: int) -> Response:
    with RuleEditForm(choices=_choices()) as form:
        rules.describe(actor(), id, **form.read())
    return go_to(".index", Said(_("Saved")))


@bp.post(f"/rooms/rules/{ID}/deactivate")
@signed_in
def deactivate(id: int) -> Response:
    rules.switch(actor(), id, on=False)
    return go_to(
        ".index", Said(_("The rule holds no more"), undo=url_for(".activate", id=id))
    )


@bp.post(f"/rooms/rules/{ID}/activate")
@signed_in
def activate(id: int) -> Response:
    rules.switch(actor(), id, on=True)
    return go_to(".index", Said(_("The rule holds again")))


@bp.get("/rooms/rules/preview")
@signed_in
def preview() -> Response:
    """What could this student book? Nobody is chosen at first."""
    query = read_query(PreviewAsked)
    access.check_may_look_ahead(actor())
    on, preview, refusal = query.date or calendar.today(), None, None
    try:
        preview = _preview(query, on)
    except Invalid as error:
        refusal = error
    status = refusal.status if refusal else 200
    return page(
        "rooms/rules/preview", status, preview=preview, query=query, on=on, no=refusal
    )


@bp.get("/quotas")
@signed_in
def mine() -> Response:
    return page("rooms/rules/quotas", meters=quotas.of(actor().id))


@bp.context_processor
def _words() -> dict[str, Parts]:
    return {"parts": PARTS}


def _preview(query: PreviewAsked, on: date) -> previews.Preview | None:
    """Of the person chosen or named; None where there is none yet. Invalid if the name fits nobody, or several."""
    student = query.student
    if student is None and query.who:
        student = naming.named(actor(), query.who).id
    return previews.of(actor(), student, on) if student else None


def _choices() -> dict[str, list[tuple[object, str]]]:
    return choices(
        people_groups.names(),
        {group.id: group.name for group in groups.list_all()},
        {room.id: room.name for room in rooms.list_all(actor())},
    )
