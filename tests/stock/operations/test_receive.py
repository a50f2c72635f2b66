"""Receiving: pieces come in at their cost, units with tags that are counted on."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from sqlalchemy import select

from tests.stock.operations.acts import level, operations, post, unit
from webapp.core.db import db, transaction
from webapp.stock.models import Location, Movement, Operation, Supplier, Unit


def test_pieces_come_in_at_their_cost(app, as_):
    done = post(
        as_("dora"),
        "receive",
        {"item": 1, "quantity": 3, "unit_cost": "250.50"},
        reference="LS 4711",
    )
    assert done.status_code == 201
    _check_level(done)
    with app.app_context():
        made = db.session.get(Operation, done.json["id"])
        assert (made.kind, made.reference, made.actor_id) == ("receive", "LS 4711", 4)
        assert db.session.scalars(
            select(Movement.type).where(Movement.operation_id == made.id)
        ).all() == ["PURCHASE"]


def _check_level(done):
    """The level before and after, in pieces and worth."""
    (change,) = done.json["levels"]
    assert (
        change["before"]["available"],
        change["after"]["available"],
        change["location"],
    ) == (2, 5, "Store")
    assert (change["before"]["value"], change["after"]["value"]) == ("600.00", "1351.50")


def test_without_a_cost_they_are_worth_what_replacing_them_costs(app, as_):
    assert (
        post(as_("dora"), "receive", {"code": "ins-00001", "quantity": 2}).status_code
        == 201
    )
    assert level(app).value_minor == 120_000


def test_serials_become_units_with_tags_that_are_counted_on(app, as_):
    with app.app_context(), transaction():
        db.session.add(Supplier(name="Geigenbau Kern"))
    dora, line = as_("dora"), {"item": 1, "serials": ["AB 1", "AB 2"], "unit_cost": 199}
    done = post(dora, "receive", line, supplier=1, purchased_on="2026-03-01", notes="Boxed")
    assert [step["tag"] for step in done.json["movements"]] == [
        "INS-00001-001",
        "INS-00001-002",
    ]
    assert [step["serial_number"] for step in done.json["movements"]] == ["AB 1", "AB 2"]
    more = post(
        dora,
        "receive",
        {"item": 1, "quantity": 2, "tagged": True},
        {"item": 2, "tags": ["CEL-9"]},
    )
    assert [step["tag"] for step in more.json["movements"]] == [
        "INS-00001-003",
        "INS-00001-004",
        "CEL-9",
    ]
    _check_first_unit(app, done)


def _check_first_unit(app, done):
    """Where it came from, what it cost, and what the operation notes."""
    with app.app_context():
        first = db.session.scalars(select(Unit).filter_by(tag="INS-00001-001")).one()
        assert (first.available, first.supplier_id, first.purchase_price_minor) == (
            1,
            1,
            19_900,
        )
        assert first.purchased_on == date(2026, 3, 1)
        assert (
            db.session.get(Operation, done.json["id"]).note == "From Geigenbau Kern. Boxed"
        )


def test_a_tag_is_not_used_again_when_its_unit_is_gone(app, as_):
    dora = as_("dora")
    post(dora, "receive", {"item": 1, "quantity": 2, "tagged": True})
    post(dora, "sell", {"code": "ins-00001-002"})
    again = post(dora, "receive", {"item": 1, "quantity": 1, "tagged": True})
    assert again.json["movements"][0]["tag"] == "INS-00001-003"


def test_a_serial_that_exists_is_refused_with_its_line(app, as_):
    unit(app, "VLN-1", serial="SN 77a")
    before = operations(app)
    no = post(as_("dora"), "receive", {"item": 1, "serials": ["X1", "sn77 A", "x 1"]})
    assert no.status_code == 422
    told = no.json["fields"]["lines.0.serials"][0]
    assert "Line 2: sn77 A is that of VLN-1 already" in told
    assert "Line 3: x 1 is there twice" in told
    many = post(as_("dora"), "receive", {"item": 1}, {"item": 1, "serials": ["SN77A"]})
    assert many.json["fields"]["lines.1.serials"] == [
        "Line 2: SN77A is that of VLN-1 already"
    ]
    assert post(as_("dora"), "receive", {"item": 1, "tags": ["vln-1"]}).status_code == 422
    assert (
        post(as_("dora"), "receive", {"item": 2, "serials": ["SN77A"]}).status_code == 201
    )  # another maker's
    assert operations(app) == before + 1


def test_more_than_can_be_counted_is_refused(app, as_):
    no = post(
        as_("dora"), "receive", {"item": 1, "quantity": 100_000, "unit_cost": 9_999_999}
    )
    assert no.status_code == 422
    assert "Quantity or value too large" in no.text
    assert (
        post(
            as_("dora"), "receive", {"item": 1, "quantity": 1_001, "tagged": True}
        ).status_code
        == 422
    )


def test_nothing_new_comes_to_what_was_given_up(app, as_):
    with app.app_context(), transaction():
        db.session.add(Location(name="Annexe", is_active=False))
    assert (
        "Annexe is no longer used"
        in post(as_("dora"), "receive", {"item": 1, "location": "annexe"}).text
    )
    as_("tess").delete("/api/inventory/items/1/")
    assert "is archived" in post(as_("dora"), "receive", {"item": 1}).text


def test_four_deliveries_at_once_share_no_tag(app, as_):
    desks = [as_("dora") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(
            pool.map(
                lambda desk: post(
                    desk, "receive", {"item": 1, "quantity": 5, "tagged": True}
                ),
                desks,
            )
        )
    with app.app_context():
        tags = db.session.scalars(select(Unit.tag).order_by(Unit.tag)).all()
    assert tags == [f"INS-00001-{n:03}" for n in range(1, 21)]
