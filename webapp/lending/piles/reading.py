"""Reading: the thing that each code of a pile stands for, or the person whose pile it is."""

from collections.abc import Sequence

from webapp.core.actor import Actor
from webapp.core.errors import Conflict
from webapp.core.words import _, ngettext
from webapp.people.people import Named
from webapp.stock.operations import matching
from webapp.stock.operations.matching import Matched
from webapp.stock.units.scans import Match, which_edition
from webapp.stock.units.units import Unit

from . import recognising
from .codes import MOST, MOST_PIECES, Code, Line, Read


def read(actor: Actor, codes: Sequence[Code], *, person: Named | None) -> Read:
    """What each code stands for, in as many statements for a hundred as for ten. For staff."""
    if len(codes) > MOST:
        words = ngettext(
            "At most %(num)s code at once", "At most %(num)s codes at once", MOST
        )
        raise Conflict(words, facts={"codes": len(codes)})
    matched = matching.match_all(actor, [code.scan for code in codes])
    lines: list[Line] = []
    for code, match in zip(codes, matched.matches, strict=True):
        _add(lines, code, match, matched)
    return Read(lines, matched, recognising.find_people(actor, lines, person))


def _add(lines: list[Line], code: Code, match: Match, matched: Matched) -> None:
    """One more line; what is only counted adds up on the line of which the same was said."""
    line = _line(code, match, matched)
    before = [each for each in lines if line.item and _is_same(each, line)]
    if code.wrong:
        line.say("wrong", "alert", _("That cannot be."), code.wrong)
    elif line.is_counted:
        same = next((each for each in before if each.code.said == code.said), None)
        if same:
            _count(same, line)
            return
    elif before:
        _say_twice(line, before[0])
    _say_several(line, match)
    lines.append(line)


def _count(line: Line, again: Line) -> None:
    """Its pieces and those of the same thing read again."""
    line.more += again.pieces
    if line.pieces > MOST_PIECES:
        words = _("At most %(number)s pieces at once", number=MOST_PIECES)
        line.say("wrong", "alert", _("That cannot be."), words)


def _say_twice(line: Line, before: Line) -> None:
    """One thing is one, however often it is scanned; but nobody knows which of two reports of it is true."""
    if line.code.said in (before.code.said, Code("").said):
        line.say("twice", "mute", _("Scanned twice."), _("It counts once"))
        return
    words = _("Not the same is said of it each time: take one of them out")
    for each in (before, line):
        each.say("twice", "alert", _("Scanned twice."), words)


def _line(code: Code, match: Match, matched: Matched) -> Line:
    thing = match.thing
    if isinstance(thing, Unit):
        place = matched.places.get(thing.location_id, "")
        item = matched.items[thing.item_id]
        return Line(code, unit=thing, unit_id=thing.id, item=item, place=place)
    if thing:
        place = matched.places.get(thing.home_location_id, "")
        return Line(code, item=thing, place=place)
    return Line(code)


def _is_same(one: Line, other: Line) -> bool:
    if one.unit or other.unit:
        return one.unit is other.unit
    return one.item is other.item


def _say_several(line: Line, match: Match) -> None:
    """Where units share a number, or items a barcode, which of them could be meant."""
    several, words = match.several, ""
    if several:
        line.instead = [unit.tag for unit in several[:6]]
        words = _("%(number)s things have this number: scan the tag", number=len(several))
    if match.editions:
        line.instead = [item.sku for item in match.editions]
        words = which_edition(match.editions)
    if words:
        line.say("several", "alert", _("Which one?"), words)
