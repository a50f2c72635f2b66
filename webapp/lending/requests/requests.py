"""Requests: what was asked for at once, seen and answered as one."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Unpack

from sqlalchemy import Select, and_, or_, select

from webapp.core import clock, outbox, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotAllowed, NotFound
from webapp.core.words import _
from webapp.people import groups
from webapp.stock.ledger import ledger

from .. import access
from ..asking import several
from ..decisions import as_decided, decisions
from ..decisions.decisions import Terms
from ..loans import checkouts, filtering
from ..loans.filtering import Filter
from ..models import Checkout, Request
from ..notices import answer_letters, notices
from .whole import NOT_A_PART, Whole

DECIDED = ("approved", "rejected")  # steps of the letter about one line


@dataclass(frozen=True)
class Answer:
    """What is said to each line of a request, by the line's id; lines in neither go on waiting."""

    approved: Mapping[int, Terms]
    declined: Mapping[int, str]  # with the reason
    note: str = ""  # to the borrower, with what is approved


def find(actor: Actor, id: int) -> Whole:
    """One the actor may see, or fetches something of. NotFound otherwise."""
    query = _readable_requests(actor).where(Request.id == id)
    request = rows.find(query, _("Request not found"))
    return Whole(request, _lines(actor, [id])[id])


def listed(
    actor: Actor, *, before: int | None = None, limit: int = 50, **wanted: Unpack[Filter]
) -> list[Whole]:
    """Newest first, those with a line that is wanted, each with all its lines and their units; three queries, however
    many."""
    query = visible_requests(actor)
    if conditions := filtering.conditions(**wanted):
        query = query.where(Request.id.in_(select(Checkout.request_id).where(*conditions)))
    if before:
        query = query.where(Request.id < before)
    requests = rows.listed(query.order_by(Request.id.desc()).limit(limit))
    lines = _lines(actor, (request.id for request in requests))
    return [Whole(request, lines[request.id]) for request in requests]


def answer(actor: Actor, id: int, said: Answer, *, version: int | None = None) -> Whole:
    """Approve and decline lines in one act: all that is said, or nothing; the borrower gets one letter.

    Conflict, naming the line, if it is answered by now or cannot be kept; NotFound for a line of another request; Stale
    if its borrower has changed it since `version`.
    """
    whole = take(actor, id, access.may_approve(actor), version)
    lines, at = _answered_lines(whole, said), clock.now()
    _check_note(said)
    for line in lines:
        with naming(line):
            checkouts.check_state(line, "pending")
            _answer(actor, line, said)
            line.decided_at = at
    answer_letters.write(lines, said.note)
    db.session.flush()
    return whole


def _answered_lines(whole: Whole, said: Answer) -> list[Checkout]:
    """The lines an answer speaks of. NotFound for one that is not the request's; Conflict if none waited for it."""
    ids = said.approved.keys() | said.declined.keys()
    if not ids:
        check_waits(whole)
        words = _("Answer at least one thing of this request")
        raise Conflict(words, facts={"request": whole.id})
    return lines_of(whole, ids)


def _check_note(said: Answer) -> None:
    """Invalid for a note where nothing is approved: what is declined has its reason."""
    if said.note and not said.approved:
        words = _("Nothing is approved, so say it as the reason")
        raise Invalid(fields={"notes": words})


def lines_of(whole: Whole, ids: Collection[int]) -> list[Checkout]:
    """These of its lines, in the order in which they were asked for. NotFound for one that is not the request's."""
    lines = [line for line in whole.lines if line.id in ids]
    if len(lines) < len(ids):
        raise NotFound(NOT_A_PART)
    return lines


def check_waits(whole: Whole) -> None:
    """Conflict if none of its lines can still be answered."""
    if not whole.is_waiting:
        words = _("Nothing of this request waits for an answer any more")
        raise Conflict(words, facts={"request": whole.id})


