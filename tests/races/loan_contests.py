"""What is raced for at the desk: the last violin, an approval, a hand-out."""

from datetime import timedelta

from sqlalchemy import select

from tests.races.servers import CLIENTS
from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.lending.asking import asking
from webapp.lending.asking.asking import Wish
from webapp.lending.baskets import basket_lines, baskets
from webapp.lending.decisions import decisions
from webapp.lending.models import BasketLine, Checkout, CheckoutEvent, Request
from webapp.school import calendar
from webapp.stock.items import items
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Movement, Operation
from webapp.stock.units import tags

from .rounds import Round, counted

TESS, CHECKOUTS = Actor(1, "Tess", "teacher", 0), "/api/inventory/checkouts/"
REQUESTS = "/api/inventory/requests/"
TAKE_BACKS = "/api/inventory/take_backs/"
LINES, SEND = "/api/inventory/basket/lines/", "/api/inventory/basket/send/"


def last_violins(count, people):
    """Each asks for the only one there is."""
    for number in range(count):
        item = _item(f"asked {number}", 1)
        yield Round(
            item,
            [(CHECKOUTS, {"item": item, "quantity": 1, "send_anyway": True})] * CLIENTS,
        )


def competing_requests(count, people):
    """Each approves another request for the only one there is, for days that overlap."""
    for number in range(count):
        item = _item(f"wanted {number}", 1)
        wishes = [_wish(item, person, later=at % 3) for at, person in enumerate(people)]
        yield Round(item, [(f"{CHECKOUTS}{id}/approve/", None) for id in wishes])


def approvals(count, people):
    """All approve the same request, of which there would be enough for all."""
    for number in range(count):
        checkout = _wish(_item(f"approved {number}", CLIENTS), people[0])
        yield Round(checkout, [(f"{CHECKOUTS}{checkout}/approve/", None)] * CLIENTS)


def whole_answers(count, people):
    """All answer the same request for two things, of which there would be enough for all."""
    for number in range(count):
        first, second = (_item(f"answered {number}, {at}", CLIENTS) for at in "ab")
        asked = asking.ask_for_several(
            Actor(people[0], "Somebody", "student", 0),
            [Wish(first), Wish(second)],
        )
        line = db.session.scalars(
            select(Checkout.id).where(Checkout.request_id == asked.id).limit(1)
        ).one()
        yield Round(line, [(f"{REQUESTS}{asked.id}/approve/", {})] * CLIENTS)


def handings_out(count, people):
    """All hand out the same approved checkout."""
    for number in range(count):
        checkout = decisions.approve(
            TESS, _wish(_item(f"handed out {number}", CLIENTS), people[0])
        ).id
        yield Round(checkout, [(f"{CHECKOUTS}{checkout}/hand_out/", {})] * CLIENTS)


