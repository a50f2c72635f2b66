"""Batches come in as one unit of several pieces, at every door alike."""

import pytest
from sqlalchemy import select

from tests.stock.operations.acts import API, level, operations, post
from tests.stock.operations.forms import shown
from webapp.core.db import db
from webapp.stock.ledger import verify
from webapp.stock.models import Unit

REEDS = {"code": "INS-00001", "quantity": 10, "batch_number": "LOT 7", "unit_cost": "2.50"}


@pytest.fixture(autouse=True)
def all_is_well_afterwards(app):
    yield
    with app.app_context():
        assert list(verify.problems()) == []


def page(dora):
    return shown(dora, "/operations/receive", **REEDS)


def api(dora):
    return post(dora, "receive", REEDS)


def pasted(dora):
    lines = "sku;qty;batch;cost\nINS-00001;10;LOT 7;2.50"
    return shown(dora, "/operations/bulk", kind="receive", lines=lines)


@pytest.mark.parametrize("door", [page, api, pasted])
def test_a_batch_is_received(app, as_, door):
    assert "INS-00001-001" in door(as_("dora")).text
    with app.app_context():
        (made,) = db.session.scalars(select(Unit))
        assert (made.batch_code, made.available, made.purchase_price_minor) == (
            "LOT 7",
            10,
            250,
        )
        assert (level(app).available, level(app).value_minor) == (12, 62_500)


def test_more_of_a_batch_that_is_there_comes_to_it(app, as_):
    api(as_("dora"))
    assert post(as_("dora"), "receive", {"code": "lot7", "quantity": 5}).status_code == 201
    with app.app_context():
        assert db.session.scalars(select(Unit.available)).all() == [15]


def test_a_batch_of_its_own_tag(app, as_):
    assert post(as_("dora"), "receive", REEDS | {"tags": ["RD-1"]}).status_code == 201
    with app.app_context():
        assert db.session.scalars(select(Unit.tag)).all() == ["RD-1"]


def test_more_pieces_than_units_fit_in_one_operation(app, as_):
    assert post(as_("dora"), "receive", REEDS | {"quantity": 5_000}).status_code == 201


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"serials": ["S 1"]}, "batch_number"),
        ({"tags": ["RD-1", "RD-2"]}, "batch_number"),
        ({"batch_number": ""}, "batch_number"),
        ({"batch_number": "x" * 81}, "batch_number"),
        ({"quantity": 0}, "quantity"),
    ],
)
def test_a_batch_that_cannot_be_is_refused(app, as_, more, field):
    before = operations(app)
    no = post(as_("dora"), "receive", REEDS | more)
    assert no.status_code == 422
    assert [name for name in no.json["fields"] if name.startswith(f"lines.0.{field}")]
    assert operations(app) == before


def test_the_page_tells_it_at_the_field_and_keeps_what_was_typed(app, as_):
    before = operations(app)
    no = as_("dora").post("/operations/receive", data=REEDS | {"serials": "S 1"})
    assert no.status_code == 422
    assert 'id="batch_number-error"' in no.text
    assert 'value="LOT 7"' in no.text
    assert operations(app) == before


def test_only_a_delivery_names_a_batch(as_):
    no = post(as_("dora"), "sell", {"item": 1, "batch_number": "LOT 7"})
    assert no.status_code == 422
    assert "Only what is received" in no.text


def test_the_same_twice_is_one_batch(app, as_):
    for _ in range(2):
        said = {"kind": "receive", "lines": [REEDS]}
        assert (
            as_("dora").post(API, json=said, headers={"Idempotency-Key": "k"}).status_code
            == 201
        )
    with app.app_context():
        assert len(db.session.scalars(select(Unit)).all()) == 1
