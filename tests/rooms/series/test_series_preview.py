"""A weekly series previewed date by date: what is in the way, and what would do."""

from datetime import date, datetime, timedelta

from tests.rooms.series.conftest import API, later, states
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.rooms.models import Occupancy, Series
from webapp.school import calendar


def test_the_preview_says_the_same_and_saves_nothing(as_, weekly, monday, count):
    seen = as_("sol").post(f"{API}preview/", json=weekly)
    assert seen.status_code == 200
    assert states(seen) == ["free"] * 4
    assert count(Series) == count(Letter) == 0
    assert [line["date"] for line in seen.json["dates"]] == [
        later(monday, week) for week in range(4)
    ]
    assert (seen.json["total_cost"], seen.json["free"], seen.json["bad"]) == ("40.00", 4, 0)


def test_every_other_week_on_two_days_until_a_date(as_, weekly, monday):
    asked = weekly | {
        "weekdays": ["tue", "fri"],
        "every_weeks": 2,
        "last_date": later(monday, 6),
        "count": None,
    }
    dates = [
        date.fromisoformat(line["date"])
        for line in as_("sol").post(f"{API}preview/", json=asked).json["dates"]
    ]
    assert {day.weekday() for day in dates} == {1, 4}
    weeks = sorted(
        {(day - timedelta(days=day.weekday())).toordinal() // 7 for day in dates}
    )
    assert {b - a for a, b in zip(weeks, weeks[1:], strict=False)} == {2}
    assert len(dates) in (6, 7)


def test_what_is_in_the_way_is_told_as_far_as_one_may_know(
    as_, book, occupy, weekly, monday
):
    book("nia", 1, later(monday, 1), "14:30", "16:00")
    occupy(1, "closure", later(monday, 2), "08:00", "22:00")
    book("sol", 1, later(monday, 3), "13:30", "14:30")
    for name, told in (("sol", "Taken 14:30–16:00"), ("dora", "Taken 14:30–16:00 by Nia")):
        seen = as_(name).post(
            f"{API}preview/", json=weekly | {"student": 2} if name == "dora" else weekly
        )
        assert states(seen) == ["free", "taken", "closed", "taken"]
        reasons = [line["reason"] for line in seen.json["dates"]]
        assert reasons[1] == told
        assert reasons[2] == "Closed 08:00–22:00"
    assert (
        as_("sol").post(f"{API}preview/", json=weekly).json["dates"][3]["reason"]
        == "Already yours, 13:30–14:30"
    )


def check_it_is_free(browser, wish):
    preview = browser.post(f"{API}preview/", json=wish)
    assert states(preview) == ["free"] * 4, wish


OFFERS = [
    "13:00–14:00, €10.00",
    "15:00–16:00, €10.00",
    "Studio C at the same time, €10.00",
    "Studio B at the same time, €15.00",
]


def test_offers_are_the_nearest_times_and_rooms_that_are_alike_and_they_work(
    as_, book, weekly, monday, stored
):
    book("nia", 1, later(monday, 1), "14:00", "15:00")
    sol = as_("sol")
    offers = sol.post(f"{API}preview/", json=weekly).json["dates"][1]["offers"]
    assert [offer["label"] for offer in offers] == OFFERS
    wishes = [weekly | {"choices": [offer["change"]]} for offer in offers]
    for wish in wishes:
        check_it_is_free(sol, wish)
    made = sol.post(API, json=wishes[2])
    assert made.status_code == 201
    assert stored()[1] == (later(monday, 1), "14:00", 3, "confirmed")
    assert detached(made) == [later(monday, 1)]


def detached(made):
    return [each["date"] for each in made.json["dates"] if each["detached"]]


def test_a_series_may_not_be_in_its_own_way(app, as_, weekly, decide, admin):
    decide(opens="00:00", closes="23:45")
    admin.patch("/api/inventory/practice-rooms/1/", json={"turnover_minutes": 60})
    days = {"weekdays": ["mon", "tue"], "start": "00:00", "end": "23:45"}
    seen = as_("sol").post(f"{API}preview/", json=weekly | days)
    assert states(seen).count("overlap") == 2
    assert "of this series" in str(seen.json)


def test_a_preview_asks_no_more_for_a_year_than_for_a_month(app, as_, weekly, monday):
    sol, year = as_("sol"), weekly | {"count": 53}
    fill(app, monday)
    sol.post(f"{API}preview/", json=weekly)
    with counted(app) as few:
        assert "taken" in states(sol.post(f"{API}preview/", json=weekly))
    with counted(app) as many:
        assert len(states(sol.post(f"{API}preview/", json=year))) == 53
    assert len(few) == len(many) <= 9, many


def fill(app, monday):
    """Every third week is taken for a year."""
    with app.app_context(), transaction():
        for week in range(0, 53, 3):
            starts = calendar.instant(
                datetime.fromisoformat(f"{later(monday, week)}T14:00")
            )
            db.session.add(
                Occupancy(
                    space_id=1,
                    kind="lesson",
                    starts_at=starts,
                    blocks_until=starts + timedelta(hours=1),
                )
            )
