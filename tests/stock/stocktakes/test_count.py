"""Counting: by scan, by number, again and at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.stock.stocktakes.counts import (
    API,
    CELLO,
    STORE,
    VIOLIN,
    act,
    apply,
    begin,
    count,
    findings,
    level,
)
from tests.support.loans import TESS
from webapp.core.db import db
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import StocktakeLine, Unit


def test_twice_scanned_is_once_and_a_recount_replaces(app, dora, violins):
    at = begin(dora)
    assert [count(dora, at, code=code)["again"] for code in ("VLN-1", "vln-1", "S1")] == [
        False,
        True,
        True,
    ]
    count(dora, at, item=CELLO, counted=3)
    assert count(dora, at, item=CELLO, counted=5)["finding"]["counted"] == 5
    assert [count(dora, at, code="what?")["again"] for _ in range(2)] == [False, True]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(StocktakeLine)) == 3


def test_what_was_counted_can_be_forgotten(dora, violins):
    at = begin(dora)
    line = count(dora, at, code="VLN-1")["finding"]["line"]
    assert dora.delete(f"{at}lines/{line}/").status_code == 204
    assert findings(dora, at)["VLN-1"]["verdict"] == "not_counted"
    assert dora.delete(f"{at}lines/{line}/").status_code == 404
    assert dora.post("/stocktakes/1/forget", data={}).status_code == 404


def test_a_batch_is_counted_by_number(app, dora):
    def reeds():
        unit = Unit(item_id=VIOLIN, location_id=STORE, tag="REEDS", batch_code="B7")
        db.session.add(unit)
        db.session.flush()
        ledger.record(
            TESS,
            "receive",
            [Line(VIOLIN, STORE, "PURCHASE", "outside", "available", 10, unit.id)],
        )

    act(app, reeds)
    at = begin(dora)
    no = dora.post(f"{at}count/", json={"code": "b7"})
    assert no.status_code == 422
    assert no.json["fields"]["counted"] == ["Enter how many pieces there are"]
    assert (
        count(dora, at, code="REEDS", counted=8)["finding"]["words"]
        == "2 fewer than expected"
    )
    dora.post(f"{at}review/")
    assert apply(dora, at).status_code == 200
    assert level(app)["available"] == 10


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"code": ""},
        {"code": "a\u202eb"},
        {"code": "x" * 81},
        {"item": 2},
        {"item": 2, "counted": -1},
    ]
    + [
        {"item": 2, "counted": True},
        {"item": 2, "counted": 10**6},
        {"code": "VLN-1", "counted": 2},
    ],
)
def test_what_cannot_be_read_is_not_counted(app, dora, violins, said):
    at = begin(dora)
    assert dora.post(f"{at}count/", json=said).status_code == 422
    _check_not_found(dora, violins, at)
    assert dora.post(API, json={"location": 99}).json["fields"]["location"]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(StocktakeLine)) == 0


def _check_not_found(dora, violins, at):
    """No such item, no such unit, and no unit of another item."""
    for absent in (
        {"item": 99, "counted": 1},
        {"unit": 99},
        {"unit": violins[0], "item": CELLO},
    ):
        assert dora.post(f"{at}count/", json=absent).status_code == 404


def test_two_people_count_at_once(app, as_, dora, violins):
    at, desks = begin(dora), [as_("dora") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        codes = ["VLN-1", "VLN-2", "VLN-1", "nobody's"] * 2
        again = [
            each["again"]
            for each in pool.map(lambda n: count(desks[n % 4], at, code=codes[n]), range(8))
        ]
    assert sum(again) == 5
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(StocktakeLine)) == 3


def test_blind_says_nothing_of_what_is_expected(dora, violins):
    at = begin(dora, is_blind=True)
    assert dora.get(at).json["findings"] == []
    found = count(dora, at, item=CELLO, counted=4)["finding"]
    assert (found["verdict"], found["words"], found["expected"]) == (
        "counted",
        "Counted",
        None,
    )
    page = dora.get("/stocktakes/1").text
    assert "Cello 3/4" in page
    assert "VLN-1" not in page
    assert "expected" not in page
    assert "of 5" not in page
    sheet = dora.get("/stocktakes/1/sheet").text
    assert "Cello 3/4" in sheet
    assert "VLN-1" not in sheet
    assert "Expected" not in sheet
    dora.post(f"{at}review/")
    assert findings(dora, at)["Cello 3/4"]["expected"] == 5
    assert "4 counted, 5 expected" in dora.get("/stocktakes/1/review").text
