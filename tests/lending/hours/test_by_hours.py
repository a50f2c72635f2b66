"""Loans by the hour: until when one is lent, when it is late, and that all that counts days is as it was."""

import pytest
from icalendar import Calendar

from tests.lending.ahead_acts import page_says
from tests.lending.conftest import API
from tests.lending.desk_acts import act, undo

from .acts import DAY, moment

ITEMS = "/api/inventory/items/"


def told(as_, id, who="sol"):
    return as_(who).get(f"{API}{id}/").json


@pytest.mark.parametrize(
    ("leaves", "due"),
    [
        ("09:10", "12:10"),
        ("10:00", "14:00"),  # the desk has a break at 13:00
        ("13:15", "16:15"),
        ("15:00", "17:00"),  # it closes
        ("16:45", "17:00"),
    ],
)
def test_h06_due_after_its_hours_and_never_past_closing(as_, clock, promised, leaves, due):
    clock.at(leaves)
    loan = act(as_("dora"), promised, "hand_out").json
    assert (loan["due_date"], loan["due_at"]) == (DAY, moment(due))


def test_h06_after_closing_it_is_not_handed_out(as_, clock, promised):
    clock.at("17:05")
    answer = act(as_("dora"), promised, "hand_out")
    assert (answer.status_code, answer.json["facts"]["reason"]) == (409, "closed")
    assert told(as_, promised)["status"] == "approved"


def test_h06_a_teacher_lends_it_until_another_day(as_, clock, promised):
    clock.at("17:05")
    loan = act(as_("tess"), promised, "hand_out", due_date="2027-02-02").json
    assert (loan["due_date"], loan["due_at"]) == ("2027-02-02", None)


def test_h06_it_is_asked_for_a_day(as_, metronome):
    days = {"checkout_date": DAY, "due_date": "2027-02-02"}
    answer = as_("sol").post(API, json={"item": metronome} | days)
    assert answer.status_code in (409, 422)
    assert as_("sol").get(f"{ITEMS}{metronome}/").json["max_checkout_days"] == 1


@pytest.mark.parametrize("hours", [0, 13, -1, 1.5, "3", True])
def test_h06_nonsense_is_no_number_of_hours(as_, metronome, hours):
    answer = as_("tess").patch(f"{ITEMS}{metronome}/", json={"loan_hours": hours})
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["loan_hours"])


def test_h06_by_the_day_again(as_, metronome):
    said = {"loan_hours": None, "max_checkout_days": 14}
    item = as_("tess").patch(f"{ITEMS}{metronome}/", json=said).json
    assert (item["loan_hours"], item["max_checkout_days"]) == (None, 14)


@pytest.mark.parametrize(
    ("who", "path", "words"),
    [
        ("sol", "/items", "for 3 hours"),
        ("sol", "/items/{item}", "3 hours on one day"),
        ("sol", "/", "by 12:10 today"),
        ("sol", "/checkouts", "by 12:10 today"),
        ("sol", "/checkouts/{loan}", "by 12:10 today"),
        ("dora", "/checkouts/{loan}", "by 12:10 today"),
    ],
)
def test_h06_pages_tell_it(as_, lent, metronome, who, path, words):
    page = page_says(as_(who), path.format(item=metronome, loan=lent))
    assert words in page.partition("<main")[2]


def test_h06_late_from_the_minute(as_, clock, lent):
    clock.at("12:09")
    assert not told(as_, lent)["overdue"]
    assert as_("dora").get(f"{API}?status=overdue").json == []
    clock.at("12:10")
    assert told(as_, lent)["overdue"]
    assert [each["id"] for each in as_("dora").get(f"{API}?status=overdue").json] == [lent]
    for who, path in (
        ("sol", "/"),
        ("sol", f"/checkouts/{lent}"),
        ("dora", "/checkouts?status=overdue"),
    ):
        assert "late since 12:10" in page_says(as_(who), path)
    assert "Metronome" in page_says(as_("tess"), "/reports/overdue")


def test_h06_late_the_next_day_too(as_, clock, lent):
    clock.at("09:00", day=2)
    assert told(as_, lent)["overdue"]
    assert "late since Mon 1 Feb, 12:10" in page_says(as_("sol"), "/checkouts")


