"""Long stories of stock, made up by a seeded chance: for tests that need a ledger with everything in it."""

from random import Random

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.stock import locations
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Level, Unit
from webapp.stock.models.states import OUTSIDE, RULES
from webapp.stock.operations import undo

TESS = Actor(1, "Tess", "teacher", 0)
DORA = Actor(4, "Dora", "desk", 0)
WITHIN = [
    rule
    for rule in RULES
    if rule[0] not in ("SYSTEM_CORRECTION", "TRANSFER_OUT", "TRANSFER_IN")
]
ITEMS = (1, 2)


def move_in(tags=4):
    """A second location and a few units, in hand; to be called in a transaction."""
    locations.home(TESS, "Annex", is_new=True)
    for number in range(tags):
        unit = Unit(
            item_id=1, location_id=1, tag=f"VLN-{number}", serial_number=f"S{number}"
        )
        db.session.add(unit)
        db.session.flush()
        ledger.record(
            TESS,
            "receive",
            [Line(1, 1, "PURCHASE", OUTSIDE, "available", 1, unit.id, 30_000)],
        )


def act(chance):
    """One act of any kind; False if the ledger refused it, as it must now and then."""
    kinds = (_move, _move, _move, _move_unit, _move_unit, _transfer, _undo)
    try:
        with db.session.begin_nested():
            chance.choice(kinds)(chance)
    except Conflict:
        return False
    return True


def tell(seed, acts):
    """So many acts that took place; the same for the same seed."""
    chance, told = Random(seed), 0
    while told < acts:
        told += act(chance)


def _move(chance):
    kind, came, went = chance.choice(WITHIN)
    item, place, quantity = (
        chance.choice(ITEMS),
        chance.choice((1, 2)),
        chance.randint(1, 3),
    )
    worth = chance.randint(0, 50_000) if came == OUTSIDE else None
    _record(chance, [Line(item, place, kind, came, went, quantity, None, worth)])


def _move_unit(chance):
    unit = chance.choice(db.session.scalars(db.select(Unit).order_by(Unit.id)).all())
    rules = [rule for rule in WITHIN if OUTSIDE in rule[1:] or getattr(unit, rule[1])]
    kind, came, went = chance.choice(rules)
    if came == OUTSIDE and unit.on_hand:
        raise Conflict("it is here already")
    _record(chance, [Line(1, unit.location_id, kind, came, went, 1, unit.id)])


def _transfer(chance):
    """Sent, received or turned back; what is under way belongs to where it goes."""
    item, (here, there), quantity = (
        chance.choice(ITEMS),
        chance.choice(((1, 2), (2, 1))),
        chance.randint(1, 2),
    )
    sent = [
        Line(item, here, "TRANSFER_OUT", "available", OUTSIDE, quantity),
        Line(item, there, "TRANSFER_IN", OUTSIDE, "in_transit", quantity, carries=True),
    ]
    back = [
        Line(item, there, "TRANSFER_OUT", "in_transit", OUTSIDE, quantity),
        Line(item, here, "TRANSFER_IN", OUTSIDE, "available", quantity, carries=True),
    ]
    arrived = [Line(item, there, "TRANSFER_IN", "in_transit", "available", quantity)]
    _record(chance, chance.choice((sent, sent, arrived, back)))


def _record(chance, lines):
    about = ledger.About(reference="LS 7") if chance.random() < 0.2 else ledger.About()
    if chance.random() < 0.2:
        about["approved_by"] = 5
    ledger.record(
        chance.choice((TESS, DORA)), chance.choice(("one thing", "another")), lines, **about
    )


def _undo(chance):
    newest = db.session.scalar(db.select(db.func.max(ledger.Operation.id)))
    undo.undo(TESS, chance.randint(max(1, newest - 5), newest))


def totals():
    """Pieces and value of every item, all levels together."""
    sums = db.select(
        Level.item_id, db.func.sum(Level.on_hand), db.func.sum(Level.value_minor)
    ).group_by(Level.item_id)
    return {id: (int(pieces), int(value)) for id, pieces, value in db.session.execute(sums)}
