"""Receipts: what a pile's paper says, and the e-mail that brings the same to its borrower."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from webapp.core import letters, outbox
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.people.people import Contact, Named
from webapp.school import settings

from ..models import Checkout, Pile
from ..models.piles import Thing
from .codes import Line

Goods = list[Thing]  # as `piles.goods` keeps them


@dataclass(frozen=True)
class Receipt:
    """What somebody may read of a pile; `person_name` is empty where that is several people, or none of theirs."""

    pile: Pile
    things: Goods
    person_id: int | None
    person_name: str

    @property
    def pieces(self) -> int:
        return sum(each["quantity"] for each in self.things)

    @property
    def worth(self) -> int:
        """What all of it would cost anew, in minor units."""
        return sum(each["value_minor"] for each in self.things)


def read_by(actor: Actor, pile: Pile) -> Receipt:
    """All of it for staff, for others what is theirs."""
    if actor.is_staff:
        return Receipt(pile, pile.things, pile.person_id, pile.person_name)
    theirs = [each for each in pile.things if each["student"] == actor.id]
    if pile.person_id == actor.id:
        return Receipt(pile, theirs, actor.id, pile.person_name)
    return Receipt(pile, theirs, None, "")


def new(actor: Actor, kind: str, number: int, person: Named | None) -> Pile:
    """A pile whose goods are not known yet; its operations need its id."""
    pile = Pile(kind=kind, number=number, by=actor.id, by_name=actor.name, goods=[])
    if person:
        pile.person_id, pile.person_name = person.id, person.name
    db.session.add(pile)
    db.session.flush()
    return pile


def goods_of(
    line: Line,
    loan: Checkout,
    *,
    missing: Collection[int],
    condition: str,
    is_new: bool = False,
) -> Thing:
    """What the receipt says of one line; `missing` are the ids of accessories that are not there."""
    goods = _thing(line) | {
        "checkout": loan.id,
        "student": loan.student_id,
        "student_name": loan.student_name,
        "due_date": loan.due_on.isoformat(),
        "condition": condition,
        "outcome": line.code.outcome or "returned",
        "left": loan.out if line.is_counted else 0,
        "is_new": is_new,
    }
    for name, is_missing in (("with", False), ("without", True)):
        goods[name] = [
            each.name for each in line.accessories if (each.id in missing) is is_missing
        ]
    return goods


def _thing(line: Line) -> Thing:
    item, unit = line.item, line.unit
    assert item is not None  # it stands for something
    return {
        "item": item.id,
        "item_name": item.name,
        "unit": unit.id if unit else None,
        "tag": unit.tag if unit else None,
        "quantity": line.quantity,
        "value_minor": item.value_minor * line.quantity,
    }


def tell(pile: Pile, contacts: Iterable[Contact]) -> None:
    """One e-mail to each whose loans are in it, with what is theirs; it waits a moment, so that undo calls it back."""
    written = []
    for to in contacts:
        theirs = [each for each in pile.things if each["student"] == to.id]
        if theirs:
            told = {
                "pile": pile,
                "goods": theirs,
                "to": to,
                "school": settings.get("name"),
            }
            kind = "handed_over" if pile.kind == "hand_over" else "taken_back"
            letter = letters.drawn(
                f"lending/mail/{kind}",
                to,
                told,
                about=("pile", pile.id),
                kind=kind,
                step=step(to.id),
                due_at=outbox.decided(),
            )
            written.append(letter)
    outbox.write_all(written)


def step(person_id: int) -> str:
    return f"receipt:{person_id}"


def call_back(pile: Pile) -> None:
    """The e-mails that have not left stay in the house."""
    for person_id in sorted({each["student"] for each in pile.goods}):
        outbox.cancel("pile", pile.id, step(person_id))


def call_back_one(pile_id: int, checkout: Checkout) -> None:
    """One loan of a pile was put back alone: an e-mail that still says otherwise does not leave."""
    outbox.cancel("pile", pile_id, step(checkout.student_id))
