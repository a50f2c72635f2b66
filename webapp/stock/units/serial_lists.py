"""Serial lists: units added from a list of serial numbers, one a line, as people paste them."""

from typing import NamedTuple, Unpack

from webapp.core.actor import Actor
from webapp.core.errors import Invalid
from webapp.core.words import _

from ..models import Unit
from . import tags
from .tags import New, Shared

LONGEST = 80  # characters of a serial number
SHOWN = 3  # lines whose problems are named at once


class Line(NamedTuple):
    number: int
    serial: str


def add(
    actor: Actor,
    *,
    serials: str = "",
    quantity: int | None = None,
    batch_number: str | None = None,
    **shared: Unpack[Shared],
) -> list[Unit]:
    """Units from a list of serial numbers, one a line, or so many without one, or one batch of so many."""
    lines = _lines(serials, quantity)
    units = [New(serial_number=line.serial) for line in lines]
    if batch_number:
        return tags.add(
            actor,
            units=units or [New()],
            batch_number=batch_number,
            quantity=quantity or 1,
            **shared,
        )
    units = units or [New()] * (quantity or 1)
    _check_not_too_many(units)
    try:
        return tags.add(actor, units=units, **shared)
    except Invalid as refusal:
        fields = _by_line(refusal.fields, lines)
        raise Invalid(refusal.message, fields=fields) from None


def _lines(serials: str, quantity: int | None) -> list[Line]:
    lines = [
        Line(number, serial.strip())
        for number, serial in enumerate(serials.split("\n"), 1)
        if serial.strip()
    ]
    for line in lines:
        if len(line.serial) > LONGEST:
            words = _(
                "Line %(number)s: at most %(most)s characters",
                number=line.number,
                most=LONGEST,
            )
            raise Invalid(fields={"serials": words})
    if lines and quantity not in (None, len(lines)):
        words = _(
            "There are %(number)s serial numbers; leave this empty", number=len(lines)
        )
        raise Invalid(fields={"quantity": words})
    return lines


def _check_not_too_many(units: list[New]) -> None:
    if len(units) > tags.MOST:
        field = "serials" if units[0].serial_number else "quantity"
        raise Invalid(fields={field: _("At most %(most)s at once", most=tags.MOST)})


def _by_line(fields: dict[str, str], lines: list[Line]) -> dict[str, str]:
    """Problems of units are shown at the box they were pasted into, the first few of them."""
    others = {}
    of_units = []
    for name, words in fields.items():
        if name.startswith("units."):
            of_units.append((int(name.split(".")[1]), words))
        else:
            others[name] = words
    if of_units and lines:
        problems = [
            _("Line %(number)s: %(words)s", number=lines[i].number, words=words)
            for i, words in of_units[:SHOWN]
        ]
        others["serials"] = "; ".join(problems)
    elif of_units:
        others["first_tag"] = of_units[0][1]
    return others
