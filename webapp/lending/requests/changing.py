"""Changing a request while it waits: its borrower asks for other days, more or fewer, and can take that back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm.attributes import flag_modified

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid
from webapp.core.words import _
from webapp.people import people
from webapp.school import calendar

from .. import access
from ..decisions import giving_up
from ..loans import checkouts, events
from ..models import Checkout, CheckoutEvent
from . import asking_anew, change_notices, requests
from .asking_anew import Asked
from .whole import Whole


class LineChange(NamedTuple):
    """What one line is to be instead; None where it stays as it is."""

    quantity: int | None = None
    checkout_date: date | None = None
    due_date: date | None = None


@dataclass(frozen=True)
class Change:
    """What is to become of a request: changes by the line's id, the lines to give up, and perhaps another note."""

    lines: Mapping[int, LineChange]
    cancelled: Sequence[int] = ()
    purpose: str | None = None


def change(
    actor: Actor,
    id: int,
    wanted: Change,
    *,
    send_anyway: bool = False,
    version: int | None = None,
) -> Whole:
    """Ask for something else instead: all of it, or nothing; whoever answers it is told once.

    Refused as `asking.ask_for`, at the line, with what the request has now not counted against it, and what would do as
    an offer for that line: see `several.offering`. Conflict if a line
    is answered by now or nothing would change; NotAllowed for all but its borrower; Stale if it was changed since
    `version`.
    """
    whole = _take(actor, id, version)
    requests.check_waits(whole)
    _give_up(actor, whole, wanted.cancelled)
    asked = _as_wanted(whole, wanted)
    if not asked and not wanted.cancelled:
        raise Conflict(_("Nothing would change"), facts={"version": whole.request.version})
    before = {line: events.state(line) for line in asked}
    asking_anew.ask_anew(actor, asked, is_only_one=not send_anyway, may_choose=True)
    events.record_all(actor, "changed", before.items())
    _settle(whole, wanted.purpose)
    if asked:
        change_notices.changed(whole, besides=actor.id)
    return whole


def undo(actor: Actor, id: int) -> Whole:
    """Take the last change back, whole: it asks for what it asked for before. What was given up stays so.

    Conflict if it was answered since, or if that is not free any more.
    """
    whole = _take(actor, id)
    last = _last_change(whole)
    if not last:
        words = _("Nothing was changed since it was asked for")
        raise Conflict(words, facts={"request": id})
    _ask_as_before(actor, whole, {event.checkout_id: event for event in last})
    _settle(whole, _purpose_before(last))
    is_as_first = not _last_change(whole)
    change_notices.changed(whole, besides=actor.id, is_as_first=is_as_first)
    return whole


def undoable(actor: Actor, whole: Whole) -> bool:
    """Whether the last change can be taken back, if what it asked for before is still free."""
    if not whole.is_waiting or not access.may_change(actor, whole.request.student_id):
        return False
    changed = {event.checkout_id for event in _last_change(whole)}
    return bool(changed) and changed <= {line.id for line in whole.waiting}


def _take(actor: Actor, id: int, version: int | None = None) -> Whole:
    """The request as it is now, with its borrower's lock, then stock's, its own and its lines'."""
    student_id = requests.find(actor, id).request.student_id
    access.check_may_change(actor, student_id)
    people.lock(student_id)
    return requests.take(actor, id, True, version)


def _last_change(whole: Whole) -> list[CheckoutEvent]:
    """What its borrower changed last; who had it before them may have changed it too."""
    changes = events.standing_together((line.id for line in whole.lines), "changed")
    return [event for event in changes if event.by == whole.request.student_id]


def _give_up(actor: Actor, whole: Whole, ids: Sequence[int]) -> None:
    for line in requests.lines_of(whole, ids):
        with requests.naming(line):
            checkouts.check_state(line, "pending")
            giving_up.give_up(actor, line.id)


