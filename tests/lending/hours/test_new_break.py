"""A new break at the desk: what is out by the hour and would be due in it is due when the desk opens; and its undo."""

import re

import pytest

from tests.lending.ahead_acts import page_says
from tests.lending.conftest import API
from webapp.core.db import db
from webapp.core.outbox import Letter
from webapp.school.opening_hours import WEEKDAYS

from .acts import DAY, moment

HOURS, WEEK = "/api/inventory/opening-hours/", "/opening-hours/week"


def breaks(as_, *spans, query=""):
    said = {"mon": [{"from_time": first, "until_time": last} for first, last in spans]}
    return as_("ada").patch(f"{HOURS}{query}", json=said)


def take_a_break(as_, query=""):
    """From 12:00 to 13:00; what is lent is due at 12:10."""
    return breaks(as_, ("08:00", "12:00"), ("13:00", "17:00"), query=query)


def due(as_, id):
    loan = as_("sol").get(f"{API}{id}/").json
    return loan["due_date"], loan["due_at"]


def test_h04_the_preview_tells_it_and_changes_nothing(as_, lent):
    seen = take_a_break(as_, query="?preview=1")
    assert (seen.status_code, seen.json["due_days"]) == (202, 1)
    [hit] = seen.json["hits"]
    assert (hit["id"], hit["day"], hit["becomes"]) == (lent, DAY, DAY)
    assert (hit["start_time"], hit["becomes_at"]) == (moment("12:10"), moment("13:00"))
    assert due(as_, lent) == (DAY, moment("12:10"))


def test_h04_the_page_tells_it_before(as_, lent):
    ada = as_("ada")
    version = re.search(r'name="version"[^>]* value="(\d+)"', ada.get(WEEK).text)[1]
    week = dict.fromkeys(WEEKDAYS, "08:00–12:30, 14:00–17:00")
    said = week | {"mon": "08:00–12:00, 13:00–17:00", "version": version}
    page = ada.post(WEEK, data=said, follow_redirects=True).text.partition("<main")[2]
    assert "moves to 13:00, when the desk opens" in page
    assert due(as_, lent) == (DAY, moment("12:10"))


def test_h04_it_is_due_when_the_break_is_over_and_its_borrower_is_told(app, as_, lent):
    assert take_a_break(as_).status_code == 200
    assert due(as_, lent) == (DAY, moment("13:00"))
    with app.app_context():
        [letter] = db.session.query(Letter).filter_by(kind="open_days")
        assert "it is due at 13:00, when the desk opens" in letter.text
        assert "The desk has other hours than before" in letter.text
    assert "13:00" in page_says(as_("ada"), "/jobs/1").partition("<main")[2]
    assert "by 13:00 today" in page_says(as_("sol"), f"/checkouts/{lent}")


def test_h04_its_history_says_that_the_hours_changed(as_, lent):
    take_a_break(as_)
    page = page_says(as_("dora"), f"/checkouts/{lent}")
    assert "Moved, for the desk's hours changed" in page.replace("&#39;", "'")
    assert "Moved off closed days" not in page


def test_h04_where_the_desk_opens_later_it_is_due_then(as_, lent):
    assert breaks(as_, ("15:00", "17:00")).status_code == 200
    assert due(as_, lent) == (DAY, moment("15:00"))


def test_h04_kept_where_the_admin_says_so(as_, lent):
    assert take_a_break(as_, query="?loans=keep").status_code == 200
    assert due(as_, lent) == (DAY, moment("12:10"))


@pytest.mark.parametrize("ends, again", [("12:10", "13:00"), ("12:30", "12:40")])
def test_h04_what_is_due_while_it_is_open_stays(as_, lent, ends, again):
    assert breaks(as_, ("08:00", ends), (again, "17:00")).status_code == 200
    assert due(as_, lent) == (DAY, moment("12:10"))


def test_h04_what_is_late_stays_late(as_, clock, lent):
    clock.at("12:20")
    assert take_a_break(as_).status_code == 200
    assert due(as_, lent) == (DAY, moment("12:10"))


def test_h04_a_break_of_before_moves_nothing(as_, lent):
    take_a_break(as_, query="?loans=keep")
    assert breaks(as_, ("08:00", "12:05"), ("13:30", "17:00")).status_code == 200
    assert due(as_, lent) == (DAY, moment("12:10"))


def test_h04_it_is_taken_back_once_on_the_loans_page(as_, lent):
    take_a_break(as_)
    assert "Undo: due at 12:10 again" in page_says(as_("dora"), f"/checkouts/{lent}")
    done = as_("dora").post(f"/checkouts/{lent}/undo_moved")
    assert (done.status_code, due(as_, lent)) == (303, (DAY, moment("12:10")))
    assert as_("dora").post(f"/checkouts/{lent}/undo_moved").status_code == 409
