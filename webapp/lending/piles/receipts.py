"""Receipts: what a pile's paper says, and the e-mail that brings the same to its borrower."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from webapp.core import letters, mail, outbox, sent_letters, words
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.people import people
from webapp.people.people import Contact, Named
from webapp.school import settings
from webapp.stock.items import items
from webapp.stock.movements import returns
from webapp.stock.operations.undo import Operation

from ..desk import endings
from ..loans import lateness
from ..models import Checkout, Pile
from ..models.piles import Thing
from .codes import Code, Line

Goods = list[Thing]  # as `piles.goods` keeps them
GONE = ("lost", "used_up")  # outcomes


def pieces_in(things: Goods) -> int:
    return sum(each["quantity"] for each in things)


def grouped(things: Goods) -> list[tuple[str, Goods]]:
    """The things in their order, those of one set together under its name; what is of none stands alone, with none.

    Receipts of before this was kept say of nothing that it is of a set.
    """
    groups: dict[tuple[str, int], tuple[str, Goods]] = {}
    for place, thing in enumerate(things):
        asked = thing.get("set")
        key = ("set", asked) if asked else ("thing", place)
        groups.setdefault(key, (thing.get("set_name", ""), []))[1].append(thing)
    return list(groups.values())


@dataclass(frozen=True)
class Receipt:
    """What somebody may read of a pile; `person_name` is empty where that is several people, or none of theirs."""

    pile: Pile
    things: Goods
    person_id: int | None
    person_name: str

    @property
    def pieces(self) -> int:
        return pieces_in(self.things)

    @property
    def came(self) -> str:
        """Who stood at the desk, by name: whoever fetched or brought something in another's stead, too."""
        if not any(each.get("fetched_by") for each in self.things):
            return self.person_name
        return words.listed(dict.fromkeys(map(_hands_of, self.things)))

    @property
    def answer(self) -> str:
        """Who answers for it, by name, where somebody else came; empty otherwise."""
        if not any(each.get("fetched_by") for each in self.things):
            return ""
        return words.listed(dict.fromkeys(each["student_name"] for each in self.things))

    @property
    def gone(self) -> Goods:
        """What did not come back, but was lost or used up."""
        return [each for each in self.things if each["outcome"] in GONE]

    @property
    def groups(self) -> list[tuple[str, Goods]]:
        """The things in their order, those of one set together under its name; what is of none has no name."""
        return grouped(self.things)

    @property
    def worth(self) -> int:
        """What all of it would cost anew, in minor units."""
        return sum(each["value_minor"] for each in self.things)


def _hands_of(thing: Thing) -> str:
    """The name of whoever had it in their hands at the desk."""
    return str(thing.get("fetched_by") or thing["student_name"])


def read_by(actor: Actor, pile: Pile) -> Receipt:
    """All of it for staff, for others what is theirs; where nobody was named and all is one person's, it is theirs."""
    is_theirs = {each["student"]: each["student_name"] for each in pile.things}
    named = {pile.person_id: pile.person_name} if pile.person_id else is_theirs
    things = pile.things
    if not actor.is_staff:
        things = [each for each in things if each["student"] == actor.id]
        named = {id: name for id, name in named.items() if id == actor.id}
    person_id, name = next(iter(named.items())) if len(named) == 1 else (None, "")
    return Receipt(pile, things, person_id, name)


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
        **lateness.on_paper(loan),
        "condition": condition,
        "outcome": line.code.outcome or "returned",
        "left": loan.out if line.is_counted else 0,
        "is_new": is_new,
        "reason": line.code.notes if line.code.not_settled else "",
        "fetched_by": loan.fetched_by,
        "set": loan.request_set_id,
        "set_name": loan.asked_set.name if loan.asked_set else "",
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


