"""A request that waits, and what is on the shelf."""

from functools import partial

import pytest
from sqlalchemy import func, select, update

from tests.support import classes
from tests.support.days import ahead
from tests.support.loans import TESS, lend, tagged
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending.models import Checkout, CheckoutEvent, Pile
from webapp.stock.items import items
from webapp.stock.ledger import verify
from webapp.stock.models import Accessory, Item, Level, Operation
from webapp.stock.units import units

API = "/api/inventory/checkouts/"
REQUESTS = "/api/inventory/requests/"
HAND_OVERS = "/api/inventory/hand_overs/"
TAKE_BACKS = "/api/inventory/take_backs/"
BASKET = "/api/inventory/basket/"
BASKET_LINES = f"{BASKET}lines/"
TAGS = ["VLA-1", "VLA-2", "VLA-3"]


@pytest.fixture
def asked(as_, wish):
    """Sol's request for one violin; its id."""
    return as_("sol").post(API, json=wish).json["id"]


@pytest.fixture
def shelf(app):
    """Violins available, reserved, out and damaged, with the ledger in order."""

    def count():
        with app.app_context():
            assert list(verify.problems()) == []
            level = db.session.get(Level, 1)
            return level.available, level.reserved, level.on_rent, level.damaged

    return count


@pytest.fixture
def letters(app):
    """The letters that are written and not cancelled, as (kind, address), oldest first."""

    def written():
        with app.app_context():
            kept = (
                db.session.query(Letter)
                .filter(Letter.cancelled_at.is_(None))
                .order_by(Letter.id)
            )
            return [(letter.kind, letter.address.partition("@")[0]) for letter in kept]

    return written


@pytest.fixture
def letter(app):
    """The text of the newest letter of a kind."""

    def text(kind):
        with app.app_context():
            query = select(Letter.text).where(Letter.kind == kind)
            return db.session.scalars(query.order_by(Letter.id.desc())).first()

    return text


@pytest.fixture
def status(app, as_):
    return lambda id=1: as_("tess").get(f"{API}{id}/").json["status"]


@pytest.fixture
def approved(as_, asked):
    as_("tess").post(f"{API}{asked}/approve/", json={})
    return asked


@pytest.fixture
def last(app):
    """The newest operation of this kind."""

    def find(kind):
        with app.app_context():
            found = (
                select(Operation.id)
                .where(Operation.kind == kind)
                .order_by(Operation.id.desc())
            )
            return db.session.scalars(found).first()

    return find


@pytest.fixture
def loan(app):
    def now(id=1):
        with app.app_context():
            return db.session.get(Checkout, id)

    return now


@pytest.fixture
def group(app):
    """Sol's and Nia's class, which Tess teaches; its id."""
    with app.app_context(), transaction():
        return classes.add()


@pytest.fixture
def harp(app):
    """The one harp; its id."""
    with app.app_context(), transaction():
        return items.add(
            TESS,
            name="Harp",
            category="instrument",
            location="Store",
            quantity=1,
            max_checkout_days=30,
        ).id


@pytest.fixture
def stand(app):
    """Twenty music stands; their item's id."""
    with app.app_context(), transaction():
        return items.add(
            TESS, name="Music Stand", category="accessory", location="Store", quantity=20
        ).id


@pytest.fixture
def duo(as_, harp, stand):
    """A set of the one harp and two of twenty stands; its id."""
    parts = [{"item": harp}, {"item": stand, "quantity": 2}]
    said = {"name": "Harp set", "parts": parts}
    return as_("tess").post("/api/inventory/sets/", json=said).json["id"]


@pytest.fixture
def set_asked(as_, duo):
    """Sol's request for the set of a harp and two stands, and for a violin beside it; its id."""
    days = {"checkout_date": str(ahead(1)), "due_date": str(ahead(5))}
    said = days | {"lines": [{"set": duo}, {"item": 1}], "purpose": "The concert"}
    return as_("sol").post(REQUESTS, json=said).json["id"]


@pytest.fixture
def three(as_, stand, harp):
    """Sol's request for a violin, the harp and four stands, with the ids of its lines."""
    lines = [{"item": 1}, {"item": harp}, {"item": stand, "quantity": 4}]
    answer = as_("sol").post(
        REQUESTS, json={"lines": lines, "due_date": str(ahead(5)), "purpose": "The concert"}
    )
    assert answer.status_code == 201, answer.json
    return answer.json["id"], [line["id"] for line in answer.json["lines"]]


@pytest.fixture
def violas(app):
    """An item with three tagged pieces and no other; its id."""
    with app.app_context(), transaction():
        item = items.add(
            TESS,
            name="Viola",
            category="instrument",
            location="Store",
            max_checkout_days=30,
        ).id
        for tag in TAGS:
            tagged(tag, item=item)
        return item


