"""Beginning a transfer: it goes somewhere else, with what is there and free to go."""

import pytest
from sqlalchemy import func, select

from tests.stock.transfers.journeys import ANNEXE, API, CELLAR, DOORS, STORE, TESS, act
from webapp.core.db import db, transaction
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import (
    Movement,
    Transfer,
)


def test_only_what_is_there_and_free_may_go(app, as_, desk, draft, wish):
    def tried(*lines):
        return desk.post(
            API, json={"from_location": STORE, "to_location": ANNEXE, "lines": lines}
        )

    no = tried({"item": 2, "quantity": 6})
    assert no.status_code == 409
    assert no.json["facts"]["have"] == 5
    assert no.json["facts"]["asked"] == 6
    no = tried({"item": 1, "quantity": 3})
    assert no.status_code == 409
    assert "scan those" in no.json["detail"]
    _check_unknown(tried)
    _check_not_on_the_shelf(app, desk, draft, tried)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Transfer)) == 1


def _check_unknown(tried):
    """What is wrong with a line is said at its number."""
    assert tried({"unit": 99}).json["fields"] == {"lines.0": ["Unit not found"]}
    assert tried({"item": 99}).json["fields"] == {"lines.0": ["Item not found"]}
    assert tried({"item": 2, "unit": 1}).json["fields"] == {
        "lines.0": ["This item has no such unit"]
    }
    assert tried({}).json["fields"] == {"lines.0": ["Enter a unit or an item"]}
    assert tried({"unit": 1}, {"unit": 1}).json["fields"] == {
        "lines.1": ["VLN-1 is already on this transfer"]
    }
    assert tried({"unit": 1, "quantity": 2}).json["fields"] == {
        "lines.0": ["VLN-1 can only move as a whole: 1 piece"]
    }


def _check_not_on_the_shelf(app, desk, draft, tried):
    """What is elsewhere or on loan does not go."""
    act(desk, draft({"unit": 2}), "send", at_once=True)
    no = tried({"unit": 1}, {"unit": 2})
    assert no.status_code == 422
    assert no.json["fields"] == {"lines.1": ["VLN-2 is not here but at Annexe"]}
    with app.app_context(), transaction():
        ledger.record(
            TESS, "hand out", [Line(1, 1, "RENTAL_OUT", "available", "on_rent", 1, 3)]
        )
    no = tried({"unit": 3})
    assert no.status_code == 409
    assert no.json["facts"] == {"unit": "VLN-3", "state": "on_rent", "line": "lines.0"}


def test_what_is_set_aside_for_loans_stays(app, desk, draft):
    with app.app_context(), transaction():
        ledger.record(
            TESS, "approve", [Line(1, 1, "RESERVATION_CREATED", "available", "reserved", 3)]
        )
    id = draft({"unit": 1}, {"unit": 2})
    no = desk.post(f"{API}{id}/lines/", json={"lines": [{"unit": 3}]})
    assert no.status_code == 409
    assert "set aside" in no.json["detail"]
    assert no.json["facts"] == {
        "state": "available",
        "have": 2,
        "asked": 3,
        "line": "lines.0",
    }
    assert act(desk, id, "send").status_code == 200


@DOORS
def test_it_goes_somewhere_else(app, as_, desk, door):
    def tried(ends):
        said = {
            "from_location": ends[0],
            "to_location": ends[1],
            "notes": "for the concert",
        }
        return (
            desk.post("/transfers/new", data=said)
            if door == "page"
            else desk.post(API, json=said)
        )

    as_("tess").patch("/api/inventory/locations/3/", json={"is_active": False})
    _check_bad_ends(door, tried)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Transfer)) == 0
    assert tried((STORE, ANNEXE)).status_code in (201, 303)


def _check_bad_ends(door, tried):
    """Not to where it is, to nowhere, or to a place given up."""
    for ends, words in (
        ((STORE, STORE), "Choose another location"),
        ((STORE, 99), "Location not found"),
        ((STORE, CELLAR), "Cellar is no longer used"),
        (
            (STORE, -1),
            "a name or an id" if door == "api" else "There is no location called -1",
        ),
    ):
        no = tried(ends)
        assert no.status_code == 422
        assert words in no.text
        assert door == "api" or "for the concert" in no.text


BAD = [
    ("", {"from_location": 1, "to_location": 2, "lines": [{"item": 2, "quantity": 0}]}),
    (
        "",
        {"from_location": 1, "to_location": 2, "lines": [{"item": 2, "quantity": -1}]},
    ),
    (
        "",
        {
            "from_location": 1,
            "to_location": 2,
            "lines": [{"item": 2, "quantity": 10**9}],
        },
    ),
    ("", {"from_location": 1, "to_location": 2, "lines": [{"item": True}]}),
    ("", {"from_location": 1, "to_location": 2, "lines": "VLN-1"}),
    ("", {"from_location": 1, "to_location": 2, "notes": "a\u202eb"}),
    ("", {"from_location": 1, "to_location": 2, "lines": [{"item": 2}] * 1_001}),
    ("1/receive/", {"lines": []}),
    ("1/receive/", {"lines": [{"line": 99}]}),
    ("1/receive/", {"lines": [{"line": 1, "condition": "fine"}]}),
    ("1/lose/", {"lines": [{"line": 1}], "notes": " "}),
    ("1/lose/", {"lines": [{"line": 1}], "notes": "x", "reason": "used_up"}),
    ("1/send/", {"at_once": "yes"}),
]


@pytest.mark.parametrize(
    ("path", "said"),
    BAD,
)
def test_bad_input_writes_nothing(app, desk, sent, path, said):
    sent({"item": 2, "quantity": 3})
    with app.app_context():
        before = db.session.scalar(select(func.max(Movement.id)))
    assert desk.post(f"{API}{path}", json=said).status_code == 422
    with app.app_context():
        assert db.session.scalar(select(func.max(Movement.id))) == before
        assert db.session.scalar(select(func.count()).select_from(Transfer)) == 1
