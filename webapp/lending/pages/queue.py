"""The list of loans: staff's queue, by state, person and days; what students asked for and have."""

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import downloads, paging
from webapp.core.doors import actor, page, signed_in
from webapp.core.errors import Invalid
from webapp.core.forms import read_query
from webapp.core.words import lazy
from webapp.people import naming

from ..forgetting import rule
from ..lists import exports
from ..loans import checkouts, for_others, group_loans
from ..loans.filtering import Filter
from ..models import Checkout
from ..schemas.checkouts import CheckoutFilter, LoansQuery
from ..suspensions import suspended
from ..waits import standings
from . import set_groups
from .blueprint import bp
from .loans import Shown

PAGE = 30
FILTERS = {
    "approved": lazy("To hand out"),
    "to_look_at": lazy("Second look"),
    "out": lazy("Out"),
    "overdue": lazy("Overdue"),
    "unsettled": lazy("To be settled"),
    "pending": lazy("Waiting for an answer"),
    "missed": lazy("Not picked up"),
    "": lazy("All"),
}


@bp.get("/checkouts")
@signed_in
def queue() -> Response:
    if not actor().is_staff and not request.args.keys() - {"after"}:
        return _mine(paging.id_in(request.args.get("after")))
    return _listed()


@bp.get("/checkouts/mine")
@signed_in
def mine() -> Response:
    return _mine(paging.id_in(request.args.get("after")))


def _listed() -> Response:
    status = request.args.get("status", "approved" if actor().is_staff else "")
    known = status if status in FILTERS else None
    query = read_query(LoansQuery)
    wanted: Filter = {"status": known, "first": query.first, "until": query.until}
    problem = _name_person(wanted, query.who)
    part = _part({"status": status}, wanted, is_empty=bool(problem))
    return page(
        "lending/queue" if actor().is_staff else "lending/mine",
        **part,
        in_hand=None,
        forgets_after=rule.months(),
        chosen=status,
        filters=FILTERS,
        query=query,
        problem=problem,
        kept=_kept(),
        along=_along(wanted),
    )


def _mine(before: int | None) -> Response:
    """What one has or is to get, on the first page; below it, and on later ones, what is over."""
    over = checkouts.over(actor(), actor().id, before=before, limit=PAGE + 1)
    part = paging.cut(over, PAGE, paging.by_id)
    return page(
        "lending/mine",
        forgets_after=rule.months(),
        in_hand=[] if before else set_groups.of(checkouts.in_hand(actor(), actor().id)),
        over=set_groups.of(part.rows),
        older=part.after and url_for(str(request.endpoint), after=part.after),
        **_beside(before),
        standings=[] if before else standings.of_person(actor(), actor().id),
        suspension=suspended.told_of(actor().id),
    )


def _beside(before: int | None) -> Shown:
    """What one has with others, and for them."""
    if before:
        return {"of_groups": [], "for_others": []}
    theirs = set_groups.of(for_others.open_loans(actor().id))
    return {"of_groups": group_loans.of_member(actor()), "for_others": theirs}


downloads.on_page(bp, "/checkouts", "checkouts", exports.checkouts, CheckoutFilter)


def _name_person(wanted: Filter, who: str) -> str:
    """Let the list be about who is named; what is wrong with the name, if nobody or several people are called so."""
    try:
        wanted["student"] = naming.named(actor(), who).id if who else None
    except Invalid as no:
        return no.fields["student"]
    return ""


def _part(chosen: Shown, wanted: Filter, *, is_empty: bool) -> Shown:
    """A page of the list, and where it goes on."""
    before = paging.id_in(request.args.get("after"))
    loans: list[Checkout] = []
    if not is_empty:
        loans = checkouts.listed(actor(), before=before, limit=PAGE + 1, **wanted)
    part = paging.cut(loans, PAGE, paging.by_id)
    older = part.after and url_for(".queue", **chosen, **_kept(), after=part.after)
    is_first_of_own = not before and not actor().is_staff
    grouped = set_groups.at_desk if actor().is_staff else set_groups.of
    return {
        "groups" if actor().is_staff else "over": grouped(part.rows),
        "older": older,
        "of_groups": group_loans.of_member(actor()) if is_first_of_own else [],
    }


def _kept() -> Shown:
    """What was asked for beside the state, for links to another one."""
    names = ("who", "from", "to")
    return {name: request.args[name] for name in names if request.args.get(name)}


def _along(wanted: Filter) -> Shown:
    """The same list as a file."""
    names = {"status": "status", "student": "student", "first": "from", "until": "to"}
    return {names[name]: value for name, value in wanted.items() if value and name in names}
