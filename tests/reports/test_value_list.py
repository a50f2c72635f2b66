"""The value list: things with tag, serial number, maker, year and value, and what all of it is worth."""

import csv
import io
from datetime import date

import pytest

from tests.lending.ahead_acts import page_says, promise
from tests.lending.desk_acts import act
from tests.support.loans import TESS, tagged
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.people.models import Group, Membership
from webapp.stock.items import items
from webapp.stock.models import Item, Set, SetPart, Unit

PAGE = "/reports/values"
SOL = 2


@pytest.fixture
def valued(app):
    """A violin with a tag, bought in 2019, and cellos without one; ids of the unit and of a set of both."""
    with app.app_context(), transaction():
        for id, value in ((1, 120_000), (2, 250_050)):
            db.session.get(Item, id).value_minor = value
        unit = tagged("VLN-1", "S 77")
        db.session.get(Unit, unit).purchased_on = date(2019, 3, 1)
        duo = Set(name="Duo", created_by=1)
        duo.parts = [
            SetPart(item_id=1, unit_id=unit),
            SetPart(item_id=2, quantity=2),
        ]
        db.session.add(duo)
        db.session.flush()
        return unit, duo.id


def rows(browser, query=""):
    text = browser.get(f"{PAGE}/export.csv{query}").get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_n04_a_set_is_a_list_with_values_and_a_sum(as_, valued):
    page = page_says(as_("dora"), f"{PAGE}?set={valued[1]}")
    for words in (
        "VLN-1",
        "S 77",
        "2019",
        "€1,200.00",
        "€5,001.00",
        "3 pieces, worth €6,201.00",
    ):
        assert words in page, words
    file = rows(as_("dora"), f"?set={valued[1]}")
    assert [(row["Item"], row["Pieces"], row["Value"]) for row in file] == [
        ("Cello 3/4", "2", "5001.00"),
        ("Student Violin 4/4", "1", "1200.00"),
        ("Sum", "3", "6201.00"),
    ]
    assert {row["Currency"] for row in file} == {"EUR"}
    xlsx = as_("dora").get(f"{PAGE}/export.xlsx?set={valued[1]}")
    assert xlsx.data.startswith(b"PK")


@pytest.fixture
def annex(app):
    """A gong that is kept in a place of its own; the place's id."""
    with app.app_context(), transaction():
        place = {"location": "Annex", "new_location": True}
        gong = items.add(TESS, name="Gong", category="instrument", quantity=1, **place)
        return gong.home_location_id


def names(browser, query):
    return {row["Item"] for row in rows(browser, query)}


def test_n04_what_a_search_or_a_place_is_worth(as_, valued, annex):
    dora = as_("dora")
    assert names(dora, "?q=cello") == {"Cello 3/4", "Sum"}
    assert names(dora, f"?location={annex}") == {"Gong", "Sum"}
    assert names(dora, "?category=instrument") >= {"Gong", "Cello 3/4"}
    assert "“cello”</h2>" in page_says(dora, f"{PAGE}?q=cello")
    assert "Value list of these" in page_says(dora, "/items?q=cello")


def test_all_that_is_on_hand_is_on_it_once(app, as_, valued):
    with app.app_context():
        ids = [id for (id,) in db.session.query(Item.id)]
        on_hand = sum(row.quantity for row in items.by_ids(ids))
    assert int(rows(as_("dora"))[-1]["Pieces"]) == on_hand


@pytest.fixture
def tour(app):
    """An ensemble in which Sol plays; its id."""
    with app.app_context(), transaction():
        group = Group(name="Tour", kind="ensemble", teacher_id=1)
        db.session.add(group)
        db.session.flush()
        db.session.add(Membership(group_id=group.id, user_id=SOL))
        return group.id


def test_n04_a_request_and_what_a_class_takes_along(as_, valued, tour):
    id, dora = promise(as_, 2, 0, 3, quantity=3), as_("dora")
    act(dora, id, "hand_out")
    act(dora, id, "return_item", quantity=1)
    request = dora.get(f"/api/inventory/checkouts/{id}/").json["request"]
    for query in (f"?request={request}", f"?group={tour}"):
        assert rows(dora, query)[-1]["Pieces"] == "2"
    assert "still to be fetched is counted too" in dora.get(f"{PAGE}?group={tour}").text
    for path in (f"/groups/{tour}", f"/requests/{request}"):
        assert PAGE in as_("tess").get(path).text, path


def test_it_is_for_staff(app, as_, valued):
    for path in (PAGE, f"{PAGE}/export.csv"):
        assert as_("sol").get(path).status_code == 403
    assert app.test_client().get(PAGE).location.startswith("/login")


def test_what_is_not_there_and_what_is_nonsense(as_):
    for query in ("set=99", "request=99", "group=99", "location=99"):
        assert as_("dora").get(f"{PAGE}?{query}").status_code == 404, query
    assert "Nothing found" in page_says(as_("dora"), f"{PAGE}?q=theremin")


def test_a_page_shows_the_first_rows_and_the_sum_of_all(as_, valued, monkeypatch):
    monkeypatch.setattr("webapp.reports.value_list.MOST", 1)
    page = page_says(as_("dora"), f"{PAGE}?set={valued[1]}")
    assert "first 1 rows" in page
    assert "VLN-1" not in page
    assert "worth €6,201.00" in page


def test_it_takes_as_many_statements_however_much_there_is(app, as_, valued):
    counts = set()
    for round in range(2):
        with counted(app) as seen:
            as_("dora").get(PAGE)
        counts.add(len(seen))
        with app.app_context(), transaction():
            for n in range(5):
                tagged(f"NEW-{round}-{n}")
    assert len(counts) == 1, counts
    assert counts.pop() <= 10
