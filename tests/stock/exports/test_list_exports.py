"""What the lists of stock's work tell a spreadsheet, and the files of lending, rooms and people."""

import pytest

from tests.stock.exports.test_exports import FORMATS, table
from webapp.core.db import db, transaction
from webapp.people.models import User
from webapp.rooms.models import Room
from webapp.stock.models import Brand, Location, Supplier

API = "/api/inventory"


@pytest.fixture
def engine():
    return (
        "sqlite"  # what the engines do differently is tested with the pages of long lists
    )


def told(answer):
    head, rows = table(answer)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_a_transfer_tells_what_became_of_it(app, as_):
    with app.app_context(), transaction():
        db.session.add(Location(name="Hall"))
    dora = as_("dora")
    lines = [{"item": 2, "quantity": 3}]
    made = dora.post(
        f"{API}/transfers/", json={"from_location": 1, "to_location": 2, "lines": lines}
    ).json
    dora.post(f"{API}/transfers/{made['id']}/send/", json={})
    (row,) = told(dora.get("/transfers/export.csv"))
    assert (row["From"], row["To"], row["Status"], row["By"]) == (
        "Store",
        "Hall",
        "on its way",
        "Dora",
    )
    assert (row["Pieces"], row["Sent"], row["Arrived"], row["On the way"]) == (
        "3",
        "3",
        "0",
        "3",
    )
    _check_filters(dora)


def _check_filters(dora):
    """By state, and no other word."""
    assert told(dora.get("/transfers/export.csv?status=received")) == []
    assert told(dora.get(f"{API}/transfers/export/?status=received")) == []
    assert dora.get(f"{API}/transfers/export/?status=flying").status_code == 422


@FORMATS
def test_what_people_called_things_is_not_calculated(app, as_, format):
    _name_like_formulas(app)
    ada, guard = (
        as_("ada"),
        "'" if format == "csv" else "",
    )  # a workbook's cells are text already
    assert told(ada.get(f"/brands/export.{format}"))[0]["Brand"] == f"{guard}=1+1"
    (shop,) = told(ada.get(f"/suppliers/export.{format}"))
    assert (shop["Supplier"], shop["Contact"]) == (f"{guard}@shop", f"{guard}+49 30")
    assert f"{guard}-2" in [
        row["Equipment"] for row in told(ada.get(f"/rooms/export.{format}"))
    ]
    assert f"{guard}=Sol" in [
        row["Name"] for row in told(ada.get(f"/people/export.{format}"))
    ]


def _name_like_formulas(app):
    """Names that a spreadsheet would calculate."""
    with app.app_context(), transaction():
        db.session.add_all(
            [Brand(name="=1+1", code="X"), Supplier(name="@shop", contact="+49 30")]
        )
        db.session.get_one(Room, 1).equipment = "-2"
        db.session.get_one(User, 2).name = "=Sol"


@FORMATS
def test_checkouts_and_whose_they_are(as_, wish, format):
    for name in ("sol", "nia"):
        assert (
            as_(name)
            .post(f"{API}/checkouts/", json=wish | {"notes": f"for {name}"})
            .status_code
            == 201
        )
    path, dora = f"/checkouts/export.{format}", as_("dora")
    assert [row["Notes"] for row in told(dora.get(path))] == ["for nia", "for sol"]
    assert [row["Student"] for row in told(as_("sol").get(path))] == ["Sol"]
    assert [
        row["Student"]
        for row in told(dora.get(f"{API}/checkouts/export/?format={format}&student=3"))
    ] == ["Nia"]
    assert told(dora.get(f"{path}?status=out")) == []
    assert (
        'href="/checkouts/export.csv?status=pending"'
        in dora.get("/checkouts?status=pending").text
    )


@FORMATS
def test_reservations_and_whose_they_are(as_, soon, format):
    _book(as_, soon)
    path, dora = f"/reservations/export.{format}", as_("dora")
    rows = told(dora.get(path))
    assert [(row["Who"], row["Room"], float(row["Cost"])) for row in rows] == [
        ("Nia", "Studio A", 10),
        ("Sol", "Studio A", 10),
    ]
    assert rows[1]["From"].startswith(f"{soon} 10:00")
    assert [row["Who"] for row in told(as_("nia").get(path))] == ["Nia"]
    _check_reservation_filters(format, path, dora)


def _check_reservation_filters(format, path, dora):
    """By room, by day, and from the page."""
    assert told(dora.get(f"{API}/reservations/export/?format={format}&room=2")) == []
    assert dora.get(f"{path}?start_date=0001-01-01").status_code == 422
    assert 'href="/reservations/export.csv' in dora.get("/reservations").text


def _book(as_, soon):
    """An hour of each."""
    for name, hour in (("sol", 10), ("nia", 12)):
        said = {
            "room": 1,
            "start_time": f"{soon}T{hour}:00",
            "end_time": f"{soon}T{hour + 1}:00",
        }
        assert as_(name).post(f"{API}/reservations/", json=said).status_code == 201


def test_rooms_as_the_list_shows_them(app, as_):
    with app.app_context(), transaction():
        db.session.get_one(Room, 2).is_active = False
    assert [row["Room"] for row in told(as_("ada").get("/rooms/export.csv"))] == [
        "Studio A",
        "Studio B",
        "Studio C",
    ]
    assert [row["Room"] for row in told(as_("sol").get("/rooms/export.csv"))] == [
        "Studio A",
        "Studio C",
    ]
    assert told(as_("ada").get(f"{API}/practice-rooms/export/")) == told(
        as_("ada").get("/rooms/export.csv")
    )
    assert 'href="/rooms/export.xlsx"' in as_("ada").get("/rooms").text


def test_people_are_for_admins_to_take_along(as_):
    rows = told(as_("ada").get("/people/export.csv"))
    assert [(row["Name"], row["Role"]) for row in rows][:2] == [
        ("Ada", "admin"),
        ("Dora", "desk"),
    ]
    assert {row["Teacher"] for row in rows if row["Role"] == "student"} == {"Tess"}
    assert 'href="/people/export.csv"' in as_("ada").get("/people").text
    for name in ("sol", "dora", "tess"):
        assert as_(name).get("/people/export.csv").status_code == 403
        assert "/people/export" not in as_(name).get("/people").text
