"""People as the box shows them: who they are, what they have, and whether a card of theirs still counts."""

from collections.abc import Collection, Iterator
from typing import TypedDict

from webapp.core.actor import Actor
from webapp.core.words import _, ngettext
from webapp.lending.lists import having
from webapp.lending.lists.having import Having
from webapp.people import card_codes, people
from webapp.people.people import User
from webapp.school.words import named

from .hits import Hit

NOTHING = Having(0, 0, 0)


class State(TypedDict, total=False):
    """What a chip says of somebody."""

    state: str
    state_in_words: str


def of_people(
    actor: Actor, ids: Collection[int], readings: Collection[str] = ()
) -> Iterator[Hit]:
    """Three statements, and one more where a card may be meant."""
    there = people.these(actor, ids)
    teachers = people.names(each.teacher_id for each in there if each.teacher_id)
    loans = having.by_person(actor, ids)
    lost = _lost(actor, readings)
    for person in there:
        teacher = teachers.get(person.teacher_id or 0)
        yield _hit(person, teacher, loans.get(person.id, NOTHING), lost.get(person.id))


def _hit(person: User, teacher: str | None, theirs: Having, lost: str | None) -> Hit:
    is_welcome = person.is_active and not lost
    return Hit(
        "person",
        person.id,
        person.name,
        facts=(lost,) if lost else (_role(person.role, teacher), _has(theirs)),
        act="lend" if is_welcome else "",
        **_state(theirs, is_active=person.is_active),
    )


def _lost(actor: Actor, readings: Collection[str]) -> dict[int, str]:
    """Of people whose card was read and is not valid any more, what is said of it."""
    cards = card_codes.holders(actor, readings).values()
    return {card.id: card_codes.not_valid(card) for card in cards if not card.is_valid}


def _role(role: str, teacher: str | None) -> str:
    return _("Student of %(name)s", name=teacher) if teacher else named(role)


def _has(theirs: Having) -> str:
    if not theirs.out:
        return _("has nothing")
    return ngettext("has %(num)s loan", "has %(num)s loans", theirs.out)


def _state(theirs: Having, *, is_active: bool) -> State:
    if not is_active:
        return {"state": "closed", "state_in_words": _("Disabled")}
    if theirs.late:
        late = _("%(number)s late", number=theirs.late)
        return {"state": "overdue", "state_in_words": late}
    return {}
