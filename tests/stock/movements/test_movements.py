"""The ledger as people read it: every line findable, counted by type and month, and its rules in words."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import webapp
from tests.support.loans import TESS, tagged
from tests.support.queries import counted
from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Location
from webapp.stock.models.states import RULES
from webapp.stock.movements import movement_types

DORA = Actor(4, "Dora", "desk", 0)
API = "/api/inventory/movements/"
SEED = """
PURCHASE PURCHASE_RETURN SALE SALE_RETURN RENTAL_OUT RENTAL_RETURN RENTAL_RETURN_DAMAGED RENTAL_RETURN_MIXED
RENTAL_EXTENSION DAMAGE_ASSESSMENT SENT_FOR_REPAIR REPAIR_COMPLETED WRITE_OFF ADJUSTMENT_POSITIVE ADJUSTMENT_NEGATIVE
SYSTEM_CORRECTION TRANSFER_IN TRANSFER_OUT RESERVATION_CREATED RESERVATION_CANCELLED RESERVATION_EXTENDED DAMAGE_LOSS
THEFT_LOSS EXPIRY_LOSS
"""


@pytest.fixture
def moved(app):
    def move(
        type="PURCHASE",
        came="outside",
        went="available",
        quantity=1,
        item=1,
        location=1,
        actor=TESS,
        at=None,
    ):
        line = Line(item, location, type, came, went, quantity)
        with app.app_context(), transaction(), clock.at(at or clock.now()):
            return ledger.record(actor, "test", [line]).id

    return move


def ids(browser, **asked):
    answer = browser.get(API, query_string=asked)
    assert answer.status_code == 200, answer.json
    return [each["id"] for each in answer.json]


def test_every_way_to_find_one(app, as_, wish, moved):
    with app.app_context(), transaction():
        db.session.add(Location(name="Annexe"))
        unit = tagged("VLN-1")  # movement 3
    moved(location=2, actor=DORA)  # 4
    moved("DAMAGE_ASSESSMENT", "available", "damaged", item=2)  # 5
    as_("sol").post("/api/inventory/checkouts/", json=wish)
    as_("tess").post("/api/inventory/checkouts/1/approve/", json={})
    as_("tess").post("/api/inventory/checkouts/1/set_aside/", json={})  # 6
    dora = as_("dora")
    _check_filters(unit, dora)
    page = dora.get("/movements?type=DAMAGE_ASSESSMENT").text
    assert "Cello 3/4" in page
    assert "/operations/5" in page
    assert "Student Violin" not in page
    assert "Nothing found" in dora.get("/movements?item=99").text


def _check_filters(unit, dora):
    """Each filter alone, and some together."""
    assert ids(dora) == [6, 5, 4, 3, 2, 1]
    assert ids(dora, item=2) == [5, 2]
    assert ids(dora, location=2) == ids(dora, actor=4) == [4]
    assert ids(dora, unit=unit) == [3]
    assert ids(dora, checkout=1) == ids(dora, type="RESERVATION_CREATED") == [6]
    assert ids(dora, type="DAMAGE_ASSESSMENT", item=1) == []
    assert ids(dora, operation=5) == [5]


def test_one_line_says_it_all(as_, moved):
    moved(quantity=4)
    told = as_("dora").get(f"{API}3/").json
    assert (told["kind"], told["item_name"], told["location"], told["category"]) == (
        *("test", "Student Violin 4/4", "Store", "PURCHASE"),
    )
    assert (
        told["quantity"],
        told["after"]["available"],
        told["value_change"],
        told["value_after"],
    ) == (*(4, 6, "0.00", "600.00"),)
    assert re.fullmatch("[0-9a-f]{64}", told["hash"])


def test_days_are_the_schools_own(as_, moved):
    """Half past midnight in Berlin on the first is still the day before in UTC."""
    moved(at=datetime(2030, 5, 31, 22, 30, tzinfo=UTC))
    dora = as_("dora")
    assert ids(dora, since="2030-06-01", until="2030-06-01") == [3]
    assert 3 not in ids(dora, until="2030-05-31")
    told = dora.get(f"{API}statistics/?since=2030-05-01&until=2030-06-30").json
    assert told["by_month"] == {
        "2030-05": {"movements": 0, "pieces": 0},
        "2030-06": {"movements": 1, "pieces": 1},
    }


def test_statistics(as_, moved):
    moved(quantity=5)
    moved("SALE", "available", "outside", 2)
    moved("THEFT_LOSS", "available", "outside", 1)
    moved("DAMAGE_LOSS", "available", "outside", 1)
    dora = as_("dora")
    told = dora.get(f"{API}statistics/").json
    _check_sums(told)
    assert dora.get(f"{API}statistics/?type=SALE").json["by_category"] == {
        "SALE": {"movements": 1, "pieces": 2}
    }
    page = dora.get("/movements/statistics").text
    assert "Selling" in page
    assert "Is lost or stolen" in page


def _check_sums(told):
    """Movements and pieces by type, category and month."""
    assert told["by_type"]["PURCHASE"] == {"movements": 1, "pieces": 5}
    assert told["by_category"]["LOSS"] == {"movements": 2, "pieces": 2}
    assert told["by_category"]["ADJUSTMENT"] == {
        "movements": 2,
        "pieces": 7,
    }  # the opening balances
    assert len(told["by_month"]) == 12
    assert list(told["by_month"].values())[-1] == {"movements": 6, "pieces": 16}


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("since=2001-01-01", "since"),
        ("since=2026-02-02&until=2026-02-01", "until"),
        ("until=1999-12-31", "until"),
    ],
)
def test_statistics_that_cannot_be(as_, asked, field):
    no = as_("dora").get(f"{API}statistics/?{asked}")
    assert no.status_code == 422
    assert field in no.json["fields"]


@pytest.mark.parametrize(
    "asked",
    ["type=rental_out", "unit=-1", "since=2026-13-01", "after=x", "checkout=9999999999"],
)
def test_what_cannot_be_asked(as_, asked):
    dora = as_("dora")
    assert (
        dora.get(f"{API}?{asked}").status_code
        == dora.get(f"/movements?{asked}").status_code
        == 422
    )


def test_page_by_page_with_as_many_queries_for_more(app, as_, moved):
    dora = as_("dora")
    with counted(app) as few:
        dora.get("/movements")
    with app.app_context(), transaction():
        lines = [Line(1, 1, "PURCHASE", "outside", "available", 1) for _ in range(60)]
        id = ledger.record(TESS, "test", lines).id
    with counted(app) as many:
        page = dora.get("/movements").text
    assert len(few) == len(many)
    assert 'rel="next"' in page
    _check_cursor(dora, id)
    older = re.search(r'href="([^"]+)" rel="next"', dora.get(f"/operations/{id}").text)[1]
    assert len(re.findall("<tr>", dora.get(older.replace("&amp;", "&")).text)) == 11


def _check_cursor(dora, id):
    """The API's pages hold each movement of the operation once."""
    found, path = [], f"{API}?limit=25&operation={id}"
    while path:
        answer = dora.get(path)
        found += [each["id"] for each in answer.json]
        path = answer.headers.get("Link", "").split(">")[0][1:]
    assert found == list(range(62, 2, -1))


