"""A violin with a tag, and what the shelf holds."""

import pytest

from tests.support.loans import tagged
from webapp.core.db import db, transaction
from webapp.repairs.models import Repair
from webapp.stock.ledger import verify
from webapp.stock.models import Level, Supplier, Unit

API = "/api/inventory/repairs/"


@pytest.fixture(autouse=True)
def violin(app):
    """Two violins without a tag are there already; unit 1 has one. Luthier Huber mends, Old Shop does not any more."""
    with app.app_context(), transaction():
        tagged("VLN-1")
        db.session.add_all(
            [Supplier(name="Luthier Huber"), Supplier(name="Old Shop", is_active=False)]
        )


@pytest.fixture
def states(app):
    """Violins, by state, with the ledger in order."""

    def count(item=1):
        with app.app_context():
            assert list(verify.problems()) == []
            level = db.session.query(Level).filter_by(item_id=item).one()
            names = ("available", "on_rent", "damaged", "under_repair", "beyond_repair")
            return {name: getattr(level, name) for name in names if getattr(level, name)}

    return count


@pytest.fixture
def unit(app):
    """The unit's state and condition."""

    def told(id=1):
        with app.app_context():
            found = db.session.get(Unit, id)
            return next(
                s
                for s in ("available", "damaged", "under_repair", "beyond_repair")
                if getattr(found, s)
            ), (found.condition)

    return told


@pytest.fixture
def act(as_):
    """`act("dora", "api", 1, "send", vendor=1)`: a step by the page or by the API."""

    def do(who, door, id, step, headers=None, **said):
        browser = as_(who) if isinstance(who, str) else who
        if door == "page":
            return browser.post(f"/repairs/{id}/{step}", data=said, headers=headers)
        return browser.post(f"{API}{id}/{step}/", json=said, headers=headers)

    return do


@pytest.fixture
def begun(as_, act):
    """`begun("send")` reports unit 1 damaged and goes as far as this step; with `item`, loose pieces."""

    def go(last="open", **thing):
        dora, tess = as_("dora"), as_("tess")
        id = dora.post(API, json={"description": "A crack"} | (thing or {"unit": 1})).json[
            "id"
        ]
        steps = {
            "assess": (dora, {"damage_type": "physical", "severity": "moderate"}),
            "approve": (tess, {"estimate": "45.00"}),
            "send": (dora, {"vendor": 1}),
        }
        for step in list(steps)[: [*steps].index(last) + 1] if last != "open" else ():
            who, said = steps[step]
            assert act(who, "api", id, step, **said).status_code == 200
        return id

    return go


@pytest.fixture
def repair(app):
    """A repair's status and for how many it is; the books agree with all of them."""

    def told(id=1):
        with app.app_context():
            assert list(verify.problems()) == []
            assert not [each for each in verify.warnings() if "repair" in each]
            row = db.session.get(Repair, id)
            is_open = row.status in ("pending", "approved", "in_progress")
            assert (row.closed_at is None) is is_open
            return row.status, row.quantity

    return told