def setting_aside_and_handing_out(count, people):
    """Half of them set the only piece aside for one person, as the worker does; half hand it out to another."""
    for number in range(count):
        item = _item(f"set aside {number}", 1)
        first, second = (_promise(item, person) for person in people[:2])
        asked = [
            (f"/api/inventory/daily-run/{first}/", None),
            (f"{CHECKOUTS}{second}/hand_out/", {}),
        ]
        yield Round(item, asked * (CLIENTS // 2))


def baskets_and_requests(count, people):
    """Half of them put the only one there is into their baskets, the others ask for it."""
    for number in range(count):
        item = _item(f"collected {number}", 1)
        put = LINES, {"item": item}
        ask = CHECKOUTS, {"item": item, "quantity": 1}
        yield Round(item, [put, ask] * (CLIENTS // 2))


def lapsed_baskets(count, people):
    """One sends a basket that holds the only one there is no more, the others ask for it."""
    for number, person in enumerate(people[:count]):
        item = _item(f"lapsed {number}", 1)
        _lapsed_basket(item, person)
        asks = [(CHECKOUTS, {"item": item, "quantity": 1})] * CLIENTS
        asks[number] = SEND, {}
        yield Round(item, asks)


def _lapsed_basket(item, person):
    """Somebody's who has sent or taken out what was in it before."""
    somebody = Actor(person, "Somebody", "student", 0)
    for line in baskets.of(somebody).lines:
        basket_lines.remove(somebody, line.id)
    basket_lines.put(somebody, item=item)
    baskets.of(somebody).held_until -= timedelta(hours=1)
    db.session.flush()


def answers_in_part(count, people):
    """Half approve fewer than were asked for, half decline."""
    for number in range(count):
        wish = _wish(_item(f"answered {number}", CLIENTS), people[0], quantity=3)
        asked = [
            (f"{CHECKOUTS}{wish}/approve/", {"granted": 2}),
            (f"{CHECKOUTS}{wish}/reject/", {"reason": "Too many"}),
        ]
        yield Round(wish, asked * (CLIENTS // 2))


def losses(count, people):
    """All record the same loan as lost, of an item of which enough others are out for all."""
    for number in range(count):
        item = _item(f"lost {number}", CLIENTS + 1)
        others = _wish(item, people[1], quantity=CLIENTS)
        decisions.approve(TESS, others, hand_out=True)
        loan = decisions.approve(TESS, _wish(item, people[0]), hand_out=True).id
        asked = (f"{CHECKOUTS}{loan}/return_item/", {"outcome": "lost"})
        yield Round(loan, [asked] * CLIENTS)


def units_handed_out(count, people):
    """Each hands out another loan, all with the same unit, of an item of which there would be enough for all."""
    for number in range(count):
        item = _item(f"tagged {number}", CLIENTS)
        unit = tags.add_one(TESS, item=item, tag=f"T-{number}").id
        loans = [_promise(item, person) for person in people[:CLIENTS]]
        asked = [(f"{CHECKOUTS}{loan}/hand_out/", {"units": [unit]}) for loan in loans]
        yield Round(unit, asked)


def certain_units(count, people):
    """All ask for the same unit, of an item of which there would be enough for all."""
    for number in range(count):
        item = _item(f"meant {number}", CLIENTS)
        unit = tags.add_one(TESS, item=item, tag=f"M-{number}").id
        wish = {"item": item, "unit": unit, "send_anyway": True}
        yield Round(unit, [(CHECKOUTS, wish)] * CLIENTS)


def piles_back(count, people):
    """Each takes back the same two pieces in a pile; so many more are out that all could."""
    for number in range(count):
        item = items.find(TESS, _item(f"piled {number}", 3 * CLIENTS))
        checkout = _wish(item.id, people[0], quantity=2)
        decisions.approve(TESS, checkout, hand_out=True)
        others = Line(item.id, 1, "RENTAL_OUT", "available", "on_rent", 2 * CLIENTS)
        ledger.record(TESS, "hand out", [others])
        pile = {"codes": [{"code": item.sku, "quantity": 2}]}
        yield Round(checkout, [(TAKE_BACKS, pile)] * CLIENTS)


def _item(name, quantity):
    return items.add(
        TESS, name=name, category="instrument", location="Store", quantity=quantity
    ).id


def _promise(item, person):
    """Put there directly too: stock may shrink after the approving."""
    promise = db.session.get(Checkout, _wish(item, person))
    promise.status, promise.decided_at = "approved", clock.now()
    db.session.flush()
    return promise.id


def _wish(item, person, later=0, quantity=1):
    """Put there directly: nobody could ask for what is not free, but stock may shrink after the asking."""
    first = calendar.after(calendar.today(), later)
    last = first + timedelta(days=7)
    request = Request(
        student_id=person,
        student_name="Somebody",
        asked_by=person,
        starts_on=first,
        due_on=last,
    )
    db.session.add(request)
    db.session.flush()
    wish = Checkout(
        request_id=request.id,
        item_id=item, item_name="Violin", student_id=person, student_name="Somebody", quantity=quantity,
        starts_on=first, due_on=last,
        asked_from=first, asked_until=last,
        expires_at=clock.now() + timedelta(days=7),
    )  # fmt: skip
    db.session.add(wish)
    db.session.flush()
    return wish.id


requests = counted(Checkout.item_id, Checkout.status == "pending")


def requests_and_lines():
    """What is asked for of each item, or in somebody's basket."""
    return requests() + counted(BasketLine.item_id)()


given = counted(Checkout.item_id, Checkout.status == "approved")


decided = counted(CheckoutEvent.checkout_id, CheckoutEvent.kind == "approve")


answered = counted(
    CheckoutEvent.checkout_id, CheckoutEvent.kind.in_(("approve", "decline"))
)


cancelled = counted(Checkout.id, Checkout.status == "cancelled")


def decided_or_cancelled():
    """How often each was approved, and once more if it is cancelled."""
    return decided() + cancelled()


left = counted(Movement.unit_id, Movement.type == "RENTAL_OUT")


meant = counted(Checkout.pinned_unit_id, Checkout.status == "pending")


lost = counted(Movement.checkout_id, Movement.type == "DAMAGE_LOSS")


handed_out = counted(Movement.checkout_id, Movement.type == "RENTAL_OUT")


taken = counted(Movement.item_id, Movement.type.in_(("RESERVATION_CREATED", "RENTAL_OUT")))


taken_back = counted(
    Operation.checkout_id, Operation.kind == "return", Operation.pile_id.is_not(None)
)
