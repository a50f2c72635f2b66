"""Codes: what a scanner or a person reads off a thing, and the short one that is printed on it."""

import re
from contextlib import suppress

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import NotFound

from .. import access
from ..items import items
from ..models import Item, Unit
from . import units
from .units import Kept

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
CHECKS = DIGITS + "*~$=U"
LOOKALIKES = str.maketrans("ILO", "110")
PRINTED = re.compile(r"(?:.*/)?t/([0-9A-Za-z*~$=]{2,9})/?$")


def printed(id: int) -> str:
    """What stands in a unit's QR code, at /t/<code>: its id in Crockford's base 32 and a check symbol (modulo 37)."""
    digits, rest = "", id
    while rest:
        rest, digit = divmod(rest, 32)
        digits = DIGITS[digit] + digits
    return digits + CHECKS[id % 37]


def read(code: str) -> int:
    """The unit's id in a printed code, in any case. NotFound if a symbol was misread."""
    said = code.upper()
    digits, check = said[:-1].translate(LOOKALIKES), said[-1:].translate(LOOKALIKES)
    if not digits or set(digits) - set(DIGITS) or len(digits) > 7:
        raise NotFound("No unit has this code")
    id = 0
    for digit in digits:
        id = id * 32 + DIGITS.index(digit)
    if CHECKS[id % 37] != check or not 0 < id < 2**31:
        raise NotFound("No unit has this code")
    return id


def find(actor: Actor, code: str) -> Kept | Item | None:
    """What a scanned or typed code stands for: a unit by QR address, tag, serial or batch; else an item by SKU.

    For staff; however it is written. None if nobody knows it.
    """
    if printed_one := PRINTED.fullmatch(code.strip()):
        return units.find(actor, read(printed_one[1]))
    if found := units.search(actor, code=code, limit=1):
        return found[0]
    with suppress(NotFound):
        return items.by_sku(actor, code)
    return None


def lead(actor: Actor, code: str) -> tuple[int | None, int]:
    """Where a printed code leads: for staff the unit's id and its item's, for others only the item's.

    NotFound if it was misread, or stands for what the actor may not see.
    """
    id = read(code)
    unit = db.session.get(Unit, id)
    if unit is None:
        raise NotFound("No unit has this code")
    items.find(actor, unit.item_id)
    return (id if access.may_receive(actor) else None), unit.item_id
