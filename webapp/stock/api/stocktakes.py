"""Stocktakes for programs."""

from webapp.core import paging
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, answer_list, answer_one, answers

from .. import access
from ..operations import undo
from ..schemas.stocktakes import (
    ApplyInput,
    ApplyQuery,
    ChoicesInput,
    CountedShown,
    CountInput,
    FindingShown,
    PlanShown,
    StocktakeApplied,
    StocktakeFound,
    StocktakeInput,
    StocktakeQuery,
    StocktakeShown,
)
from ..stocktakes import counting, stocktakes
from ..stocktakes.choices import Choices
from ..stocktakes.finding import Finding
from .blueprint import bp

AT = "/inventory/stocktakes/"


@bp.get(AT)
@signed_in
@only(access.may_look)
@answers("stocktakes", list[StocktakeShown])
def list_stocktakes(query: StocktakeQuery) -> Answer:
    """List the stocktakes, newest first; for staff."""
    before = paging.id_in(query.after)
    counts = stocktakes.listed(
        actor(),
        status=query.status,
        location=query.location,
        before=before,
        limit=query.limit + 1,
    )
    return answer_list(StocktakeShown, counts, query.limit, paging.by_id)


@bp.post(AT)
@signed_in
@only(access.may_look)
@answers("stocktakes", StocktakeShown, status=201)
def begin_stocktake(json: StocktakeInput) -> Answer:
    """Start to count a location; one count at a time."""
    return StocktakeShown.model_validate(stocktakes.begin(actor(), **dict(json))), 201


@bp.get(f"{AT}<int:id>/")
@signed_in
@only(access.may_look)
@answers("stocktakes", StocktakeFound)
def show_stocktake(id: int) -> Answer:
    """Show a stocktake with what was found so far."""
    count = stocktakes.find(actor(), id)
    is_blind = count.is_blind and count.status == "counting"
    visible: list[Finding] = []
    if count.status in stocktakes.OPEN:
        findings = stocktakes.findings(actor(), id)
        visible = findings.while_counting if is_blind else findings.all
    shown = [FindingShown.of(finding, is_blind=is_blind) for finding in visible]
    return StocktakeFound.of(count, shown)


@bp.post(f"{AT}<int:id>/count/")
@signed_in
@only(access.may_look)
@answers("stocktakes", CountedShown)
def count_stocktake(id: int, json: CountInput) -> Answer:
    """Count what a code stands for, a unit, or so many pieces of an item; a new number replaces the old."""
    done = counting.count(actor(), id, **dict(json))
    findings = stocktakes.findings(actor(), id)
    finding = next(one for one in findings.while_counting if one.line_id == done.line.id)
    shown = FindingShown.of(finding, is_blind=findings.is_blind)
    return CountedShown(again=done.again, finding=shown)


@bp.delete(f"{AT}<int:id>/lines/<int:line>/")
@signed_in
@only(access.may_look)
@answers("stocktakes", None, status=204)
def forget_stocktake_line(id: int, line: int) -> Answer:
    """Take back what was counted."""
    counting.forget(actor(), id, line)
    return "", 204


@bp.post(f"{AT}<int:id>/review/")
@signed_in
@only(access.may_look)
@answers("stocktakes", StocktakeShown)
def review_stocktake(id: int) -> Answer:
    """Counting is over: look at what was found."""
    return StocktakeShown.model_validate(stocktakes.review(actor(), id))


@bp.post(f"{AT}<int:id>/reopen/")
@signed_in
@only(access.may_look)
@answers("stocktakes", StocktakeShown)
def reopen_stocktake(id: int) -> Answer:
    """Go back to counting."""
    return StocktakeShown.model_validate(stocktakes.reopen(actor(), id))


@bp.post(f"{AT}<int:id>/choices/")
@signed_in
@only(access.may_look)
@answers("stocktakes", StocktakeShown, 412)
def choose_in_stocktake(id: int, json: ChoicesInput) -> Answer:
    """Keep what shall be done beside the count, instead of what was chosen before, for whoever applies it."""
    count = stocktakes.choose(actor(), id, Choices.of(**dict(json)), version=if_match())
    return answer_one(StocktakeShown, count)


@bp.post(f"{AT}<int:id>/apply/")
@signed_in
@only(access.may_look)
@answers("stocktakes", StocktakeApplied)
def apply_stocktake(id: int, query: ApplyQuery, json: ApplyInput) -> Answer:
    """Write the differences as one operation; with dry_run only tell what would be written."""
    chosen = json.model_dump(exclude_unset=True, exclude={"seen"})
    choices = Choices.of(**chosen) if chosen else None
    if query.dry_run:
        plan = stocktakes.plan(actor(), id, choices)
    else:
        plan = stocktakes.apply(actor(), id, choices, seen=json.seen)
    shown = StocktakeShown.model_validate(stocktakes.find(actor(), id))
    written = PlanShown.of(plan, undo.named(plan.lines).locations)
    return StocktakeApplied(stocktake=shown, written=written)


@bp.post(f"{AT}<int:id>/cancel/")
@signed_in
@only(access.may_look)
@answers("stocktakes", StocktakeShown)
def cancel_stocktake(id: int) -> Answer:
    """Give a count up; nothing changes."""
    return StocktakeShown.model_validate(stocktakes.cancel(actor(), id))
