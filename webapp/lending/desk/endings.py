"""Endings: how pieces of a loan that are out stop being out, and on which day they did."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple, TypedDict

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.errors import Conflict, Invalid, Offer
from webapp.core.rows import assign
from webapp.core.words import _, lazy, ngettext
from webapp.school import calendar
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Entry
from webapp.stock.movements import returns
from webapp.stock.movements.returns import Returned
from webapp.stock.operations import entries, losses, pending
from webapp.stock.operations.undo import Operation
from webapp.stock.units import units, untagged

from ..loans import pieces
from ..loans.pieces import NONE, Used
from ..models import Checkout
from ..models.checkouts import Columns
from ..notices import notices
from ..units import choosing
from ..units.naming import Reference
from . import coming_back
from .coming_back import Parts


class Ending(NamedTuple):
    """How the ledger calls it, the movement it is, and the state the pieces are in then."""

    kind: str
    movement: str
    state: str

    @property
    def is_gone(self) -> bool:
        """Whether the pieces are no longer the school's."""
        return self.state == "outside"


ENDINGS = {
    "returned": Ending("return", "RENTAL_RETURN", "available"),
    "damaged": Ending("return damaged", "RENTAL_RETURN_DAMAGED", "damaged"),
    "lost": Ending("lost", "DAMAGE_LOSS", "outside"),
    "used_up": Ending("used up", "EXPIRY_LOSS", "outside"),
}


class Told(TypedDict, total=False):
    """What is told of pieces that are out no more.

    `units`, or one `unit`, says which it is about; `quantity` counts them with the pieces that have no tag.
    `returned_on` is the day on which they came, if not today. `accessories` are those of the units that came back,
    if somebody looked; their others are missing. What came back and is `not_settled` stands on the desk's list.
    """

    outcome: str | None  # a key of ENDINGS
    notes: str
    condition: str | None
    quantity: int | None
    unit: Reference | None
    units: Sequence[Reference] | None
    returned_on: date | None
    accessories: Collection[int] | None
    not_settled: bool


@dataclass(frozen=True)
class Part:
    """The same, understood: which ending is meant, and the condition a thing is in then."""

    ending: Ending
    notes: str
    condition: str | None
    quantity: int | None
    names: list[Reference]
    returned_on: date | None
    accessories: Collection[int] | None
    not_settled: bool


def kind_of(outcome: str, condition: str) -> str:
    """As the ledger calls what was told: who says "damaged" of the condition means that."""
    is_damaged = outcome == "returned" and condition == "damaged"
    return ENDINGS["damaged" if is_damaged else outcome].kind


def read(told: Told) -> Part:
    """Which ending is meant: who says "damaged" of the condition means that. Invalid where the two differ."""
    outcome, condition = told.get("outcome") or "returned", told.get("condition")
    if condition == "damaged" and outcome == "returned":
        outcome = "damaged"
    _check_makes_sense(outcome, condition, told.get("returned_on"))
    _check_settling(outcome, told)
    return Part(
        ending=ENDINGS[outcome],
        notes=told.get("notes", ""),
        condition="damaged" if outcome == "damaged" else condition,
        quantity=told.get("quantity"),
        names=choosing.references(told.get("unit"), told.get("units")),
        returned_on=told.get("returned_on"),
        accessories=told.get("accessories"),
        not_settled=told.get("not_settled", False),
    )


def _check_settling(outcome: str, told: Told) -> None:
    """Invalid for what is gone, and where nobody says what is to be settled."""
    if not told.get("not_settled"):
        return
    if ENDINGS[outcome].is_gone:
        words = _("Only what came back can be settled later")
        raise Invalid(fields={"not_settled": words})
    if not told.get("notes"):
        words = _("Say what is missing, or what is to be looked into")
        raise Invalid(fields={"notes": words})


def _check_makes_sense(outcome: str, condition: str | None, day: date | None) -> None:
    is_gone = ENDINGS[outcome].is_gone
    if is_gone and condition:
        raise Invalid(fields={"condition": _("Only what came back has a condition")})
    if outcome == "damaged" and condition not in (None, "damaged"):
        words = _("What came back damaged is noted as damaged: leave the condition out")
        raise Invalid(fields={"condition": words})
    if is_gone and day:
        raise Invalid(fields={"returned_on": _("Only what came back has a day of return")})


def check(checkout: Checkout, part: Part, used: Used = NONE) -> Parts:
    """What ends so, beside what is `used` already. Invalid or Conflict if it cannot."""
    _check_day(checkout, part.returned_on)
    is_gone = part.ending.is_gone
    label = lazy("Record %(number)s") if is_gone else lazy("Check in %(number)s")
    parts = coming_back.parts(checkout, part.names, part.quantity, label, used)
    if is_gone:
        _check_gone(checkout, part.ending, parts)
    return parts