def test_only_staff_and_only_what_is_there(as_):
    sol, dora = as_("sol"), as_("dora")
    pages = (
        "/movements",
        "/movements/rules",
        "/movements/statistics",
        "/movements/export.csv",
    )
    for path in (*pages, API, f"{API}1/", f"{API}statistics/", f"{API}export/"):
        assert sol.get(path).status_code == 403, path
        assert dora.get(path).status_code == 200, path
    assert dora.get(f"{API}99/").status_code == 404


def test_every_type_of_the_seed_is_explained(as_):
    names = SEED.split()
    assert len(names) == 24
    assert set(movement_types.TYPES) == set(names)
    page = as_("dora").get("/movements/rules").text
    for name in names:
        row = re.search(rf">{name}</span></td>(.*?)</tr>", page, re.S)[1]
        type = movement_types.TYPES[name]
        assert bool(type.by) is ("Not used" not in row), name
        assert bool(type.by) is not bool(type.why), name
        assert len(re.findall("→", row)) == (
            0 if name == "SYSTEM_CORRECTION" else len(movement_types.ways(name))
        ), name
    assert {name for name, *_ in RULES} <= set(names)


def test_what_is_said_to_be_written_by_nothing_is_not():
    """A type that some verb begins to write must be explained anew on the page."""
    folder = Path(webapp.__file__).parent
    besides = {"states.py", "movement_types.py"}
    code = "".join(
        path.read_text() for path in folder.glob("**/*.py") if path.name not in besides
    )
    assert '"RENTAL_OUT"' in code
    assert not [
        name
        for name, type in movement_types.TYPES.items()
        if type.why and f'"{name}"' in code
    ]


def test_yesterday_and_today(as_, moved):
    moved(at=clock.now() - timedelta(days=400))
    assert as_("dora").get(f"{API}statistics/").json["by_type"].get("PURCHASE") is None
