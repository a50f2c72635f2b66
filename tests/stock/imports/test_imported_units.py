"""What came in by a spreadsheet is found, lent, and kept back like everything else."""

import pytest
from sqlalchemy import select

from tests.support.days import ahead
from tests.support.imports import FILE, SOL, TESS, bring
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.lending.availability import availability
from webapp.stock.items import items
from webapp.stock.ledger import verify
from webapp.stock.models import Unit
from webapp.stock.units import units

LOANS = "/api/inventory/checkouts/"


def test_imported_things_are_found_by_make_model_location_and_serial(inside):
    bring(FILE.read_bytes(), location="Music Office", create_locations=True)
    for words in ("jupiter 710 saxophone", "SAXOPHONE, ALTO JAS 710", "pearl ms music"):
        assert items.search(SOL, words=words), words
    (unit,) = units.search(TESS, serial=" isk 3120157238 ", item=None, after=0, limit=5)
    assert (unit.serial_number, unit.tag, unit.available) == ("ISK 3120157238", "CG-4", 1)
    (issued,) = units.search(TESS, serial="XF56514", item=None, after=0, limit=5)
    assert issued.blocked_reason == "issued before Backline"
    assert "issued_on: 2024-10-07" in issued.notes
    with pytest.raises(Conflict, match="issued before Backline"):
        units.pick(issued.item_id, issued.id)
    alto = items.show(TESS, issued.item_id)
    assert alto.quantity - availability.shelf(alto.item.id).lendable == 11


def with_serial(serial):
    unit = db.session.scalars(select(Unit).where(Unit.serial_number == serial)).one()
    return unit.id, unit.item_id


def hand_out(browser, loan, unit):
    assert browser.post(f"{LOANS}{loan}/approve/").status_code == 200
    return browser.post(f"{LOANS}{loan}/hand_out/", json={"unit": unit})


@pytest.fixture
def instruments(app):
    with app.app_context():
        bring(FILE.read_bytes(), location="Music Office", create_locations=True)
    yield
    with app.app_context():
        assert list(verify.problems()) == []


def test_an_imported_instrument_is_lent(app, as_, instruments):
    with app.app_context():
        unit, item = with_serial("452363")
    request = {"item": item, "quantity": 1, "due_date": str(ahead(3))}
    asked = as_("sol").post(LOANS, json=request)
    assert asked.status_code == 201, asked.json
    out = hand_out(as_("tess"), asked.json["id"], unit)
    assert (out.status_code, out.json["status"]) == (200, "out")
    with app.app_context():
        assert db.session.get(Unit, unit).on_rent == 1


def test_one_that_was_issued_is_not_lent(app, as_, instruments):
    with app.app_context():
        issued, lone = with_serial("1260")
    request = {"item": lone, "quantity": 1, "due_date": str(ahead(3))}
    refused = as_("sol").post(LOANS, json=request)
    assert (refused.status_code, refused.json["facts"]["free"]) == (409, 0)
    with app.app_context():
        assert db.session.get(Unit, issued).on_rent == 0
