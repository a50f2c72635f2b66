"""What the worker does by the day: reminders once a step, and requests that expire."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.lending import checkouts, reminders
from webapp.lending.models import Checkout
from webapp.school import calendar, settings


@pytest.fixture
def out(as_, asked):
    as_("tess").post(f"/checkouts/{asked}/approve_and_hand_out")
    return asked


def remind(app, due_in):
    """Write what is due when the loan is due so many days from now."""
    with app.app_context(), transaction():
        due = calendar.today() + timedelta(days=due_in)
        moved = {"due_on": due, "starts_on": due - timedelta(days=30)}
        db.session.execute(update(Checkout).where(Checkout.status == "out").values(**moved))
        return reminders.write()


def test_each_step_is_told_once(app, out, letters):
    before = letters()
    assert [remind(app, 3), remind(app, 2), remind(app, 2)] == [0, 1, 0]
    assert letters()[len(before) :] == [("due_soon", "sol")]
    assert [remind(app, -1), remind(app, -1)] == [1, 0]
    assert letters()[-1] == ("overdue", "sol")


@pytest.mark.parametrize("days", [0, 2, 5])
def test_what_the_letter_calls_soon_the_chip_does(app, as_, out, days):
    with app.app_context(), transaction():
        settings.change("due_soon_days", days)
    sol = as_("sol")
    assert remind(app, days + 1) == 0
    assert "Due soon" not in sol.get("/checkouts").text
    assert remind(app, days) == 1
    assert "Due soon" in sol.get("/checkouts").text


def test_a_missed_day_is_made_up_by_the_highest_step_only(app, out, letters):
    assert remind(app, -9) == 1
    assert letters().count(("overdue", "sol")) == 1


def test_what_is_back_is_not_asked_for(app, as_, out, letters):
    as_("dora").post(f"/api/inventory/checkouts/{out}/return_item/", json={})
    assert remind(app, -1) == 0
    assert letters()[-1] == ("returned", "sol")


def test_b19_nobody_answered_in_time(app, as_, asked, shelf):
    with app.app_context(), transaction():
        assert checkouts.expire() == 0
        db.session.execute(update(Checkout).values(expires_at=clock.now()))
        assert checkouts.expire() == 1
    assert as_("sol").get(f"/api/inventory/checkouts/{asked}/").json["status"] == "expired"
    assert as_("tess").post(f"/checkouts/{asked}/approve").status_code == 409


def test_overdue_shows_everywhere_when_the_day_turns(app, as_, out):
    remind(app, -1)
    assert "Overdue" in as_("sol").get("/").text
    assert "1 day late" in as_("sol").get("/checkouts").text
    assert "Overdue" in as_("dora").get("/desk").text
    found = as_("tess").get("/api/inventory/checkouts/?status=overdue").json
    assert [each["overdue"] for each in found] == [True]
