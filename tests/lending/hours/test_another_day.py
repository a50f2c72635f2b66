"""Another day: what an item that is lent by the hour is lent until if somebody says a later day; and midnight."""

import pytest

from tests.lending.ahead_acts import page_says
from tests.lending.conftest import API
from tests.lending.desk_acts import act
from webapp.core.db import db, transaction
from webapp.school.models import OpeningHours

from .acts import DAY, moment

LATER = "2027-02-04"


@pytest.fixture
def open_until_midnight(app, clock):
    with app.app_context(), transaction():
        db.session.query(OpeningHours).delete()
        hours = (
            OpeningHours(weekday=day, from_minute=480, until_minute=1440)
            for day in range(7)
        )
        db.session.add_all(hours)


def out(as_):
    [loan] = as_("tess").get(f"{API}?status=out").json
    return loan["due_date"], loan["due_at"]


@pytest.mark.parametrize("at", ["09:10", "17:05"])
def test_h06_the_tray_lends_it_until_the_day_that_is_said(as_, clock, violin, give, at):
    clock.at(at)
    answer = give(["VLN-1"], who="tess", due_date=LATER)
    assert (answer.status_code, out(as_)) == (201, (LATER, None))


@pytest.mark.parametrize("at", ["09:10", "17:05"])
def test_h06_the_desks_page_lends_it_until_the_day_that_is_said(as_, clock, violin, at):
    clock.at(at)
    said = {"student": "Sol", "due_date": LATER}
    answer = as_("tess").post(f"/desk/lend/{violin}", data=said)
    assert (answer.status_code, out(as_)) == (303, (LATER, None))


def test_h06_today_is_by_the_hour_at_the_tray(as_, violin, give):
    assert give(["VLN-1"], who="tess", due_date=DAY).status_code == 201
    assert out(as_) == (DAY, moment("12:10"))


def test_h06_a_promise_keeps_its_hours_at_the_tray(as_, violin, give):
    id = as_("sol").post(API, json={"item": 1}).json["id"]
    as_("tess").post(f"{API}{id}/approve/", json={})
    assert give(["VLN-1"]).status_code == 201
    assert out(as_) == (DAY, moment("12:10"))


def test_h06_a_day_is_a_teachers_to_say(as_, violin, give):
    answer = give(["VLN-1"], due_date=LATER)
    assert answer.status_code != 201
    assert as_("tess").get(f"{API}?status=out").json == []


def test_h06_until_midnight_is_within_the_day(as_, clock, open_until_midnight, promised):
    clock.at("23:30")
    loan = act(as_("dora"), promised, "hand_out").json
    assert (loan["due_date"], loan["due_at"]) == (DAY, moment("23:59"))
    assert "by 23:59 today" in page_says(as_("sol"), f"/checkouts/{promised}")


def test_h06_close_to_midnight_it_says_when_the_desk_closes(
    as_, clock, open_until_midnight, violin
):
    clock.at("23:30")
    page = page_says(as_("dora"), f"/desk/lend/{violin}")
    assert "until 23:59 today: the desk closes in 29 minutes" in page
