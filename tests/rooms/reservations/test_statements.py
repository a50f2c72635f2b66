"""Statements: charges, payments and what is owed, over dates, at every door."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from tests.rooms.conftest import person
from tests.support.queries import counted
from webapp.core.db import transaction
from webapp.rooms.payments import payments
from webapp.rooms.reservations import reservations

API = "/api/inventory/statements/2/"
DAY = "2027-03-{:02}"
MARCH = {"start_date": "2027-03-01", "end_date": "2027-03-31"}


@pytest.fixture
def some(app, book):
    """Booked by Sol: €10 in February, €20 and €10 in March, €10 cancelled; the first two were paid in March."""
    times = [
        ("2027-02-10", "14:00", "15:00"),
        (DAY.format(10), "14:00", "16:00"),
        (DAY.format(20), "14:00", "15:00"),
        (DAY.format(21), "14:00", "15:00"),
    ]
    ids = [book("sol", 1, *time) for time in times]
    book("nia", 2, DAY.format(10), "14:00", "15:00")
    with app.app_context():
        with transaction():
            reservations.cancel(person("sol"), ids[3])
        with time_machine.travel(datetime(2027, 3, 15, 12, tzinfo=UTC)), transaction():
            pay(ids)
    return ids


def pay(ids):
    """The first two, of which the second was waived by mistake before."""
    dora = person("dora")
    payments.record(dora, ids[0], kind="paid", notes="Cash")
    wrong = payments.record(dora, ids[1], kind="waived")
    payments.undo(dora, wrong.id)
    payments.record(dora, ids[1], kind="paid")


def test_it_adds_up(as_, some):
    told = as_("sol").get(API, query_string=MARCH).json
    assert [told[name] for name in ("opening", "charged", "paid", "closing")] == [
        "10.00",
        "30.00",
        "30.00",
        "10.00",
    ]
    assert [
        (line["what"], line["charged"], line["paid"], line["balance"])
        for line in told["lines"]
    ] == [
        ("Studio A", "20.00", "0.00", "30.00"),
        ("Paid: Cash", "0.00", "10.00", "20.00"),
        ("Waived", "0.00", "20.00", "0.00"),
        ("Undone", "0.00", "-20.00", "20.00"),
        ("Paid", "0.00", "20.00", "0.00"),
        ("Studio A", "10.00", "0.00", "10.00"),
    ]


def test_one_month_goes_on_where_the_other_ended(as_, some):
    sol, owed = as_("sol"), "0.00"
    for month in range(2, 6):
        first = date(2027, month, 1)
        last = date(2027, month + 1, 1) - timedelta(days=1)
        told = sol.get(
            API, query_string={"start_date": str(first), "end_date": str(last)}
        ).json
        assert told["opening"] == owed
        owed = told["closing"]
    assert owed == "10.00"


def test_page_and_spreadsheet_say_the_same(as_, some):
    sol = as_("sol")
    page = sol.get("/people/2/statement", query_string=MARCH)
    assert "Statement for Sol" in page.text
    assert "Paid: Cash" in page.text
    assert page.text.count("€30.00") == 3
    sheet = sol.get("/people/2/statement.csv", query_string=MARCH)
    assert sheet.mimetype == "text/csv"
    assert "statement-2-2027-03-01" in sheet.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(sheet.text.removeprefix("\ufeff"))))
    assert rows[1][-1] == "10.00"
    assert rows[-1] == [
        "2027-03-20 14:00",
        "Studio A",
        str(some[2]),
        "10.00",
        "0.00",
        "10.00",
    ]
    assert len(rows) == 8


def test_without_dates_it_is_this_month(as_, some):
    with time_machine.travel("2027-03-05T10:00:00Z"):
        told = as_("sol").get(API).json
    assert (told["start_date"], told["end_date"], told["closing"]) == (
        "2027-03-01",
        "2027-03-31",
        "10.00",
    )


def test_who_sees_whose(as_, some):
    for name, status in (
        ("sol", 200),
        ("nia", 404),
        ("tess", 200),
        ("dora", 200),
        ("ada", 200),
    ):
        one = as_(name)
        paths = ("/people/2/statement", "/people/2/statement.csv", API)
        assert {one.get(path).status_code for path in paths} == {status}
    assert as_("dora").get("/api/inventory/statements/99/").status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        ("2027-03-10", "2027-03-09"),
        ("2027-01-01", "2030-01-01"),
        ("1999-01-01", "2000-01-01"),
        ("x", "y"),
    ],
)
def test_dates_that_make_no_sense(as_, asked):
    sol, query = as_("sol"), dict(zip(("start_date", "end_date"), asked, strict=True))
    assert {
        sol.get(path, query_string=query).status_code
        for path in (API, "/people/2/statement")
    } == {422}


def test_a_change_of_currency_keeps_them_apart(as_, some, decide):
    decide(currency="GBP")
    told = as_("sol").get(API, query_string=MARCH).json
    assert (told["currency"], told["opening"], told["closing"], told["lines"]) == (
        "GBP",
        "0.00",
        "0.00",
        [],
    )


def test_the_same_queries_however_long(app, as_, some, book):
    dora, asked = as_("dora"), []
    for day in (1, 2, 3):
        book("sol", 1, DAY.format(day), "14:00", "15:00")
        with counted(app) as seen:
            assert dora.get(API, query_string=MARCH).status_code == 200
        asked.append(len(seen))
    assert len(set(asked)) == 1
