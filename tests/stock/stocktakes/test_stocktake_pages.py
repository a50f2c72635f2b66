"""Counting in a browser without scripts: scan, tick, type, review, see what will change, write it."""

import re

import pytest
from sqlalchemy import select

from tests.support.loans import tagged
from webapp.core.db import db, transaction
from webapp.stock.ledger import verify
from webapp.stock.models import Level, Operation, Stocktake, StocktakeLine

AT = "/stocktakes/1"


@pytest.fixture
def dora(app, as_):
    """Dora counts the store, where VLN-1 and VLN-2 are kept beside two violins and five cellos without a tag."""
    with app.app_context(), transaction():
        tagged("VLN-1"), tagged("VLN-2")
    dora = as_("dora")
    assert dora.post("/stocktakes/new", data={"location": "1"}).headers["Location"] == AT
    return dora


def lines(app):
    with app.app_context():
        found = db.session.scalars(select(StocktakeLine).order_by(StocktakeLine.id))
        return [(line.item_id, line.unit_id, line.code, line.counted) for line in found]


def test_from_the_empty_list_to_what_was_written(app, dora, as_):
    assert "Nothing counted yet" not in dora.get("/stocktakes").text
    _count(app, dora)
    _check_review(dora)
    seen = _choose(dora)
    assert dora.post(f"{AT}/apply", data={"seen": seen}).headers["Location"] == AT
    _check_is_written(dora)
    with app.app_context():
        assert (
            db.session.scalars(select(Level.available).where(Level.item_id == 2)).one() == 4
        )
        assert list(verify.problems()) == []


def _check_review(dora):
    """Counting is over: one surprise, the rest as expected."""
    assert (
        dora.post(f"{AT}/review").headers["Location"]
        == dora.get(AT).headers["Location"]
        == f"{AT}/review"
    )
    review = dora.get(f"{AT}/review").text
    assert "1 surprise<" in review
    assert "1 fewer than expected" in review
    assert "2 as expected" in review


def _count(app, dora):
    """A violin by scan, one by tick, and four cellos."""
    last = dora.post(AT, data={"code": "vln-1"}, follow_redirects=True).text
    assert "VLN-1" in last
    assert "As expected" in last
    assert (
        "Already counted"
        in dora.post(AT, data={"code": "VLN-1"}, follow_redirects=True).text
    )
    dora.post(f"{AT}/tick", data={"unit": ["2"], "item-2": "4", "item-1": " "})
    assert lines(app) == [(1, 1, "", 1), (1, 2, "", 1), (2, None, "", 4)]


def _choose(dora):
    """What would be written with a choice and without; the mark of what was seen."""
    shown = dora.post(
        f"{AT}/choose", data={"missing_items": "1"}, follow_redirects=True
    ).text
    assert "worth €600.00 in all" in shown
    assert "who did not start the count" in shown
    shown = dora.post(f"{AT}/choose", follow_redirects=True).text
    assert "−€300.00" in shown
    assert "Counted fewer than expected" in shown
    return re.search(r'name="seen" value="(\w+)"', shown)[1]


def _check_is_written(dora):
    """What was changed, and that it is over."""
    done = dora.get(AT).text
    assert "What was changed" in done
    assert "−€300.00" in done
    assert "Applied" in dora.get("/stocktakes").text


def test_what_changed_since_it_was_seen_is_not_written(app, dora):
    dora.post(f"{AT}/tick", data={"item-2": "4"})
    dora.post(f"{AT}/review")
    seen = re.search(r'name="seen" value="(\w+)"', dora.get(f"{AT}/apply").text)[1]
    dora.post(f"{AT}/reopen")
    dora.post(f"{AT}/tick", data={"item-2": "5"})
    dora.post(f"{AT}/review")
    no = dora.post(f"{AT}/apply", data={"seen": seen})
    assert no.status_code == 409
    assert "What would change is different now" in no.text
    assert "See what will change" in no.text
    with app.app_context():
        assert (
            db.session.scalars(select(Operation).where(Operation.kind == "stocktake")).all()
            == []
        )


def test_pieces_without_a_tag_are_asked_for_their_number(app, dora):
    sku = dora.get("/api/inventory/items/2/").json["sku"]
    no = dora.post(AT, data={"code": sku})
    assert no.status_code == 422
    assert f'value="{sku}"' in no.text
    assert "Enter how many pieces there are" in no.text
    assert re.search(r'id="counted"[^>]*autofocus', no.text)
    assert lines(app) == []
    assert (
        "5 counted"
        in dora.post(AT, data={"code": sku, "counted": "5"}, follow_redirects=True).text
    )


@pytest.mark.parametrize("number", ["-1", "many", "1000001"])
def test_a_bad_number_keeps_what_was_typed_and_counts_nothing(app, dora, number):
    no = dora.post(f"{AT}/tick", data={"unit": ["1"], "item-2": number, "item-1": "2"})
    assert no.status_code == 422
    assert lines(app) == []
    assert f'value="{number}"' in no.text
    assert 'id="item-2-error"' in no.text
    assert 'value="2"' in no.text
    assert re.search(r'id="unit-1"[^>]*checked', no.text)


def test_ticking_what_is_not_there_counts_nothing(app, dora):
    assert dora.post(f"{AT}/tick", data={"unit": ["1", "99"]}).status_code == 404
    assert dora.post(f"{AT}/tick", data={"unit": ["1"], "item-99": "1"}).status_code == 404
    assert dora.post(f"{AT}/tick", data={"unit": ["x"]}).status_code == 422
    assert lines(app) == []


def test_what_was_scanned_wrongly_is_forgotten(app, dora):
    page = dora.post(AT, data={"code": "nobody's"}, follow_redirects=True).text
    assert "Unknown code" in page
    line = re.search(r'form="forget" name="line" value="(\d+)"', page)[1]
    assert dora.post(f"{AT}/forget", data={"line": line}).status_code == 303
    assert lines(app) == []


def test_one_count_at_a_location_and_given_up_it_is_free(app, dora):
    no = dora.post("/stocktakes/new", data={"location": "1", "notes": "mine"})
    assert no.status_code == 409
    assert "Store is already being counted" in no.text
    assert "mine" in no.text
    assert dora.post("/stocktakes/new", data={"location": "99"}).status_code == 422
    dora.post(f"{AT}/cancel")
    assert "nothing was changed" in dora.get(AT).text
    assert (
        dora.post("/stocktakes/new", data={"location": "1", "is_blind": "y"}).status_code
        == 303
    )
    with app.app_context():
        assert [
            (s.status, s.is_blind)
            for s in db.session.scalars(select(Stocktake).order_by(Stocktake.id))
        ] == [
            ("cancelled", False),
            ("counting", True),
        ]


def test_students_send_nothing(app, dora, as_):
    sol = as_("sol")
    for path in (
        "new",
        "1",
        "1/tick",
        "1/forget",
        "1/review",
        "1/reopen",
        "1/choose",
        "1/apply",
        "1/cancel",
    ):
        said = {"location": "1", "code": "x", "line": "1"}
        assert sol.post(f"/stocktakes/{path}", data=said).status_code == 403, path
    assert lines(app) == []


def test_the_sheet_can_be_printed(dora):
    sheet = dora.get(f"{AT}/sheet").text
    assert "Cello 3/4" in sheet
    assert "VLN-2" in sheet
    assert "Counted by" in sheet
