"""Handing over: a pile of things goes out to one person, what they asked for and what they did not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from webapp.core.actor import Actor
from webapp.core.errors import NotAllowed
from webapp.core.words import _
from webapp.people.people import Named
from webapp.school import calendar, desk_hours

from .. import access
from ..days import due_days
from ..loans import checkouts
from ..models import Checkout
from ..units.in_stock import ReadAtOnce
from ..waits import needed
from . import leaving, loans, of_sets, places, planning, reading, unanswered
from .codes import Code, Line, Read
from .holding import Involved
from .leaving import Leaving


@dataclass
class HandOver:
    """What would happen to each code, and which loans leave; of `also` the person has more already."""

    person: Named | None
    lines: list[Line]
    leaving: list[Leaving]
    also: list[Checkout]
    perhaps: list[Checkout]  # whose these things may be, if nobody is named

    @property
    def involved(self) -> Involved:
        known = [each.loan for each in self.leaving if not each.is_new]
        return Involved.of(known, self.person and self.person.id)


def look(
    actor: Actor,
    codes_read: Sequence[Code],
    *,
    person: Named | None,
    due_date: date | None = None,
) -> HandOver:
    """What is answered to each code; nothing is done. For staff."""
    if not access.may_hand_out(actor):
        raise NotAllowed(_("Only staff can lend"))
    read = reading.read(actor, codes_read, person=person)
    theirs = loans.concerned(actor, read.things, read.person)
    for line in read.things:
        _check_here(line, theirs, read.person)
    read.add_accessories()
    if read.person is None:
        return _for_nobody_yet(actor, read)
    return _for_somebody(actor, read, theirs, read.person, due_date)


def _for_somebody(
    actor: Actor,
    read: Read,
    theirs: Sequence[Checkout],
    person: Named,
    due_date: date | None,
) -> HandOver:
    stock, promised = _stock_of(read.things), _of_person(theirs, person)
    due = due_days.settle(calendar.today(), due_date) if due_date else None
    sorted_out = leaving.sorted_out(read, promised, stock, person, due)
    also = [loan for loan in theirs if _is_out_to(loan, person)]
    planned = _planned(actor, sorted_out, stock, person)
    unanswered.say(actor, planned, person)
    _say_rest(read, planned, promised)
    return HandOver(person, read.lines, planned, also, [])


def _say_rest(read: Read, planned: Sequence[Leaving], promised: Sequence[Checkout]) -> None:
    """What else belongs to the sets of which something leaves."""
    leaving_ids = {each.loan.id for each in planned}
    others = [loan for loan in promised if loan.id not in leaving_ids]
    of_sets.say_rest(read.lines, others, is_back=False)


def _for_nobody_yet(actor: Actor, read: Read) -> HandOver:
    stock = _stock_of(read.things)
    perhaps = loans.promised(actor, list(stock.items))
    _say_free(read.things, perhaps, stock)
    return HandOver(None, read.lines, [], [], perhaps)


def _planned(
    actor: Actor, sorted_out: Iterable[Leaving], stock: ReadAtOnce, person: Named
) -> list[Leaving]:
    """Those that no rule is against, one after the other: what one takes, the next no longer finds."""
    kept: list[Leaving] = []
    for each in sorted_out:
        if planning.plan(actor, each, stock, kept):
            kept.append(each)
    _say_awaited(kept)
    _say_swapped(kept)
    _say_for_others(kept, person)
    return kept


def _say_awaited(planned: Sequence[Leaving]) -> None:
    """Who waits for what would be given away; it goes all the same."""
    names = needed.names_of_each([each.loan for each in planned])
    for each, those in zip(planned, names, strict=True):
        for line in each.lines if those else ():
            line.awaited_by = those
            words = f"{line.words}. {needed.in_words(those)}"
            line.say(line.kind, "wait", line.headline, words)


def _say_swapped(planned: Sequence[Leaving]) -> None:
    """What its borrower brings back for it."""
    for each in planned:
        old = each.loan.to_come_back
        if old is None:
            continue
        back = _("%(item)s comes back for it.", item=old.item_name)
        for line in each.lines:
            words = f"{line.words}. {back}"
            line.say(line.kind, "wait", line.headline, words)


def _say_for_others(planned: Sequence[Leaving], person: Named) -> None:
    """Who answers for what somebody fetches in their stead."""
    for each in planned:
        if each.loan.student_id == person.id:
            continue
        answers = _("%(name)s answers for it", name=each.loan.student_name)
        for line in each.lines:
            line.say(line.kind, line.tone, line.headline, f"{line.words}. {answers}")


def _stock_of(here: Sequence[Line]) -> ReadAtOnce:
    """What the rules ask about these things."""
    units = {line.unit.id: line.unit for line in here if line.unit}
    items = {line.item.id: line.item for line in here if line.item}
    return ReadAtOnce(items, units)


def _check_here(line: Line, theirs: Sequence[Checkout], person: Named | None) -> None:
    """Say what keeps a thing from leaving the shelf, if anything does."""
    unit = line.unit
    if unit is None:
        return
    is_there = bool(unit.available or unit.reserved)
    out = next((loan for loan in theirs if _holds(loan, unit.id)), None)
    if out and not (is_there and unit.batch_code):
        line.loan = out
        _say_out(line, out, person)
    elif not is_there:
        places.say_where(line)


def _say_out(line: Line, out: Checkout, person: Named | None) -> None:
    if person and loans.come_for(out, person):
        day = desk_hours.with_day_in_words(out.due_on, out.due_at)
        words = _("Until %(day)s; nothing to do", day=day)
        line.say("theirs", "mute", _("Already with %(name)s.", name=person.name), words)
        return
    words = _("%(late)s. Is it back?", late=places.late_words(out))
    line.say("out", "alert", _("Still out to %(name)s,", name=out.student_name), words)


def _holds(loan: Checkout, unit_id: int) -> bool:
    return loan.status == "out" and unit_id in loan.unit_ids


def _is_out_to(loan: Checkout, person: Named) -> bool:
    return loan.status == "out" and loan.student_id == person.id


def _of_person(theirs: Sequence[Checkout], person: Named) -> list[Checkout]:
    """What they may pick up: their own before what they fetch for others, and what they may have by now comes first."""
    promised = [
        loan
        for loan in theirs
        if loan.status == "approved" and loans.come_for(loan, person)
    ]
    promised.sort(key=lambda loan: loan.student_id != person.id)
    return sorted(promised, key=checkouts.begins_later)


def _say_free(here: Sequence[Line], perhaps: Sequence[Checkout], stock: ReadAtOnce) -> None:
    """Nobody is named yet: whether a thing is free, or for whom it lies ready."""
    for line in here:
        if leaving.say_blocked(line, stock):
            continue
        aside = [each.name for each in stock.aside(line.unit.id)] if line.unit else []
        names = [loan.student_name for loan in perhaps if loan.item_id == line.item_id]
        if aside or names:
            _say_whose(line, (aside or names)[0], perhaps)
        else:
            line.say("free", "mute", _("Free"))


def _say_whose(line: Line, name: str, perhaps: Sequence[Checkout]) -> None:
    """To whom it is promised, or by now only offered."""
    offered = [
        loan.is_offer
        for loan in perhaps
        if (loan.item_id, loan.student_name) == (line.item_id, name)
    ]
    if offered and all(offered):
        words = _("to %(name)s, who has not said yes yet.", name=name)
        line.say("promised", "mute", _("Offered"), words)
    else:
        line.say("promised", "mute", _("Promised"), _to_whom(line, name, perhaps))


def _to_whom(line: Line, name: str, perhaps: Sequence[Checkout]) -> str:
    """Who it is promised to, and who fetches it where somebody else does."""
    contacts = [
        loan.fetched_by
        for loan in perhaps
        if (loan.item_id, loan.student_name) == (line.item_id, name)
    ]
    if contacts and contacts[0]:
        said = {"name": name, "contact": contacts[0]}
        return _("to %(name)s, to be fetched by %(contact)s. Theirs?", **said)
    return _("to %(name)s. Theirs?", name=name)
