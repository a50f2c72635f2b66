"""What happened to the items of the school that is measured: the rows of its operations and of its ledger."""

from webapp.core import clock
from webapp.stock.ledger.chain import SEALED, fingerprint
from webapp.stock.models.states import OUTSIDE, STATES

NOTHING_ELSE = dict.fromkeys(SEALED)  # that an act could be sealed with
OPENING = ("ADJUSTMENT_POSITIVE", OUTSIDE, "available", 4)
BOUGHT = ("PURCHASE", OUTSIDE, "available", 2)
ASIDE = ("RESERVATION_CREATED", "available", "reserved", 1)
OUT = ("RENTAL_OUT", "reserved", "on_rent", 1)
BACK = ("RENTAL_RETURN", "on_rent", "available", 1)
STORIES = {  # five movements an item
    "returned": (OPENING, BOUGHT, ASIDE, OUT, BACK),
    "out": (OPENING, BOUGHT, BOUGHT, ASIDE, OUT),
    "approved": (OPENING, BOUGHT, BOUGHT, BOUGHT, ASIDE),
}
KINDS_OF_ACT = {
    OPENING: "opening balance",
    BOUGHT: "receive",
    ASIDE: "approve",
    OUT: "hand out",
    BACK: "return",
}


def fate(n):
    """How far the checkout of an item came."""
    return "out" if n % 10 == 3 else "approved" if n % 50 == 7 else "returned"


def of_items(count, places):
    """Operation and movement have the same number here; the chain is hashed as the ledger itself would."""
    operations, movements, head = [], [], ""
    for n in range(count):
        for operation, movement in _story(n, places, first=len(movements) + 1):
            act = {"kind": operation["kind"], "actor_id": operation["actor_id"]}
            digest = fingerprint(head, movement, NOTHING_ELSE | act)
            operations.append(operation)
            movements.append(movement | {"prev_hash": head, "hash": digest})
            head = digest
    return operations, movements


def _story(n, places, first):
    """What happened to an item: of each act its operation and its movement, not hashed yet; `first` is their number."""
    now, after, value = clock.now(), dict.fromkeys(STATES, 0), 0
    for seq, step in enumerate(STORIES[fate(n)]):
        _shift(after, step)
        worth = _worth(step)
        value += worth
        movement = _movement(step, n, places) | {
            "id": first + seq,
            "operation_id": first + seq,
            "seq": seq + 1,
            "value_delta_minor": worth,
            "value_after_minor": value,
            "created_at": now,
            **{f"{state}_after": pieces for state, pieces in after.items()},
        }
        yield _operation(step, movement["checkout_id"], now), movement


def _shift(pieces, step):
    """So many pieces go from one state to the other; outside nobody counts them."""
    _, from_state, to_state, quantity = step
    for state, change in ((from_state, -quantity), (to_state, quantity)):
        if state != OUTSIDE:
            pieces[state] += change


def _worth(step):
    """What comes into the school with it, in minor units."""
    _, from_state, _, quantity = step
    return quantity * 30000 if from_state == OUTSIDE else 0


def _movement(step, n, places):
    """What moves: of an item, at its place, for its checkout."""
    type, from_state, to_state, quantity = step
    return {
        "level_id": n + 1,
        "item_id": n + 1,
        "location_id": n % places + 1,
        "unit_id": None,
        "checkout_id": n + 1 if step in (ASIDE, OUT, BACK) else None,
        "type": type,
        "from_state": from_state,
        "to_state": to_state,
        "quantity": quantity,
    }


def _operation(step, checkout, now):
    return {
        "kind": KINDS_OF_ACT[step],
        "actor_id": 1,
        "checkout_id": checkout,
        "created_at": now,
    }