@pytest.fixture
def three_violas(as_, violas):
    """Sol's promise of all three; its id."""
    id = as_("sol").post(API, json={"item": violas, "quantity": 3}).json["id"]
    as_("tess").post(f"{API}{id}/approve/", json={})
    return id


@pytest.fixture
def violas_out(as_, three_violas):
    assert (
        as_("dora").post(f"{API}{three_violas}/hand_out/", json={"units": TAGS}).status_code
        == 200
    )
    return three_violas


@pytest.fixture
def give(as_):
    """Hand codes to somebody at the desk; the answer."""
    return partial(_pile, as_, HAND_OVERS)


@pytest.fixture
def take(as_):
    """Take codes back at the desk; the answer."""
    return partial(_pile, as_, TAKE_BACKS, person=None)


def _pile(as_, path, codes, person="Sol", who="dora", dry=False, key=None, **more):
    said = {"codes": codes} | ({"person": person} if person else {}) | more
    headers = {"Idempotency-Key": key} if key else {}
    path = f"{path}?dry_run=1" if dry else path
    return as_(who).post(path, json=said, headers=headers)


@pytest.fixture
def violins(app):
    """Two violins with tags, the second with a bow and a case; the ids of those."""
    with app.app_context(), transaction():
        tagged("VLN-1")
        unit = tagged("VLN-2", serial="S-77")
        belongings = [Accessory(unit_id=unit, name=name) for name in ("Bow", "Case")]
        db.session.add_all(belongings)
        db.session.flush()
        return [each.id for each in belongings]


@pytest.fixture
def stand_sku(app, stand):
    """What stands on the music stands."""
    with app.app_context():
        return db.session.get(Item, stand).sku


@pytest.fixture
def rows(app):
    """The units of a loan as they are written down, with the ledger in order."""

    def written(id):
        with app.app_context():
            assert list(verify.problems()) == []
            loan = db.session.get(Checkout, id)
            return [(row.tag, row.quantity, row.state) for row in loan.pieces]

    return written


@pytest.fixture
def written(app):
    """How many piles, loans and operations of piles there are."""

    def count():
        with app.app_context():
            in_piles = select(func.count()).where(Operation.pile_id.is_not(None))
            rows = (select(func.count()).select_from(each) for each in (Pile, Checkout))
            return [db.session.scalar(query) for query in (*rows, in_piles)]

    return count


@pytest.fixture
def brought(app, violas, stand):
    """Nia has VLA-1, four days late, and Sol three stands and VLA-2; the ids of the three loans."""
    with app.app_context(), transaction():
        viola = lend(3, item=violas, unit="VLA-1", days=4)
        stands = lend(2, item=stand, quantity=3, days=-9)
        return viola, stands, lend(2, item=violas, unit="VLA-2", days=-9)


@pytest.fixture
def put(as_):
    """`put("sol", 1, quantity=2)`: the line."""

    def into(name, item, code=201, **said):
        answer = as_(name).post(BASKET_LINES, json={"item": item} | said)
        assert answer.status_code == code, answer.json
        return answer.json

    return into


@pytest.fixture
def viola_ids(app, violas):
    """The violas' units by their tags."""
    with app.app_context():
        return {unit.tag: unit.id for unit in units.on_shelf(violas)}


@pytest.fixture
def meant(as_, violas):
    """Sol is promised VLA-2 from today on; the loan."""
    said = {"item": violas, "unit": "VLA-2", "student": 2, "due_date": str(ahead(5))}
    id = as_("tess").post(API, json=said).json["id"]
    assert as_("tess").post(f"{API}{id}/approve/", json={}).status_code == 200
    return id


@pytest.fixture
def decisions(app):
    """Of a loan, as (kind, by, why), oldest first."""

    def kept(id=1):
        with app.app_context():
            query = db.select(CheckoutEvent).where(CheckoutEvent.checkout_id == id)
            found = db.session.scalars(query.order_by(CheckoutEvent.id))
            return [(event.kind, event.by, event.why) for event in found]

    return kept


@pytest.fixture
def all_sent(app):
    """All that was written has left."""

    def leave():
        with app.app_context(), transaction():
            sent = "UPDATE letters SET sent_at = written_at WHERE cancelled_at IS NULL"
            db.session.execute(db.text(sent))

    return leave


@pytest.fixture
def costs(app):
    """Sets what one piece of an item is worth."""

    def set_to(item, euros):
        with app.app_context(), transaction():
            worth = {"value_minor": euros * 100}
            db.session.execute(update(Item).where(Item.id == item).values(**worth))

    return set_to
