"""Valuation: the ledger's amounts, added up two ways, and the movement they rest on."""

from tests.support.loans import TESS
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.stock import levels
from webapp.stock.items import items
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Item, Level, Movement

API = "/api/inventory/levels/valuation/"


def test_both_ways_are_the_same_stock(app, as_):
    _add_reeds(app)
    told = as_("dora").get(API).json
    reeds = {"pieces": 5, "value": "1.99", "average_cost": "0.40"}
    rest = {"pieces": 6, "value": "1800.00", "average_cost": "300.00"}
    assert told["by_location"] == [{"name": "Annexe"} | reeds, {"name": "Store"} | rest]
    assert told["by_category"] == [
        {"name": "accessory"} | reeds,
        {"name": "instrument"} | rest,
    ]
    assert told["total"] == {
        "name": "All",
        "pieces": 11,
        "value": "1801.99",
        "average_cost": "163.82",
    }
    with app.app_context():
        last = db.session.get(Movement, told["movement"])
        assert last.hash == told["hash"]
        assert last.id == 6
        assert told["currency"] == "EUR"
    _check_page(as_, told)


def _add_reeds(app):
    """Five reeds at another place, worth 1.99 in all; four cellos lent, a violin sold."""
    with app.app_context(), transaction():
        items.add(TESS, name="Reed", category="accessory", location="Annexe", quantity=3)
        bought = [Line(3, 2, "PURCHASE", "outside", "available", 2, value_delta_minor=199)]
        ledger.record(
            TESS, "receive", [*bought, Line(2, 1, "RENTAL_OUT", "available", "on_rent", 4)]
        )
        ledger.record(TESS, "sell", [Line(1, 1, "SALE", "available", "outside", 1)])
        assert db.session.query(Level).count() == 3


def _check_page(as_, told):
    """The page says the same, and the hash it rests on."""
    page = as_("dora").get("/levels/valuation").text
    assert page.count("€1,801.99") == 2
    assert "€0.40" in page
    assert "Accessory" in page
    assert told["hash"][:12] in page


def test_nothing_to_value(app, as_):
    with app.app_context(), transaction():
        for id, pieces in ((1, 2), (2, 5)):
            ledger.record(
                TESS, "sell", [Line(id, 1, "SALE", "available", "outside", pieces)]
            )
    assert as_("dora").get(API).json["total"]["average_cost"] is None
    assert "Nothing to value" in as_("dora").get("/levels/valuation").text


def test_nothing_has_no_average():
    assert [levels.average(*of) for of in ((0, 0), (1, 2), (2, 3), (1, 3), (7, 7))] == [
        None,
        1,
        1,
        0,
        1,
    ]


def test_students_do_not_see_it_and_more_asks_no_more(app, as_):
    assert (
        as_("sol").get(API).status_code
        == as_("sol").get("/levels/valuation").status_code
        == 403
    )
    dora = as_("dora")
    with counted(app) as few:
        dora.get("/levels/valuation")
    with app.app_context(), transaction():
        for n in range(12):
            items.add(
                TESS,
                name=f"Oboe {n}",
                category="instrument",
                location=f"Shelf {n}",
                quantity=1,
            )
        assert db.session.query(Item).count() == 14
    with counted(app) as many:
        dora.get("/levels/valuation")
    assert len(few) == len(many)
