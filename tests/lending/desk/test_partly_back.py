"""After some pieces came back every place tells how many are still out, and the loan's page tells each return."""

import re
from datetime import UTC, datetime

import pytest

from tests.support.days import ahead
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.lending.agenda import due
from webapp.lending.models import Checkout

from ..telling.acts import tell

API = "/api/inventory/checkouts/"


@pytest.fixture
def partly(app, as_):
    """Sol has four of five cellos, one of which came back; the loan's id."""
    id = (
        as_("sol")
        .post(API, json={"item": 2, "quantity": 4, "due_date": str(ahead(1))})
        .json["id"]
    )
    tess = as_("tess")
    tess.post(f"{API}{id}/approve/", json={"hand_out": True})
    tess.post(f"{API}{id}/return_item/", json={"quantity": 1, "notes": "the small one"})
    return id


def pieces(answer):
    return {
        name: answer.json[name]
        for name in ("quantity", "granted", "out", "returned", "lost")
    }


def test_a_program_reads_what_was_granted_is_out_and_came_back(as_, partly):
    tess, sol = as_("tess"), as_("sol")
    expected = {"quantity": 4, "granted": 4, "out": 3, "returned": 1, "lost": 0}
    assert pieces(sol.get(f"{API}{partly}/")) == expected
    more = tess.post(f"{API}{partly}/return_item/", json={"quantity": 2})
    assert pieces(more) == expected | {"out": 1, "returned": 3}
    assert pieces(tess.post(f"{API}{partly}/return_item/", json={})) == expected | {
        "out": 0,
        "returned": 4,
    }


def test_what_was_only_asked_for_or_declined_grants_nothing(as_, asked):
    nothing = {"quantity": 1, "granted": 0, "out": 0, "returned": 0, "lost": 0}
    assert pieces(as_("sol").get(f"{API}{asked}/")) == nothing
    assert (
        pieces(as_("tess").post(f"{API}{asked}/reject/", json={"reason": "No"})) == nothing
    )


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("dora", "/checkouts?status=out"),
        ("dora", "/desk?code=sol"),
        ("dora", "/desk?done=1"),
        ("dora", "/items/2"),
        ("sol", "/checkouts"),
        ("sol", "/checkouts/1"),
        ("sol", "/"),
    ],
)
def test_every_page_says_how_many_are_still_out(as_, partly, who, path):
    page = as_(who).get(path).text
    assert "3 of 4 still out" in page
    assert "× 4" not in page


def test_tables_letters_and_calendars_say_so_too(app, as_, partly):
    row = as_("tess").get(f"{API}export/").text.splitlines()
    told = dict(zip(row[0].lstrip("\ufeff").split(","), row[1].split(","), strict=False))
    assert [
        told[name] for name in ("Pieces", "Approved", "Still out", "Returned", "Lost")
    ] == ["4", "4", "3", "1", "0"]
    assert "(3 of 4 still out)" in tell(app)["Sol"]
    with app.app_context():
        assert [event.title for event in due(2, clock.now())] == ["Due back: 3 × Cello 3/4"]


def test_the_form_says_how_many_may_come_back(as_, partly):
    form = as_("dora").get(f"/checkouts/{partly}/return").text
    quantity = re.search(r'<input[^>]*name="quantity"[^>]*>', form)[0]
    assert 'max="3"' in quantity
    assert "all 3 that are still out" in form


def test_the_form_says_what_comes_back_and_from_whom(app, as_, partly):
    with app.app_context():
        item, student = (
            getattr(db.session.get(Checkout, partly), name)
            for name in ("item_name", "student_name")
        )
    form = as_("dora").get(f"/checkouts/{partly}/return").text
    assert (
        re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", form)[1]
        == f"Check in {item} from {student}"
    )


def test_the_items_page_counts_at_its_place_only_what_is_not_lent(as_, partly):
    page = as_("tess").get("/items/2").text
    assert re.findall(r"Kept at</dt><dd>\s*(\d+) at ", page) == ["2"]


def test_the_loans_page_tells_each_return(app, as_, partly):
    tess = as_("tess")
    tess.post(
        f"{API}{partly}/return_item/",
        json={"quantity": 2, "condition": "damaged", "notes": "a crack"},
    )
    tess.post(f"{API}{partly}/return_item/", json={})
    story = re.sub(r"<[^>]+>", "", as_("sol").get(f"/checkouts/{partly}").text)
    told = re.findall(r"(\d came back[, damaged]*) on \w+ \d+ \w+ \d+(?:: “(.+?)”)?", story)
    assert told == [
        ("1 came back", "the small one"),
        ("2 came back, damaged", "a crack"),
        ("1 came back", ""),
    ]
    with app.app_context():
        assert db.session.get(Checkout, partly).status == "returned"


def test_the_loans_page_tells_days_on_the_schools_clock(app, as_, partly):
    with app.app_context(), transaction():
        db.session.get(Checkout, partly).requested_at = datetime(
            2026, 1, 20, 23, 30, tzinfo=UTC
        )
    assert "Wed 21 Jan 2026" in as_("sol").get(f"/checkouts/{partly}").text