def undone(pile: Pile, *, besides: int | None = None) -> Goods:
    """What the receipt says and is so no longer, for it was undone alone; `besides` is an operation undone now."""
    standing = {
        (act.checkout_id, act.kind)
        for act in returns.acts_of_pile(pile.id)
        if act.id != besides
    }
    return [
        each for each in pile.goods if (each["checkout"], _act(pile, each)) not in standing
    ]


def codes_again(pile: Pile) -> list[Code]:
    """What puts the same things in the tray once more, and says the same of them: tags, and SKUs with how many.

    Without what was recorded as lost or used up, which nobody scans.
    """
    things = [each for each in pile.goods if each["outcome"] == "returned"]
    skus = {
        each.item.id: each.item.sku
        for each in items.by_ids(each["item"] for each in things)
    }
    of_item = Counter(each["item"] for each in things if not each["tag"])
    codes: list[Code] = []
    for each in things:
        code = each["tag"] or skus[each["item"]]
        is_chosen = of_item[each["item"]] > 1 and not each["is_new"]
        codes.append(_code_of(each, code, each["checkout"] if is_chosen else None))
    return codes


def _code_of(thing: Thing, code: str, checkout: int | None) -> Code:
    """What has a tag is scanned without a number; of what is only counted, one scan could stand for more."""
    quantity = thing["quantity"]
    return Code(
        code,
        quantity=quantity if quantity > 1 or not thing["tag"] else None,
        checkout=checkout,
        condition=thing["condition"] or None,
        notes=thing.get("reason", ""),
        not_settled=bool(thing.get("reason")),
    )


def _act(pile: Pile, thing: Thing) -> str:
    """As the ledger calls what was done with it."""
    return (
        "hand out"
        if pile.kind == "hand_over"
        else endings.kind_of(thing["outcome"], thing["condition"])
    )


def tell(pile: Pile, contacts: Iterable[Contact], *, without: Goods | None = None) -> None:
    """One e-mail to each whose loans are in it, with what is theirs; it waits a moment, so that undo calls it back."""
    written = []
    for to in contacts:
        theirs = [
            thing
            for thing, said in zip(pile.things, pile.goods, strict=True)
            if thing["student"] == to.id and said not in (without or ())
        ]
        if theirs:
            written.append(_letter(pile, to, theirs))
    outbox.write_all(written)


def _letter(pile: Pile, to: Contact, theirs: Goods) -> mail.New:
    told = {
        "pile": pile,
        "goods": grouped([each for each in theirs if each["outcome"] not in GONE]),
        "lost": grouped(_that(theirs, "lost")),
        "used_up": grouped(_that(theirs, "used_up")),
        "due_by": lateness.due_by(theirs),
        "to": to,
        "school": settings.get("name"),
    }
    kind = "handed_over" if pile.kind == "hand_over" else "taken_back"
    return letters.drawn(
        f"lending/mail/{kind}",
        to,
        told,
        about=("pile", pile.id),
        kind=kind,
        step=step(to.id),
        due_at=outbox.decided(),
    )


def _that(things: Goods, outcome: str) -> Goods:
    return [each for each in things if each["outcome"] == outcome]


def was_told(pile_id: int, person_id: int) -> bool:
    """Whether somebody has read what the receipt said of their things, or will."""
    return sent_letters.has_left("pile", pile_id, step(person_id))


def step(person_id: int) -> str:
    return f"receipt:{person_id}"


def call_back(pile: Pile) -> None:
    """The e-mails that have not left stay in the house."""
    for person_id in sorted({each["student"] for each in pile.goods}):
        outbox.cancel("pile", pile.id, step(person_id))


def correct(operation: Operation, checkout: Checkout) -> None:
    """One act of a pile is undone alone: an e-mail that has not left yet says only what is still so."""
    pile = db.session.get(Pile, operation.pile_id or 0)
    if pile and outbox.cancel("pile", pile.id, step(checkout.student_id)):
        without = undone(pile, besides=operation.id)
        tell(pile, people.contacts([checkout.student_id]).values(), without=without)
