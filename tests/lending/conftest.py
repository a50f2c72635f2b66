"""A request that waits, and what is on the shelf."""

import pytest
from sqlalchemy import select

from tests.support.days import ahead
from tests.support.loans import TESS, tagged
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending.models import Checkout
from webapp.stock.items import items
from webapp.stock.ledger import verify
from webapp.stock.models import Level, Operation

API = "/api/inventory/checkouts/"
REQUESTS = "/api/inventory/requests/"
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
def rows(app):
    """The units of a loan as they are written down, with the ledger in order."""

    def written(id):
        with app.app_context():
            assert list(verify.problems()) == []
            loan = db.session.get(Checkout, id)
            return [(row.tag, row.quantity, row.state) for row in loan.pieces]

    return written
