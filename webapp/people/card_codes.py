"""Codes of cards: what is on them, and whom a scanned one stands for."""

import secrets
from collections.abc import Collection, Iterable
from typing import NamedTuple

import segno
from sqlalchemy import Select, func, literal, select

from webapp.core import rows, text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.words import _, lazy

from . import access
from .models import Card, User

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without those that are read as others
BEGINS = "CARD"
ON_CARD = lazy("This is on somebody's card, perhaps on one that was lost")
FEWEST = 4  # letters and digits: what is shorter, somebody types for something else
RANDOM = 10  # digits: nobody guesses one, and two are never the same


class Holder(NamedTuple):
    """Whose card a code is on, or was."""

    id: int
    name: str
    email: str
    is_valid: bool  # not one that was replaced or reported lost
    is_active: bool  # whether they may still come in


def new() -> str:
    """One for a card that the school prints itself: letters and digits only, as other signs depend on the keyboard."""
    return BEGINS + "".join(secrets.choice(DIGITS) for _digit in range(RANDOM))


def drawn(code: str) -> str:
    """As a QR code, inline SVG."""
    return segno.make(code, error="m", micro=False).svg_inline(omitsize=True, border=2)


def holders(actor: Actor, readings: Iterable[str]) -> dict[str, Holder]:
    """For each of these that is on a card of somebody the actor may see: whose; one query, or none for nothing."""
    keys = {reading: text.code(reading) for reading in readings}
    known = _by_key(actor, set(keys.values()) - {""})
    return {reading: known[key] for reading, key in keys.items() if key in known}


def holder(actor: Actor, readings: Iterable[str]) -> Holder | None:
    """Whose card it is, by the first reading that is on one."""
    return next(iter(holders(actor, readings).values()), None)


def with_codes(actor: Actor, keys: Collection[str]) -> Select[str, int, str | None]:
    """People the actor sees whose card has one of these codes, in their normal form, or had: kind, id and code."""
    visible = access.visible_people(actor).with_only_columns(User.id)
    query = select(literal("person"), Card.user_id, Card.code_key)
    return query.where(Card.code_key.in_(keys), Card.user_id.in_(visible))


def taken(keys: Collection[str]) -> list[str]:
    """Those of these normal forms of codes that are on a card, or were: nothing else gets one."""
    return rows.listed(select(Card.code_key).where(Card.code_key.in_(sorted(set(keys)))))


def all_taken() -> list[str]:
    """The normal forms of all codes that are on a card, or were."""
    return rows.listed(select(Card.code_key))


def is_somebody(code: str) -> bool:
    """Whether somebody is called so or has this e-mail, who may not come in any more too, however it is written."""
    wanted = _as_name(code)
    fits = func.replace(User.folded, " ", "").like(text.like(wanted), escape="\\")
    people = db.session.execute(select(User.name, User.email).where(fits))
    return any(wanted in map(_as_name, person) for person in people)


def _as_name(written: str) -> str:
    """As names are compared, and without spaces, as codes are."""
    return text.folded(written).replace(" ", "")


def not_valid(holder: Holder) -> str:
    """What is said where a card that was lost or replaced is scanned."""
    return _("This card was %(name)s's and is not valid any more", name=holder.name)


def _by_key(actor: Actor, keys: Collection[str]) -> dict[str, Holder]:
    if not keys:
        return {}
    visible = access.visible_people(actor).with_only_columns(User.id)
    query = (
        select(
            Card.code_key,
            User.id,
            User.name,
            User.email,
            Card.ended_at.is_(None),
            User.is_active,
        )
        .join(User, User.id == Card.user_id)
        .where(Card.code_key.in_(sorted(keys)), User.id.in_(visible))
    )
    return {
        key: Holder(id, name, email, is_valid, is_active)
        for key, id, name, email, is_valid, is_active in db.session.execute(query)
    }