def record(actor: Actor, checkout: Checkout, part: Part, parts: Parts) -> Operation:
    """Write it into the ledger; what is gone and worth much also waits for a second person."""
    kind, lines, about = entry(checkout, part, parts)
    operation = pieces.move(actor, checkout, kind, lines, **about)
    if part.ending.is_gone:
        losses.let_wait(actor, [operation.id])
    return operation


def entry(checkout: Checkout, part: Part, parts: Parts) -> Entry:
    """How the ledger writes it, with its day where that is not today."""
    ending, day = part.ending, part.returned_on
    lines = pieces.lines(checkout, ending.movement, "on_rent", ending.state, parts)
    about = ledger.About(note=part.notes, checkout_id=checkout.id)
    if day != calendar.today():
        about["happened_on"] = day
    return Entry(ending.kind, lines, about)


def among(part: Part, *, names: Sequence[Reference], quantity: int) -> Part:
    """The same ending of these units, and for the rest of the quantity of pieces without a tag."""
    return replace(part, names=list(names), quantity=quantity)


def _check_day(checkout: Checkout, day: date | None) -> None:
    """Invalid for a day before the loan went out, or in the future."""
    if day is None or checkout.out_at is None:
        return
    first = calendar.local(checkout.out_at).date()
    if day < first:
        words = _(
            "It went out on %(day)s; choose that day or later", day=calendar.in_words(first)
        )
        raise Invalid(fields={"returned_on": words})
    if day > calendar.today():
        words = _("That day is in the future; the latest is today")
        raise Invalid(fields={"returned_on": words})


def _check_gone(checkout: Checkout, ending: Ending, parts: Parts) -> None:
    """Conflict for a tagged unit that would be used up, or where nobody said which tagged piece is lost."""
    for row, count in parts:
        if row.unit_id is None:
            _check_loose(checkout, row.location_id, count)
        elif ending.kind == "used up":
            _check_can_be_used_up(row.unit_id)


def _check_can_be_used_up(unit_id: int) -> None:
    unit = units.these([unit_id])[unit_id]
    if unit.batch_code is None:
        raise Conflict(
            _(
                "%(tag)s is a single thing with a tag, so it cannot be used up",
                tag=unit.tag,
            ),
            facts={"unit": unit.id},
            offers=[
                Offer(_("Record as lost"), {"outcome": "lost"}),
                Offer(_("Check in as damaged"), {"outcome": "damaged"}),
            ],
        )


def _check_loose(checkout: Checkout, location_id: int, count: int) -> None:
    """What left without its tag cannot be lost without it: the unit would still be on its shelf in the books."""
    loose = untagged.count(checkout.item_id, location_id, "on_hand")
    if count > loose:
        words = ngettext(
            "Only %(num)s of these has no tag. Check the loan in, then adjust the one that is missing by its tag",
            "Only %(num)s of these have no tag. Check the loan in, then adjust those that are missing by their tags",
            loose,
        )
        raise Conflict(words, facts={"loose": loose, "asked": count})


def close(checkout: Checkout) -> None:
    """Nothing is out any more: it is lost if all of it was, else it is back since its last piece was."""
    assign(checkout, as_closed(checkout, returns.of_checkout(checkout.id)))


def as_closed(checkout: Checkout, ended: Iterable[Returned]) -> Columns:
    """What of a loan changes as nothing of it is out any more; `ended` are its returns."""
    is_lost = checkout.lost == checkout.quantity
    came = [part for part in ended if part.kind != "lost"]
    last_day = None if is_lost else max(part.day for part in came)
    return {
        "stored_status": "lost" if is_lost else "returned",
        "closed_at": clock.now(),
        "returned_on": last_day,
        "returned_at": _back_since([part for part in came if part.day == last_day]),
    }


def _back_since(last: Sequence[Returned]) -> datetime | None:
    """The moment at which the last of these was back; None if one of them was written down on a later day."""
    if not last or any(calendar.local(part.at).date() != part.day for part in last):
        return None
    return max(part.at for part in last)


def would_wait(actor: Actor, checkout: Checkout) -> bool:
    """Whether a second person would have to agree, were all that is out lost. For staff."""
    gone = [
        entries.Entry(checkout.item_id, row.location_id, row.unit_id, row.quantity)
        for row in checkout.in_hands
    ]
    return bool(gone) and losses.foreseen(actor, [gone]) != [None]


def to_agree(actor: Actor, ended: Iterable[Returned]) -> dict[int, int]:
    """What of these waits for a second person: its id among what waits, by that of its operation. For staff."""
    gone = [part.operation_id for part in ended if part.kind in pending.RECORDED]
    waiting = pending.of_operations(actor, gone) if gone else []
    return {each.operation_id: each.id for each in waiting if each.operation_id}


def tell(checkout: Checkout, ending: Ending, operation_id: int, count: int) -> None:
    """The borrower is told of what was lost, each time, and of the rest once all is back."""
    if ending.kind == "lost":
        notices.lost(checkout, operation_id, count)
    elif checkout.status == "returned":
        notices.returned(checkout)