def _answer(actor: Actor, line: Checkout, said: Answer) -> None:
    if line.id in said.approved:
        decisions.give(actor, line, note=said.note, **said.approved[line.id])
    else:
        decisions.decline(actor, line, said.declined[line.id])


def undo(actor: Actor, id: int) -> Whole:
    """Take back the last answer, whole: its lines wait again as they were asked for.

    Conflict if its letter has left, or if one of them moved on since.
    """
    whole = take(actor, id, access.may_approve(actor))
    lines = last_answered(whole)
    if not lines:
        raise Conflict(_("Nothing was answered yet"), facts={"request": id})
    if len(lines) == 1:
        decisions.undo(actor, lines[0].id)
        return whole
    for line in lines:
        with naming(line):
            checkouts.check_state(line, "approved", "out", "rejected")
            as_decided.check(line)
    if not answer_letters.call_back(lines):
        raise Conflict(decisions.LETTER_LEFT, facts={"request": id})
    for line in lines:
        decisions.take_back(actor, line)
    return whole


def undoable(actor: Actor, whole: Whole) -> datetime | None:
    """Until when the last answer can be taken back as a whole; None if it cannot."""
    lines = last_answered(whole)
    if len(lines) < 2:
        return as_decided.undoable(actor, lines).get(lines[0].id) if lines else None
    if not access.may_approve(actor) or not all(map(as_decided.is_so, lines)):
        return None
    ids = [line.id for line in lines]
    together = outbox.waiting("request", [whole.id], [notices.answered_step(lines)])
    alone = outbox.waiting("checkout", ids, DECIDED) if not together else {}
    return next(iter((together or alone).values()), None)


def last_answered(whole: Whole) -> list[Checkout]:
    """The lines that were answered in the last act, but what of it was cancelled since."""
    decided = [
        line for line in whole.lines if line.decided_at and line.status != "cancelled"
    ]
    last = max((line.decided_at for line in decided if line.decided_at), default=None)
    return [line for line in decided if line.decided_at == last]


def visible_requests(actor: Actor) -> Select[Request]:
    """Students their own, staff all."""
    query = select(Request)
    return query if actor.is_staff else query.where(Request.student_id == actor.id)


def _readable_requests(actor: Actor) -> Select[Request]:
    """The same, and those of which a person fetches something in the borrower's stead."""
    query = select(Request)
    if actor.is_staff:
        return query
    stands_in = groups.may_stand_in(Request.contact_id, Request.group_id)
    is_contact = and_(Request.contact_id == actor.id, stands_in)
    return query.where(or_(Request.student_id == actor.id, is_contact))


def _lines(
    actor: Actor, ids: Iterable[int], *, lock: bool = False
) -> dict[int, list[Checkout]]:
    """The lines of these requests, which the actor may see; not what was over before a request became theirs."""
    lines: dict[int, list[Checkout]] = {id: [] for id in ids}
    query = access.lines_of(actor, lines)
    if lock:
        query = query.with_for_update(of=Checkout)
        query = query.execution_options(populate_existing=True)
    for line in db.session.scalars(query):
        lines[line.request_id].append(line)
    return lines


def take(actor: Actor, id: int, may: bool, version: int | None = None) -> Whole:
    """The request and its lines as they are now, held with stock's lock until the transaction ends.

    Stale if its borrower has changed it since `version`.
    """
    missing = _("Request not found")
    query = _readable_requests(actor).where(Request.id == id)
    rows.find(query, missing)
    if not may:
        raise NotAllowed(_("This request is not yours to decide"))
    ledger.lock()
    request = rows.find(query, missing, lock=True)
    rows.check_version(version, request.version, checkouts.CHANGED)
    return Whole(request, _lines(actor, [id], lock=True)[id])


def naming(line: Checkout, *, keeps_offers: bool = False) -> AbstractContextManager[None]:
    """Let a refusal name the line."""
    return several.one_of_them(
        str(line.id),
        {"checkout": line.id},
        lambda: line.item_name,
        keeps_offers=keeps_offers,
    )