def test_h06_free_again_the_same_day(as_, clock, lent, metronome):
    days = f"{ITEMS}{metronome}/availability/?from={DAY}&to=2027-02-02"
    assert [day["free"] for day in as_("sol").get(days).json] == [0]
    clock.at("11:00")
    act(as_("dora"), lent, "return_item")
    assert [day["free"] for day in as_("sol").get(days).json] == [1]
    assert told(as_, lent)["due_at"] == moment("12:10")  # it was


def test_h06_undoing_the_hand_out_undoes_the_moment(as_, promised, last):
    act(as_("dora"), promised, "hand_out")
    assert undo(as_("dora"), last("hand out")).status_code == 201
    loan = told(as_, promised)
    assert (loan["status"], loan["due_date"], loan["due_at"]) == ("approved", DAY, None)


def test_h06_undoing_the_return_keeps_the_moment(as_, lent, last):
    act(as_("dora"), lent, "return_item")
    assert undo(as_("dora"), last("return")).status_code == 201
    assert told(as_, lent)["due_at"] == moment("12:10")


def test_h06_who_comes_a_day_early_has_it_that_day(as_, metronome, last):
    asked = {"item": metronome, "checkout_date": "2027-02-02", "due_date": "2027-02-02"}
    id = as_("sol").post(API, json=asked).json["id"]
    as_("tess").post(f"{API}{id}/approve/", json={})
    loan = act(as_("dora"), id, "hand_out").json
    assert (loan["due_date"], loan["due_at"]) == (DAY, moment("12:10"))
    undo(as_("dora"), last("hand out"))
    assert told(as_, id)["due_date"] == "2027-02-02"


def test_h06_the_tray_and_its_receipt(app, as_, clock, metronome, give):
    clock.at("16:45")
    sku = as_("dora").get(f"{ITEMS}{metronome}/").json["sku"]
    [line] = give([sku], dry=True).json["lines"]
    assert "until 17:00 today: the desk closes in 15 minutes" in line["words"]
    done = give([sku]).json
    assert [each["due_at"] for each in done["goods"]] == [moment("17:00")]
    assert "until Mon 1 Feb 2027, 17:00" in page_says(
        as_("dora"), f"/receipts/{done['id']}"
    )


def test_h06_the_receipt_and_its_e_mail_ask_for_it_by_its_time(
    as_, metronome, give, letter
):
    by_its_time = "back to the desk by its time: from that minute on it is late."
    sku = as_("dora").get(f"{ITEMS}{metronome}/").json["sku"]
    done = give([sku]).json
    page = page_says(as_("dora"), f"/receipts/{done['id']}")
    for paper in (page, letter("handed_over")):
        assert by_its_time in paper
        assert "by its day" not in paper


def test_h06_a_receipt_of_both_kinds_asks_for_each(as_, metronome, give, letter):
    dora = as_("dora")
    new = {"name": "Stand", "category": "accessory", "location": "Store", "quantity": 4}
    stand = as_("tess").post(ITEMS, json=new).json["id"]
    skus = [dora.get(f"{ITEMS}{id}/").json["sku"] for id in (metronome, stand)]
    done = give(skus).json
    page = page_says(dora, f"/receipts/{done['id']}")
    for paper in (page, letter("handed_over")):
        assert "by its day, or by its time where one is given" in paper


def test_h06_the_tray_after_closing_says_why_not(as_, clock, metronome, give):
    clock.at("18:00")
    sku = as_("dora").get(f"{ITEMS}{metronome}/").json["sku"]
    [line] = give([sku], dry=True).json["lines"]
    assert line["kind"] == "refused"
    assert "the desk is closed for today" in line["words"]


def test_h06_files_and_calendars_tell_the_moment(app, as_, lent):
    file = as_("dora").get("/checkouts/export.csv").text
    assert "2027-02-01 12:10" in file
    address = as_("sol").post("/api/inventory/calendars/", json={}).json["address"]
    read = app.test_client().get("/" + address.split("/", 3)[3])
    [event] = Calendar.from_ical(read.data).walk("VEVENT")
    assert (event["DTSTART"].dt.hour, event["DTEND"].dt.minute) == (9, 10)
