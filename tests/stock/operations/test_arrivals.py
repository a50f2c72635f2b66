"""What was undone was never here: its codes are free for the same again, and the ledger keeps what was."""

import flask_migrate
import pytest
from sqlalchemy import select

from tests.support.loans import tagged
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.stock.imports import columns, imports, spreadsheets
from webapp.stock.ledger import ledger, verify
from webapp.stock.ledger.ledger import Line
from webapp.stock.ledger.not_undone import stands
from webapp.stock.models import Item, Level, Operation, Unit
from webapp.stock.operations import undo
from webapp.stock.units import tags, units
from webapp.stock.units.tags import New

TESS = Actor(1, "Tess", "teacher", 0)
LIST = b"name,asset tag,serial,batch,qty,location\nTuba,T 1,77,,,Store\nReed,R 1,,L-9,5,Store\nStand,,,,20,Store\n"
API = "/api/inventory"


@pytest.fixture(autouse=True)
def all_is_well_afterwards():
    """Here two units may share a tag: each test asks for the proof it needs."""


def bring(said=LIST):
    table = spreadsheets.read(said)
    with transaction():
        return imports.carry_out(TESS, table, columns.guess(table.header)).id


def newest():
    return db.session.scalar(
        select(Operation.id).where(stands()).order_by(Operation.id.desc()).limit(1)
    )


def take_back(id=None):
    with transaction():
        undo.undo(TESS, id or newest())


def here():
    """What stands, by tag."""
    standing = db.session.scalars(select(Unit).where(Unit.on_hand > 0).order_by(Unit.id))
    return {
        unit.tag: (unit.serial_number, unit.batch_code, unit.on_hand) for unit in standing
    }


def find(code):
    """The unit that a scan of this code finds."""
    return next(iter(units.search(TESS, code=code, limit=1)), None)


@pytest.fixture
def inside(app):
    with app.app_context():
        yield


def test_an_undone_import_can_be_repeated(inside):
    bring()
    there = here()
    for _ in range(2):
        take_back()
        assert here() == {}
        assert find("T1") is None
        assert find("L-9") is None
        assert imports.preview(
            TESS,
            spreadsheets.read(LIST),
            columns.guess(LIST.decode().split("\n")[0].split(",")),
        ).taken
        bring()
        assert here() == there
    assert find("t1").on_hand == find("77").on_hand == 1
    assert find("l-9").on_hand == 5
    assert list(verify.problems()) == []


def test_an_undone_import_can_be_repeated_in_another_reading(inside):
    """Which is why somebody undoes it: the same tags and serials are other things now."""
    bring()
    take_back()
    bring(LIST.replace(b"Tuba", b"Tuba in F"))
    assert find("T 1").item_name == "Tuba in F"
    assert list(verify.problems()) == []


def test_an_undone_import_can_be_repeated_with_the_right_prices(inside):
    """And once pieces of it stand, the value of an item stays."""
    said = b"name,qty,price,Remark,location\nOboe,2,19125,New,Store\n"
    bring(said)
    take_back()
    bring(said.replace(b"19125", b"19.13"))
    oboe = db.session.scalars(select(Item).where(Item.name == "Oboe")).one()
    assert (oboe.value_minor, oboe.notes) == (1913, "Remark: New")
    assert (
        db.session.scalar(select(Level.value_minor).where(Level.item_id == oboe.id))
        == 2 * 1913
    )
    bring(said.replace(b"19125", b"7"))
    assert oboe.value_minor == 1913
    assert list(verify.problems()) == []


@pytest.mark.parametrize(
    "body",
    [
        {"item": 1, "tags": ["VLN-7", "VLN-8"], "serials": ["S 1", "S 2"]},
        {"item": 1, "batch_number": "B 1", "quantity": 6, "tags": ["BOX-1"]},
        {"item": 1, "quantity": 2, "tagged": True},
    ],
)
def test_an_undone_receipt_can_be_repeated_with_its_tags(app, as_, body):
    tess = as_("tess")
    receive = {"kind": "receive", "lines": [body]}
    with app.app_context():
        for _ in range(3):
            there = _receive_and_take_back(tess, receive, counts_on="tagged" in body)
            assert here() == {}
        assert tess.post(f"{API}/operations/batch/", json=receive).status_code == 201
        assert here() == there
        assert list(verify.problems()) == []


def _receive_and_take_back(tess, receive, *, counts_on):
    """What was there in between; the same tags twice are refused, tags that are counted on are not."""
    path = f"{API}/operations/batch/"
    assert tess.post(path, json=receive).status_code == 201
    there = here()
    assert tess.post(path, json=receive).status_code == (201 if counts_on else 422)
    if counts_on:
        take_back()
    take_back()
    return there


def test_undone_tags_can_be_given_again(inside):
    for _ in range(2):
        with transaction():
            tags.add(TESS, item=1, units=[New("V 1", "S 1"), New()], already_here=True)
        there = here()
        take_back()
    with transaction():
        tags.add(TESS, item=1, units=[New("V 1", "S 1"), New()])
    assert here() == there
    assert set(there) == {"V 1", "INS-00001-001"}


def test_what_was_really_here_keeps_its_codes(app, as_):
    """Sold is not undone."""
    with app.app_context():
        with transaction():
            unit = tagged("VLN-1", "S 1")
            ledger.record(
                TESS, "sell", [Line(1, 1, "SALE", "available", "outside", 1, unit)]
            )
        again = {"kind": "receive", "lines": [{"item": 1, "tags": ["VLN-1"]}]}
        refused = as_("tess").post(f"{API}/operations/batch/", json=again)
        assert refused.status_code == 422
        assert "already in stock" in refused.text
        assert find("VLN-1").id == unit


@pytest.mark.parametrize("serial", ["S 1", None])
def test_a_unit_that_is_here_again_has_its_codes_again(inside, serial):
    with transaction():
        first = tagged("VLN-1", serial)
    take_back()
    with transaction():
        tagged("VLN-2")
    assert find("VLN-1") is None
    back = [Line(1, 1, "PURCHASE", "outside", "available", 1, first)]
    with transaction():
        ledger.record(TESS, "receive", back)
    assert find("VLN-1").id == find(serial or "VLN-1").id == first
    take_back()
    with transaction():
        second = tagged("VLN-1")
        ledger.record(TESS, "receive", back)
    assert find("VLN-1").id == second
    assert (
        "unit 1 has the tag VLN-1, which another unit has too: a scan finds that one"
        in list(verify.problems())
    )


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection")
def test_what_was_undone_before_is_free_after_the_upgrade_and_nothing_is_lost_on_the_way_down(
    inside,
):
    with transaction():
        tagged("VLN-1", "S 1")
    take_back()
    flask_migrate.downgrade(revision="0018")
    flask_migrate.upgrade()
    db.session.remove()
    assert find("VLN-1") is None
    with transaction():
        tagged("VLN-1", "S 1")
    flask_migrate.downgrade(revision="0018")
    flask_migrate.upgrade()
    db.session.remove()
    assert find("VLN-1").id == find("S 1").id == 2
    assert here() == {"VLN-1": ("S 1", None, 1)}
    assert db.session.get(Unit, 1).on_hand == 0
    assert list(verify.problems()) == []
