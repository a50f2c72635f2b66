"""Recognising: what is no thing of the school may be a person; of all else it is said what would be near."""

from collections.abc import Collection, Iterator, Sequence

from webapp.core.actor import Actor
from webapp.core.words import _
from webapp.people import called, card_codes, suggesting
from webapp.people.card_codes import Holder
from webapp.people.people import Named
from webapp.stock.units import nearly, scans

from .codes import UNKNOWN, Line

MOST_NAMES = 3  # names that people are suggested for


def find_people(actor: Actor, lines: Sequence[Line], person: Named | None) -> Named | None:
    """Whose pile it is; what else nobody knows is answered with the codes that are nearest.

    Names come before cards: somebody may be called by now what was written on another one's card before.
    """
    unknown = _unknown(lines)
    names = {line.name for line in unknown if line.code.scan.is_name}
    so_called = called.exactly(actor, names) if names else {}
    for line in unknown:
        person = _say_named(line, so_called.get(line.name, []), person)
    person = _read_cards(actor, _unknown(lines), person)
    unknown = _unknown(lines)
    _suggest_people(actor, [line for line in unknown if line.kind == UNKNOWN], person)
    _say_unknown([line for line in unknown if line.kind == UNKNOWN])
    return person


def _unknown(lines: Collection[Line]) -> list[Line]:
    return [line for line in lines if not line.item and line.kind == UNKNOWN]


def _read_cards(
    actor: Actor, unknown: Sequence[Line], person: Named | None
) -> Named | None:
    """Whose pile it is by the cards among these; one query, however many there are."""
    readings = [reading for line in unknown for reading in line.code.scan.readings]
    known = card_codes.holders(actor, readings)
    for line in unknown:
        holder = next(filter(None, map(known.get, line.code.scan.readings)), None)
        if holder and (why := _why_not(holder)):
            line.say("old_card", "alert", _("Not a valid card."), why)
        elif holder:
            named = Named(holder.id, holder.name, holder.email)
            person = _say_person(line, named, person)
    return person


def _why_not(holder: Holder) -> str:
    """Why a card opens nobody, if it does not."""
    if not holder.is_valid:
        return card_codes.not_valid(holder)
    if not holder.is_active:
        return _not_any_more(holder.name)
    return ""


def _not_any_more(name: str) -> str:
    return _("%(name)s may not come in any more", name=name)


def _say_named(line: Line, named: Sequence[Named], person: Named | None) -> Named | None:
    """Whose pile it is by now; where several are called so, somebody has to choose."""
    if len(named) == 1:
        return _say_person(line, named[0], person)
    if named:
        words = _("Several people are called so: choose one, or type the e-mail")
        _say_who(line, named, words)
    return person


def _suggest_people(actor: Actor, unknown: Sequence[Line], person: Named | None) -> None:
    """Where somebody typed a part of a name: who it could be, for the last few of those.

    Once it is known whose pile it is, a part of their name has been answered.
    """
    typed = [line for line in unknown if line.code.scan.is_name][-MOST_NAMES:]
    suggested = suggesting.suggested(actor, [line.name for line in typed]) if typed else {}
    for line in typed:
        named = suggested[line.name]
        if person in named:
            line.say("named", "mute", line.name)
        elif named:
            _say_who(line, named, _("Nobody is called exactly so: choose one"))
        elif gone := called.disabled(actor, line.name, 1):
            line.say("gone", "alert", _("Not any more."), _not_any_more(gone[0].name))


def _say_who(line: Line, named: Sequence[Named], words: str) -> None:
    line.people = named[: suggesting.SUGGESTED]
    line.instead = [each.email for each in line.people]
    line.say("people", "alert", _("Who?"), words)


def _say_person(line: Line, named: Named, person: Named | None) -> Named:
    if person and person.id != named.id:
        words = _("This pile is for %(name)s; start another one", name=person.name)
        line.say("person", "alert", _("Somebody else."), words)
        return person
    line.say("named", "mute", named.name)
    return named


def _say_unknown(lines: Sequence[Line]) -> None:
    near = dict(_nearest([line.code.scan.code for line in lines]))
    for line in lines:
        code = line.code.scan
        if code.is_label:
            line.say("unknown_label", "alert", _("Nobody's label."), _(scans.UNKNOWN_LABEL))
        elif "/door/" in code.code:
            words = _("It is on the door of a room; rooms are booked, not handed out")
            line.say("room", "alert", _("A room."), words)
        else:
            line.instead = near.get(code.code, [])
            line.say("nothing", "alert", _("Nothing has this code."), _near_words(line))


def _near_words(line: Line) -> str:
    if not line.instead:
        return _("Scan it again, or type the tag")
    return _("Nearest: %(tags)s", tags=", ".join(line.instead))


def _nearest(codes: Collection[str]) -> Iterator[tuple[str, list[str]]]:
    yield from nearly.nearest(codes).items() if codes else ()
