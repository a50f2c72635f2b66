"""What of lending waits for an answer: loans that are asked for, loans to be kept longer, promises not to be kept."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased, undefer

from webapp.core import rows, versions
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.words import _, ngettext
from webapp.people import answering, reaching
from webapp.school import calendar, inbox
from webapp.school.inbox import Ask, Source

from . import access
from .loans.together import together
from .models import Checkout, RenewalRequest, Request
from .models.checkouts import IS_ASKED
from .renewals import renewal_requests, standing
from .requests import request_facts, request_sets
from .today import shortfalls, unkept, ways_out

_other = aliased(Checkout)
_WITH_ONE_BEFORE = (
    select(_other.id)
    .where(
        _other.request_id == Checkout.request_id,
        _other.is_waiting,
        or_(
            _other.starts_on < Checkout.starts_on,
            and_(_other.starts_on == Checkout.starts_on, _other.id < Checkout.id),
        ),
    )
    .exists()
)  # another line of the request is wanted sooner, or was asked for before it


def _is_answered_by(actor: Actor, student_id: ColumnElement[int]) -> ColumnElement[bool]:
    group_id = select(Request.group_id).where(Request.id == Checkout.request_id)
    its_group = group_id.correlate(Checkout).scalar_subquery()
    return answering.answered_by(actor, student_id, its_group)


def _loans(actor: Actor, everyone: bool) -> Select[int, date] | None:
    """Requests with something that waits, each by the line of it that is wanted first, and by when that is."""
    if not access.may_approve(actor) and not everyone:
        return None
    query = select(Checkout.id.label("id"), Checkout.starts_on.label("at")).where(
        Checkout.is_waiting, IS_ASKED, ~_WITH_ONE_BEFORE
    )
    if not everyone:
        query = query.where(_is_answered_by(actor, Checkout.student_id.expression))
    return query


def _describe_loans(actor: Actor, ids: Sequence[int]) -> dict[int, Ask]:
    """What waits of these requests, and what there is to know of each line; of a set, of all its parts."""
    found = _waiting_lines(actor, ids)
    lines = [line for line, _request in found]
    of_request: dict[int, list[Checkout]] = defaultdict(list)
    for line in lines:
        of_request[line.request_id].append(line)
    known = {"judgements": request_facts.of(lines), "sets": request_sets.around(lines)}
    requests = {request.id: request for _line, request in found}
    asks = {id: _ask(requests[id], parts, known) for id, parts in of_request.items()}
    return {line.id: asks[line.request_id] for line in lines}


def _waiting_lines(actor: Actor, ids: Sequence[int]) -> list[tuple[Checkout, Request]]:
    """All that waits of the requests of these lines, with those requests."""
    of_these = select(Checkout.request_id).where(Checkout.id.in_(ids))
    query = access.visible_checkouts(actor).where(
        Checkout.request_id.in_(of_these), Checkout.is_waiting
    )
    query = query.options(undefer(Checkout.lines_asked)).order_by(Checkout.id)
    both = query.add_columns(Request).join(Request, Request.id == Checkout.request_id)
    return [(line, request) for line, request in db.session.execute(both)]


def _ask(asked: Request, lines: Sequence[Checkout], known: Mapping[str, object]) -> Ask:
    return Ask(
        _title(lines),
        asked.student_name,
        {"asked": asked, "together": together(lines), **known},
    )


def _title(lines: Sequence[Checkout]) -> str:
    first, *others = together(lines)
    asked, parts = first
    name = asked.name if asked else parts[0].item_name
    if not others:
        return name
    return ngettext(
        "%(name)s and %(num)s more", "%(name)s and %(num)s more", len(others), name=name
    )


def _renewals(actor: Actor, everyone: bool) -> Select[int, date] | None:
    """Those that wait, by the day on which the loan is due as it is."""
    if not access.may_approve(actor) and not everyone:
        return None
    query = (
        select(RenewalRequest.id.label("id"), RenewalRequest.due_before.label("at"))
        .join(Checkout, Checkout.id == RenewalRequest.checkout_id)
        .where(RenewalRequest.status == "pending", Checkout.stored_status == "out")
    )
    if everyone:
        return query
    return query.where(_is_answered_by(actor, RenewalRequest.student_id.expression))


def _describe_renewals(actor: Actor, ids: Sequence[int]) -> dict[int, Ask]:
    query = renewal_requests.visible(actor).where(RenewalRequest.id.in_(ids))
    asked = rows.listed(query.order_by(RenewalRequest.id))
    standings = standing.of_all(asked)
    return {
        each.id: Ask(
            _("Keep %(item)s longer", item=each.checkout.item_name),
            each.checkout.student_name,
            {"renewal": each, "standings": standings},
        )
        for each in asked
    }


def _promises(actor: Actor, everyone: bool) -> Select[int, date] | None:
    """Those of the next days that cannot be kept, by the day they begin; a teacher's, of whom they teach."""
    key = "unkept", calendar.today()
    ids = versions.kept(inbox.TOPIC, key, lambda: _unkept_ids(actor))
    if not ids:
        return None
    query = select(Checkout.id.label("id"), Checkout.starts_on.label("at")).where(
        Checkout.id.in_(ids)
    )
    if actor.role == "teacher" and not everyone:
        query = query.where(Checkout.student_id.in_(reaching.students(actor.id)))
    return query


def _unkept_ids(actor: Actor) -> tuple[int, ...]:
    return tuple(loan.id for loan in unkept.soon(actor))


def _describe_promises(actor: Actor, ids: Sequence[int]) -> dict[int, Ask]:
    query = access.visible_checkouts(actor).where(Checkout.id.in_(ids))
    loans = rows.listed(query.order_by(Checkout.id))
    ways, reasons = ways_out.of(actor, loans), shortfalls.of(loans)
    return {
        loan.id: Ask(
            loan.item_name,
            loan.student_name,
            {"checkout": loan, "ways": ways[loan.id], "shortfalls": reasons[loan.id]},
        )
        for loan in loans
    }


SOURCES = (
    Source("loan", "loans", "lending/inbox/loan.html", _loans, _describe_loans),
    Source("promise", "loans", "lending/inbox/promise.html", _promises, _describe_promises),
    Source("renewal", "loans", "lending/inbox/renewal.html", _renewals, _describe_renewals),
)
