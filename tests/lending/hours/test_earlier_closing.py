"""The desk closes earlier: what is out by the hour and would be due after that is due when it closes; and its undo."""

import pytest

from tests.lending.ahead_acts import page_says
from tests.lending.conftest import API
from webapp.core.db import db
from webapp.core.outbox import Letter

from .acts import DAY, moment

HOURS = "/api/inventory/opening-hours/"


def close(as_, until="11:30", query=""):
    said = {"mon": [{"from_time": "08:00", "until_time": until}]}
    return as_("ada").patch(f"{HOURS}{query}", json=said)


def due(as_, id):
    loan = as_("sol").get(f"{API}{id}/").json
    return loan["due_date"], loan["due_at"]


def test_h04_the_preview_tells_it_and_changes_nothing(as_, lent):
    seen = close(as_, query="?preview=1")
    assert (seen.status_code, seen.json["due_days"]) == (202, 1)
    [hit] = seen.json["hits"]
    assert (hit["id"], hit["day"], hit["becomes"]) == (lent, DAY, DAY)
    assert (hit["start_time"], hit["becomes_at"]) == (moment("12:10"), moment("11:30"))
    assert due(as_, lent) == (DAY, moment("12:10"))


def test_h04_it_is_due_when_the_desk_closes_and_its_borrower_is_told(app, as_, lent):
    assert close(as_).status_code == 200
    assert due(as_, lent) == (DAY, moment("11:30"))
    with app.app_context():
        [letter] = db.session.query(Letter).filter_by(kind="open_days")
        assert "Metronome" in letter.text
        assert "it is due at 11:30, when the desk closes" in letter.text
        assert "The desk has other hours than before" in letter.text
    assert "12:10" in page_says(as_("ada"), "/jobs/1").partition("<main")[2]
    assert "by 11:30 today" in page_says(as_("sol"), f"/checkouts/{lent}")


def test_h04_kept_where_the_admin_says_so(as_, lent):
    assert close(as_, query="?loans=keep").status_code == 200
    assert due(as_, lent) == (DAY, moment("12:10"))


@pytest.mark.parametrize("until", ["12:10", "12:30", "09:05"])
def test_h04_what_is_due_by_then_or_would_be_late_stays(as_, lent, until):
    assert close(as_, until).status_code == 200
    assert due(as_, lent) == (DAY, moment("12:10"))


def test_h04_it_is_taken_back_once_on_the_loans_page(as_, lent):
    close(as_)
    assert "Undo: due at 12:10 again" in page_says(as_("dora"), f"/checkouts/{lent}")
    done = as_("dora").post(f"/checkouts/{lent}/undo_moved")
    assert (done.status_code, due(as_, lent)) == (303, (DAY, moment("12:10")))
    assert as_("dora").post(f"/checkouts/{lent}/undo_moved").status_code == 409


def test_h04_it_is_not_taken_back_once_it_would_be_late(as_, clock, lent):
    close(as_)
    clock.at("12:10")
    assert as_("dora").post(f"/checkouts/{lent}/undo_moved").status_code == 409
    assert due(as_, lent) == (DAY, moment("11:30"))


def test_h04_of_many_returns_a_day_it_stays_on_its_day(as_, lent):
    assert close(as_, query="?most=1").status_code == 200
    assert due(as_, lent) == (DAY, moment("11:30"))
