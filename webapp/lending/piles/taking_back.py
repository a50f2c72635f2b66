"""Taking back: a pile of things comes back, each to the loan it is out on, whoever brings it."""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from webapp.core.actor import Actor
from webapp.core.errors import NotAllowed, Refusal
from webapp.core.words import _, lazy
from webapp.people.people import Named
from webapp.school import calendar
from webapp.stock.operations import losses

from .. import access
from ..availability import looked_after
from ..desk import endings
from ..faults import faults
from ..models import Checkout, CheckoutUnit
from ..waits import put_by
from . import coming, loans, of_sets, places, reading
from .codes import Code, Line, Tone
from .coming import Ending
from .holding import Involved

SAID = {  # of an ending: how it is called here, and what is said
    "return": ("back", lazy("Back"), lazy("from %(name)s, %(late)s")),
    "return damaged": (
        "damaged",
        lazy("Damaged,"),
        lazy("from %(name)s: goes to repair, not to the shelf"),
    ),
    "lost": ("lost", lazy("Lost"), lazy("on loan to %(name)s, who gets an e-mail")),
    "used up": ("used_up", lazy("Used up"), lazy("by %(name)s")),
}


@dataclass
class TakeBack:
    """What would happen to each code, and which loans end or go on with less; `also` is what their people keep."""

    person: Named | None
    lines: list[Line]
    endings: list[Ending]
    also: list[Checkout]

    @property
    def is_all_counted(self) -> bool:
        """Whether all that would end is counted pieces, of which like ones may lie on the shelf."""
        return all(line.is_counted for each in self.endings for line in each.lines)

    @property
    def involved(self) -> Involved:
        theirs = [each.loan for each in self.endings]
        return Involved.of(theirs, self.person and self.person.id)


def look(
    actor: Actor,
    codes_read: Sequence[Code],
    person: Named | None,
    returned_on: date | None = None,
) -> TakeBack:
    """What is answered to each code; nothing is done. For staff."""
    if not access.may_take_back(actor):
        raise NotAllowed(_("Only staff can take things back"))
    read = reading.read(actor, codes_read, person=person)
    person = read.person
    read.add_accessories()
    theirs = loans.concerned(actor, read.things, person)
    out = [loan for loan in theirs if loan.status == "out"]
    ended = coming.endings_of(read, out, person, returned_on)
    kept = _possible(ended)
    _say_endings(actor, kept, person)
    _add_faults(kept)
    return TakeBack(person, read.lines, kept, _still_out(actor, kept, person))


def _add_faults(kept: Sequence[Ending]) -> None:
    """To each thing what is said to be broken of it, so that nobody puts it on the shelf unseen."""
    known = faults.of_pieces({each.loan.id for each in kept}) if kept else {}
    for each in kept:
        for line in each.lines:
            line.fault = known.get((each.loan.id, line.unit.id if line.unit else None))


def _possible(ended: Sequence[Ending]) -> list[Ending]:
    """Those that nothing is against; no two of them end the same pieces."""
    kept: list[Ending] = []
    used = Counter[CheckoutUnit]()
    for each in ended:
        if _check(each, used):
            kept.append(each)
            used.update(dict(each.parts))
    return kept


def _check(ending: Ending, used: Counter[CheckoutUnit]) -> bool:
    """Whether nothing is against it; else its lines say what is."""
    named = [line.unit.id for line in ending.lines if line.unit]
    part = endings.among(
        ending.part, names=named, quantity=sum(line.quantity for line in ending.lines)
    )
    try:
        ending.part, ending.parts = part, endings.check(ending.loan, part, used)
    except Refusal as no:
        tags = [unit["tag"] for unit in no.facts.get("units", ())]
        for line in ending.lines:
            line.instead = tags[:3]
            line.say("refused", "alert", _("That cannot be."), coming.words_of(no))
        return False
    return True


