"""Alerts: what is low, what wants maintenance, whose warranty ends; each in its place and counted."""

from datetime import timedelta

import pytest

from tests.support.loans import TESS, tagged
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.school import calendar
from webapp.stock import levels
from webapp.stock.items import archiving, items
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Unit

API = "/api/inventory/levels/alerts/"
KINDS = ("low_stock", "maintenance_due", "warranty_ending")


def test_all_is_well(as_):
    told = as_("dora").get(API).json
    assert told["counts"] == dict.fromkeys(KINDS, 0)
    assert told["low_stock"] == []
    assert "All is well" in as_("dora").get("/levels/alerts").text


@pytest.fixture
def low(app):
    """Few violins, no cello, and something nobody wants more of."""
    with app.app_context(), transaction():
        levels.describe(TESS, 1, reorder_point=2, reorder_quantity=4)
        levels.describe(TESS, 2, reorder_point=5)
        ledger.record(TESS, "test", [Line(2, 1, "RENTAL_OUT", "available", "on_rent", 5)])
        items.add(TESS, name="Nobody asked for it", category="accessory", location="Store")


def test_low_and_empty_shelves_the_emptiest_first(as_, low):
    alerts = as_("dora").get(API).json
    cello, violin = alerts["low_stock"]
    assert cello["item_name"] == "Cello 3/4"
    assert (cello["status"], cello["available"]) == ("out_of_stock", 0)
    assert violin["item_name"] == "Student Violin 4/4"
    assert (violin["status"], violin["available"]) == ("low_stock", 2)
    assert violin["wanted"] == 4
    assert alerts["counts"]["low_stock"] == 2
    assert alerts["links"]["low_stock"] == "/levels/alerts#low_stock"


def test_the_page_of_low_shelves(as_, low):
    page = as_("dora").get("/levels/alerts").text
    assert "Low in stock (2)" in page
    assert 'id="low_stock"' in page
    assert "Nobody asked" not in page


def test_what_was_given_up_is_not_wanted(app, as_):
    with app.app_context(), transaction():
        levels.describe(TESS, 1, reorder_point=2)
        archiving.remove(TESS, 1)
    assert as_("dora").get(API).json["counts"]["low_stock"] == 0


NEAR_DAYS = [
    (-400, 1, 0),
    (-1, 1, 0),
    (0, 1, 1),
    (7, 1, 1),
    (8, 0, 1),
    (30, 0, 1),
    (31, 0, 0),
]


@pytest.mark.parametrize(("days", "maintenance", "warranty"), NEAR_DAYS)
def test_units_whose_day_is_near(app, as_, days, maintenance, warranty):
    with app.app_context(), transaction():
        unit = db.session.get(Unit, tagged("VLN-1"))
        unit.next_maintenance_on = unit.warranty_until = calendar.today() + timedelta(
            days=days
        )
    told = as_("dora").get(API).json
    assert (told["counts"]["maintenance_due"], told["counts"]["warranty_ending"]) == (
        maintenance,
        warranty,
    )
    assert [unit["tag"] for unit in told["maintenance_due"]] == ["VLN-1"] * maintenance
    page = as_("dora").get("/levels/alerts").text
    assert page.count('href="/units/1"') == maintenance + warranty
    assert ("(late)" in page) == (days < 0)


def test_a_unit_that_is_gone_needs_nothing(app, as_):
    with app.app_context(), transaction():
        unit = db.session.get(Unit, tagged("VLN-1"))
        unit.next_maintenance_on = calendar.today()
        ledger.record(
            TESS, "sell", [Line(1, 1, "SALE", "available", "outside", 1, unit.id)]
        )
    assert as_("dora").get(API).json["counts"]["maintenance_due"] == 0


def test_students_are_not_told(as_):
    assert (
        as_("sol").get(API).status_code
        == as_("sol").get("/levels/alerts").status_code
        == 403
    )


def test_many_are_counted_and_the_first_shown(app, as_):
    dora = as_("dora")
    with counted(app) as few:
        dora.get("/levels/alerts")
    with app.app_context(), transaction():
        for n in range(55):
            item = items.add(
                TESS, name=f"Oboe {n}", category="instrument", location="Store"
            )
            levels.describe(TESS, ledger.level(item.id, 1).id, reorder_point=1)
    with counted(app) as many:
        page = dora.get("/levels/alerts").text
    assert len(few) == len(many)
    assert "The first 50 of 55" in page
