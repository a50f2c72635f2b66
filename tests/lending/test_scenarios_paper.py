"""Scenarios of paper, history and days in words that other lending systems' own tests have."""

import csv
import io

import pytest
import time_machine
from icalendar import Calendar

from tests.support.days import ahead
from tests.support.loans import TESS, lend, tagged
from webapp.core.db import db, transaction
from webapp.lending.desk import handovers
from webapp.lending.models import Checkout

from .ahead_acts import page_says, promise
from .desk_acts import act

SOL, NIA = 2, 3


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-2, "2 days late"),
        (-1, "1 day late"),
        (0, "by 22:00 today"),
        (1, "due tomorrow"),
        (5, "in 5 days"),
    ],
)
@time_machine.travel("2026-12-07T11:00:00Z", tick=False)
def test_h07_days_are_told_in_words(app, as_, harp, days, words):
    id = promise(as_, harp, 0, 3)
    act(as_("dora"), id, "hand_out")
    with app.app_context(), transaction():
        loan = db.session.get(Checkout, id)
        loan.starts_on, loan.due_on = ahead(-9), ahead(days)
    for who, path in (("sol", "/"), ("sol", "/checkouts"), ("dora", f"/checkouts/{id}")):
        assert words in page_says(as_(who), path), path


def test_n01_a_thing_tells_who_had_it(app, as_):
    with app.app_context(), transaction():
        unit = tagged("VLN-1")
        for student in (SOL, NIA):
            loan = lend(student, item=1, unit=unit)
            handovers.return_item(TESS, loan)
    page = page_says(as_("dora"), f"/units/{unit}").partition("<main")[2]
    assert page.index("Nia") < page.index("Sol")
    assert as_("sol").get(f"/units/{unit}").status_code == 403
    rows = as_("dora").get(f"/api/inventory/units/{unit}/history/").json
    assert [row["checkout"] for row in rows if row["checkout"]].count(loan) >= 2


def test_n03_every_act_tells_who_what_and_when(as_, stand):
    id, dora = promise(as_, stand, 0, 3), as_("dora")
    act(dora, id, "hand_out")
    act(dora, id, "return_item")
    deeds = dora.get("/api/inventory/history/").json
    told = [(deed["kind"], deed["actor_name"]) for deed in deeds if deed["checkout"] == id]
    assert told == [("Return", "Dora"), ("Hand out", "Dora"), ("Approved", "Tess")]
    page = page_says(dora, "/history")
    assert page.count("<time") >= 3
    assert "Music Stand" in page


def test_n06_loans_out_are_a_file(as_, stand):
    out, back = (promise(as_, stand, 0, 3, send_anyway=True) for _each in range(2))
    for id in (out, back):
        act(as_("dora"), id, "hand_out")
    act(as_("dora"), back, "return_item")
    file = as_("dora").get("/checkouts/export.csv?status=out").text.removeprefix("\ufeff")
    [row] = csv.DictReader(io.StringIO(file))
    assert (row["Loan"], row["Student"], row["Due"]) == (str(out), "Sol", str(ahead(3)))
    assert as_("dora").get("/checkouts/export.xlsx?status=out").data.startswith(b"PK")


def test_n07_due_days_stand_in_ones_own_calendar(app, as_, stand):
    id = promise(as_, stand, 0, 3)
    act(as_("dora"), id, "hand_out")
    address = as_("sol").post("/api/inventory/calendars/", json={}).json["address"]
    path = "/" + address.split("/", 3)[3]
    read = app.test_client().get(path)
    [event] = Calendar.from_ical(read.data).walk("VEVENT")
    assert (event["DTSTART"].dt.date(), str(event["UID"])) == (
        ahead(3),
        f"checkout-{id}@{str(event['UID']).partition('@')[2]}",
    )
    assert "Music Stand" in str(event["SUMMARY"])


def test_n09_labels_carry_codes_that_open_their_thing(app, as_):
    with app.app_context(), transaction():
        unit = tagged("VLN-1")
    dora = as_("dora")
    page = page_says(dora, f"/units/labels?unit={unit}")
    assert "VLN-1" in page
    assert '<div class="label"><svg' in page
    assert as_("sol").get(f"/units/labels?unit={unit}").status_code == 403