def _say_endings(actor: Actor, kept: Sequence[Ending], person: Named | None) -> None:
    """From whom each comes, late or not, what is still out, and who is next."""
    pieces = _pieces(kept)
    for each in kept:
        loan = each.loan
        left = loan.out - pieces[loan.id]
        for line in each.lines:
            _say_ending(line, each, person)
            if left:
                words = _("%(left)s of %(all)s still out", left=left, all=loan.quantity)
                line.words += f". {words}"
    _say_losses(actor, kept)
    _say_next(actor, kept)


def _say_losses(actor: Actor, kept: Sequence[Ending]) -> None:
    """Where a second person must agree to what is gone, too."""
    gone = [each for each in kept if each.part.ending.is_gone]
    if not gone:
        return
    why = losses.foreseen(actor, [each.entries for each in gone])
    for each, because in zip(gone, why, strict=True):
        if because:
            for line in each.lines:
                line.words += ". " + _("A second person is asked to agree")


def _say_next(actor: Actor, kept: Sequence[Ending]) -> None:
    """Who is next: whose promise of one has nothing set aside yet, else who waits for what may be lent again."""
    next_names = _next_names(actor, kept)
    usable = [each for each in kept if each.part.ending.kind == "return"]
    ready = [each for each in usable if not _say_looked_after(each)]
    waiting = put_by.foreseen({each.loan.item_id for each in ready} - {*next_names})
    for each in kept:
        name = "" if each.part.ending.is_gone else next_names.get(each.loan.item_id, "")
        if name:
            for line in each.lines:
                line.words += ". " + _("Next: %(name)s", name=name)
    for each in ready:
        if names := waiting.get(each.loan.item_id):
            _say_put_by(each.lines, names)


def _say_looked_after(each: Ending) -> bool:
    """Until when it is looked after before anybody is offered it; whether it is."""
    item, today = each.lines[0].item, calendar.today()
    if item is None or not item.service_days:
        return False
    until = looked_after.last_day(each.part.returned_on or today, item.service_days)
    if until < today:
        return False
    day = calendar.in_words(until)
    for line in each.lines:
        line.words += ". " + _("To be looked after until %(day)s", day=day)
    return True


def _say_put_by(lines: Sequence[Line], names: deque[str]) -> None:
    """For whom of these, who are taken off, as many as each line has pieces."""
    for line in lines:
        while names and len(line.awaited_by) < line.quantity:
            line.awaited_by.append(names.popleft())
        if line.awaited_by:
            line.words += ". " + put_by.in_words(line.awaited_by)


def _next_names(actor: Actor, kept: Sequence[Ending]) -> dict[int, str]:
    """For each item that comes back, whose promise of one has nothing set aside yet and is the first."""
    items = {each.loan.item_id for each in kept}
    waiting = loans.promised(actor, items) if items else []
    return {
        loan.item_id: loan.student_name
        for loan in reversed(waiting)
        if not loan.is_all_aside
    }


def _pieces(kept: Sequence[Ending]) -> Counter[int]:
    """How many pieces of each loan end."""
    pieces = Counter[int]()
    for each in kept:
        pieces[each.loan.id] += each.count
    return pieces


def _say_ending(line: Line, ending: Ending, person: Named | None) -> None:
    """Where somebody brings what another has, it is told, and that loan ends too."""
    loan, kind = ending.loan, ending.part.ending.kind
    told = {"name": loan.student_name, "late": places.late_words(loan)}
    if kind == "return" and person and not loans.come_for(loan, person):
        words = _("out to %(name)s, %(late)s. That loan ends now", **told)
        line.say("back", "wait", _("Somebody else's:"), words)
        return
    tone: Tone = "ok" if kind == "return" else "wait"
    said, headline, words = SAID[kind]
    line.say(said, tone, _(headline), _(words, **told))


def _still_out(
    actor: Actor, kept: Sequence[Ending], person: Named | None
) -> list[Checkout]:
    """What these people keep: of the loans that end here nothing. What of it is of a set that comes is said there."""
    people = {each.loan.student_id for each in kept} | ({person.id} if person else set())
    pieces = _pieces(kept)
    theirs = loans.of_people(actor, people) if people else []
    left = [loan for loan in theirs if pieces[loan.id] < loan.out]
    lines = [line for each in kept for line in each.lines]
    of_sets.say_rest(lines, left, is_back=True)
    return left
