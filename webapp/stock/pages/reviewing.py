"""Reviewing a count: look at the surprises, choose what becomes of them, and have the differences written."""

from functools import partial

from flask import request
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.errors import Invalid, Refusal
from webapp.core.forms import read_query
from webapp.core.inputs import Seen, problems
from webapp.core.said import Said
from webapp.core.words import _

from ..schemas.stocktakes import ChoicesInput
from ..stocktakes import stocktakes
from ..stocktakes.choices import Choices
from . import undo_of
from .blueprints import stocktakes as bp

CHOICES = tuple(ChoicesInput.model_fields)


@bp.get("/<int:id>/review")
@signed_in
def look(id: int) -> Response:
    if stocktakes.find(actor(), id).status != "review":
        return go_to(".show", id=id)
    return _review(id)


@bp.post("/<int:id>/review")
@signed_in
def review(id: int) -> Response:
    stocktakes.review(actor(), id)
    return go_to(
        ".look", Said(_("Counting is over; nothing has changed in stock yet")), id=id
    )


@bp.post("/<int:id>/reopen")
@signed_in
def reopen(id: int) -> Response:
    stocktakes.reopen(actor(), id)
    return go_to(".show", Said(_("Counting goes on")), id=id)


@bp.post("/<int:id>/choose")
@signed_in
def choose(id: int) -> Response:
    """What was ticked is kept before it is shown what becomes of it."""
    choices, version = _chosen(request.form)
    try:
        stocktakes.choose(actor(), id, choices, version=version)
    except Refusal as refusal:
        if refusal.status in (409, 412):
            refusal.page = partial(_review, id, refusal, choices)
        raise
    return go_to(".preview", id=id)


@bp.get("/<int:id>/apply")
@signed_in
def preview(id: int) -> Response:
    """Exactly what would be written, to be confirmed."""
    count = stocktakes.find(actor(), id)
    try:
        plan = stocktakes.plan(actor(), id)
    except Refusal as refusal:
        return _review(id, refusal)
    may = not plan.needs_second or stocktakes.may_be_second(actor(), count)
    return page("stock/stocktakes/stocktake_apply", count=count, plan=plan, may_apply=may)


@bp.post("/<int:id>/apply")
@signed_in
def apply(id: int) -> Response:
    try:
        stocktakes.apply(actor(), id, seen=request.form.get("seen", "")[:16])
    except Refusal as refusal:
        if refusal.status == 409:
            refusal.page = partial(_review, id, refusal)
        raise
    undo = undo_of.last("stocktake_id", id)
    return go_to(".show", Said(_("The count is carried out"), undo=undo), id=id)


@bp.post("/<int:id>/cancel")
@signed_in
def cancel(id: int) -> Response:
    stocktakes.cancel(actor(), id)
    return go_to(".show", Said(_("The count is cancelled; stock is as it was")), id=id)


def _review(
    id: int, refusal: Refusal | None = None, choices: Choices | None = None
) -> Response:
    """With what was ticked last; or what is ticked now, which others may have changed meanwhile."""
    count, findings = stocktakes.find(actor(), id), stocktakes.findings(actor(), id).all
    chosen = stocktakes.chosen(count)
    return page(
        "stock/stocktakes/stocktake_review",
        refusal.status if refusal else 200,
        count=count,
        no=refusal,
        surprises=[finding for finding in findings if finding.is_surprise],
        left=[finding for finding in findings if finding.verdict == "not_counted"],
        right=sum(finding.verdict == "as_expected" for finding in findings),
        choices=choices or chosen,
        chosen=chosen,
    )


def _chosen(typed: MultiDict[str, str]) -> tuple[Choices, int | None]:
    ticked = {name: typed.getlist(name) for name in CHOICES}
    try:
        choices = ChoicesInput.model_validate(ticked, strict=False)
    except ValidationError as error:
        raise Invalid(fields=problems(error)) from None
    return Choices.of(**dict(choices)), read_query(Seen, typed).version
