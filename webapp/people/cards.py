"""Cards: what people are recognised by at the desk; a lost one is replaced, and the old one opens nobody any more."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from webapp.core import clock, rows, text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotAllowed
from webapp.core.words import _

from . import access, card_codes
from .models import Card, User
from .people import find, lock

IsThing = Callable[[Actor, str], bool]  # whether something that is lent is known by a code
_things: list[IsThing] = []


def connect(*things: IsThing) -> None:
    """What else codes may stand for: no card gets such a one."""
    _things[:] = things


def of_person(actor: Actor, person: int) -> Card | None:
    """The card they have now. None if they have none, or the actor may not see it."""
    query = _visible(actor).where(Card.user_id == person, Card.ended_at.is_(None))
    return db.session.scalars(query).one_or_none()


def last_of(actor: Actor, person: int) -> list[Card]:
    """The card they have, else the last one that they had; nothing for who does not give cards."""
    if not access.may_issue_cards(actor):
        return []
    query = _visible(actor).where(Card.user_id == person)
    return rows.listed(query.order_by(Card.ended_at.desc().nulls_first()).limit(1))


def of_people(actor: Actor, ids: Sequence[int]) -> list[tuple[User, Card | None]]:
    """These people who may still come in, by name, each with their card. NotAllowed but for the office."""
    check_may_issue(actor)
    people = access.visible_people(actor).where(User.id.in_(ids), User.is_active)
    query = _visible(actor).where(Card.user_id.in_(ids), Card.ended_at.is_(None))
    cards = {card.user_id: card for card in db.session.scalars(query)}
    query_people = people.order_by(User.sort_key, User.id)
    return [(each, cards.get(each.id)) for each in db.session.scalars(query_people)]


def listed(
    actor: Actor, *, person: int | None = None, before: int | None = None, limit: int = 50
) -> list[Card]:
    """Newest first, those that have ended too. NotAllowed but for the office."""
    check_may_issue(actor)
    query = _visible(actor)
    if person:
        query = query.where(Card.user_id == person)
    if before:
        query = query.where(Card.id < before)
    return rows.listed(query.order_by(Card.id.desc()).limit(limit))


def issue(actor: Actor, person: int, *, code: str | None = None) -> Card:
    """Let them be recognised by this code, or a new one if none is said; the card they had is nobody's from now on.

    Invalid at `code` if something or somebody is known by it, Conflict for who may not come in any more.
    """
    holder = _held(actor, person)
    if not holder.is_active:
        words = _("%(name)s may not come in any more", name=holder.name)
        raise Conflict(words, facts={"person": person})
    code = code or card_codes.new()
    if why := _objection(actor, code):
        raise Invalid(fields={"code": why})
    if before := of_person(actor, person):
        _end(actor, before)
    card = Card(user_id=person, code=code, issued_by=actor.id)
    with _unique_code():
        db.session.add(card)
    return card


def end(actor: Actor, id: int) -> Card:
    """It was lost: it opens nobody any more. Conflict if it has ended already."""
    card = find_card(actor, id)
    _held(actor, card.user_id)
    db.session.refresh(card)
    if card.ended_at:
        raise Conflict(_("This card is not valid any more"))
    _end(actor, card)
    return card


def restore(actor: Actor, id: int) -> Card:
    """It was found again, so it is valid again. Conflict if it never ended, if they have another one by now, or if
    something or somebody is known by its code.
    """
    card = find_card(actor, id)
    _held(actor, card.user_id)
    db.session.refresh(card)
    if not card.ended_at:
        raise Conflict(_("This card is valid"))
    if of_person(actor, card.user_id):
        facts = {"person": card.user_id}
        raise Conflict(_("They have another card by now"), facts=facts)
    if why := _objection(actor, card.code):
        raise Conflict(why, facts={"code": card.code, "person": card.user_id})
    card.ended_at = card.ended_by = None
    db.session.flush()
    return card


def find_card(actor: Actor, id: int) -> Card:
    """NotFound for one the actor may not see, NotAllowed for who does not give cards."""
    card = rows.find(_visible(actor).where(Card.id == id), _("Card not found"))
    check_may_issue(actor)
    return card


def check_may_issue(actor: Actor) -> None:
    """NotAllowed but for the office: the desk and admins."""
    if not access.may_issue_cards(actor):
        raise NotAllowed(_("Cards are given by the desk"))


def _visible(actor: Actor) -> Select[Card]:
    """Those of the people whom the actor sees, for the office."""
    people = access.visible_people(actor).with_only_columns(User.id)
    return select(Card).where(Card.user_id.in_(people))


def _held(actor: Actor, person: int) -> User:
    """The person, locked. NotFound or NotAllowed."""
    find(actor, person)
    check_may_issue(actor)
    holder = lock(person)
    assert holder is not None, "found above"
    return holder


def _end(actor: Actor, card: Card) -> None:
    card.ended_at, card.ended_by = clock.now(), actor.id
    db.session.flush()


def _objection(actor: Actor, code: str) -> str:
    """Why nobody can be recognised by this code, or nothing."""
    if not text.code(code) or "/" in code:
        return _("Scan the card, or type what is printed on it")
    if sum(map(str.isalnum, text.code(code))) < card_codes.FEWEST:
        return _(
            "A card's code has at least %(number)s letters or digits",
            number=card_codes.FEWEST,
        )
    if any(is_thing(actor, code) for is_thing in _things):
        return _("Something of the school has this code")
    if card_codes.is_somebody(code):
        return _("Somebody is called so, or has this e-mail")
    return ""


@contextmanager
def _unique_code() -> Iterator[None]:
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError:
        words = _("This code is on a card already, perhaps on one that was lost")
        raise Invalid(fields={"code": words}) from None