def _as_wanted(whole: Whole, wanted: Change) -> dict[Checkout, Asked]:
    """What each line that changes is to ask for; NotFound for lines of another request, Conflict for answered ones."""
    for line in requests.lines_of(whole, wanted.lines):
        with requests.naming(line):
            checkouts.check_state(line, "pending")
    changes = _with_whole_sets(whole, wanted.lines)
    asked = {
        line: _merged(line, changes.get(line.id, LineChange()), wanted.purpose)
        for line in whole.waiting
    }
    return {
        line: each for line, each in asked.items() if each != asking_anew.asked_by(line)
    }


def _with_whole_sets(
    whole: Whole, changes: Mapping[int, LineChange]
) -> dict[int, LineChange]:
    """The changes, with those of a set's part for each of its parts, which are lent for the same days."""
    every = dict(changes)
    for asked, parts in whole.together:
        named = [part for part in parts if part.id in changes]
        if asked and named:
            for part in named:
                _check_part(part, changes[part.id], parts)
            days, *others = {_days(part, changes[part.id]) for part in named}
            if others:
                words = _("All of a set is lent for the same days: change them alike")
                raise Invalid(fields={f"{named[0].id}.checkout_date": words})
            every |= {part.id: LineChange(None, *days) for part in parts}
    return every


def _check_part(part: Checkout, change: LineChange, parts: Sequence[Checkout]) -> None:
    """Refused, at the part, for another number of it alone, or for other days once a part of its set is answered."""
    with requests.naming(part):
        if change.quantity not in (None, part.quantity):
            words = _("It is part of a set: change the days of the whole set, or cancel it")
            raise Invalid(fields={"quantity": words})
        has_new_days = _days(part, change) != _days(part, LineChange())
        is_answered = any(each.status not in ("pending", "cancelled") for each in parts)
        if has_new_days and is_answered:
            words = _("Part of its set is already answered, so its days stay as they are")
            raise Conflict(words, facts={"status": part.status})


def _days(line: Checkout, change: LineChange) -> tuple[date, date]:
    return change.checkout_date or line.starts_on, change.due_date or line.due_on


def _merged(line: Checkout, change: LineChange, purpose: str | None) -> Asked:
    notes = line.notes if purpose is None else purpose
    return Asked(change.quantity or line.quantity, *_days(line, change), notes)


def _ask_as_before(
    actor: Actor, whole: Whole, changed: Mapping[int, CheckoutEvent]
) -> None:
    """Undo a change of each of these lines, by their ids."""
    lines = requests.lines_of(whole, changed)
    now = {line: events.state(line) for line in lines}
    asked = {line: _as_before(line, changed[line.id]) for line in lines}
    asking_anew.ask_anew(actor, asked, is_only_one=False, may_choose=False)
    for line, state in now.items():
        events.record(actor, line, "undo", state, undoes=changed[line.id].id)


def _as_before(line: Checkout, event: CheckoutEvent) -> Asked:
    """What a line asked for before a change; where its first day was changed and is over by now, from today on."""
    starts = event.asked_from
    if event.new_starts_on:
        starts = max(starts, calendar.today())
    return Asked(event.before["quantity"], starts, event.asked_until, event.before["notes"])


def _purpose_before(last: Iterable[CheckoutEvent]) -> str | None:
    """The note of the request before a change, where that was changed."""
    return next((each.before["notes"] for each in last if each.has_new_note), None)


def _settle(whole: Whole, purpose: str | None) -> None:
    """Let the request begin and end with its lines again; its version says that it was changed."""
    request = whole.request
    open_lines = [line for line in whole.lines if line.status != "cancelled"]
    lines = open_lines or whole.lines
    request.starts_on = min(line.starts_on for line in lines)
    request.due_on = max(line.due_on for line in lines)
    if purpose is not None:
        request.purpose = purpose
    flag_modified(request, "purpose")
    db.session.flush()
