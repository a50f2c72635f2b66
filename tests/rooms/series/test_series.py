"""A weekly series: previewed date by date, then booked as a whole or not at all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest

from tests.rooms.conftest import person
from tests.rooms.series.conftest import API, later
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.people.models import User
from webapp.rooms.models import Occupancy, Reservation, Room, Series, SeriesSkip
from webapp.rooms.rules import rules
from webapp.school import calendar


def states(answer):
    return [line["status"] for line in answer.json["dates"]]


def test_four_weeks_are_four_reservations_and_one_letter(
    app, as_, weekly, monday, stored, count
):
    made = as_("sol").post(API, json=weekly)
    assert made.status_code == 201, made.text
    assert stored() == [(later(monday, week), "14:00", 1, "confirmed") for week in range(4)]
    assert count(Occupancy, live=True) == 4
    assert len(made.json["uid"]) == 32
    assert [each["total_cost"] for each in made.json["dates"]] == ["10.00"] * 4
    with app.app_context():
        (letter,) = db.session.query(Letter)
        assert letter.kind == "series_booked"
        assert letter.text.count("14:00 to 15:00") == 4
        assert "€40.00" in letter.text


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


def test_offers_are_the_nearest_times_and_rooms_that_are_alike_and_they_work(
    as_, book, weekly, monday, stored
):
    book("nia", 1, later(monday, 1), "14:00", "15:00")
    sol = as_("sol")
    line = sol.post(f"{API}preview/", json=weekly).json["dates"][1]
    labels = [offer["label"] for offer in line["offers"]]
    assert labels == [
        "13:00–14:00, €10.00",
        "15:00–16:00, €10.00",
        "Studio C at the same time, €10.00",
        "Studio B at the same time, €15.00",
    ]
    for offer in line["offers"]:
        again = sol.post(f"{API}preview/", json=weekly | {"choices": [offer["change"]]})
        assert states(again) == ["free"] * 4, offer
    made = sol.post(API, json=weekly | {"choices": [line["offers"][2]["change"]]})
    assert made.status_code == 201
    assert stored()[1] == (later(monday, 1), "14:00", 3, "confirmed")
    assert [each["detached"] for each in made.json["dates"]] == [False, True, False, False]


def test_a_date_left_out_is_remembered(app, as_, weekly, monday, stored, count):
    skip = {"date": later(monday, 2), "skip": True}
    made = as_("sol").post(API, json=weekly | {"choices": [skip]})
    assert made.status_code == 201
    assert len(stored()) == 3
    assert count(SeriesSkip) == 1
    assert made.json["skips"] == [
        {"date": later(monday, 2), "reason": "Left out at booking"}
    ]
    with app.app_context():
        assert "Left out: " in db.session.query(Letter).one().text


def test_a_date_taken_meanwhile_refuses_all_and_tells_how_it_stands(
    as_, book, weekly, monday, stored, count
):
    sol, skip = as_("sol"), {"date": later(monday, 3), "skip": True}
    assert states(sol.post(f"{API}preview/", json=weekly)) == ["free"] * 4
    book("nia", 1, later(monday, 1), "14:00", "15:00")
    no = sol.post(API, json=weekly | {"choices": [skip]})
    assert no.status_code == 409
    assert no.json["detail"] == "1 of 4 dates cannot be booked"
    assert [line["status"] for line in no.json["facts"]["dates"]] == [
        "free",
        "taken",
        "free",
        "skipped",
    ]
    assert stored() == []
    assert count(Series) == 0
    assert count(SeriesSkip) == 0
    assert count(Letter) == 1


def test_everything_left_out_is_nothing_to_book(as_, weekly, monday, count):
    skips = [{"date": later(monday, week), "skip": True} for week in range(4)]
    no = as_("sol").post(API, json=weekly | {"choices": skips})
    assert no.status_code == 409
    assert "No dates are left" in no.json["detail"]
    assert count(Series) == 0


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"count": 10_000}, "count", "At most 200"),
        ({"count": 54}, "count", "At most a year: that is 53 times"),
        ({"count": None, "last_date": "2999-01-01"}, "last_date", "At most a year: until"),
        ({"count": None}, "last_date", "Give either a last date or a number of times"),
        (
            {"last_date": "{later}"},
            "last_date",
            "Give either a last date or a number of times",
        ),
        (
            {"count": None, "last_date": "2020-01-01"},
            "last_date",
            "Choose a day after the first",
        ),
        (
            {"count": 200, "weekdays": ["mon", "tue", "wed", "thu"], "every_weeks": 1},
            None,
            "",
        ),
        (
            {
                "count": None,
                "last_date": "{year}",
                "weekdays": ["mon", "tue", "wed", "thu", "fri"],
            },
            "last_date",
            "at most 200 can be booked at once",
        ),
        (
            {"first_date": "2020-01-01"},
            "first_date",
            "Choose a day within the next two years",
        ),
        (
            {"first_date": "9999-12-31"},
            "first_date",
            "Choose a day within the next two years",
        ),
        ({"first_date": "2999-02-30"}, "first_date", "That day does not exist"),
        ({"end": "14:00"}, "end", "Choose an end after the start"),
        ({"end": "13:00"}, "end", "Choose an end after the start"),
        (
            {"start": "14:05"},
            "start",
            "Choose a time on a step of 15 minutes: 14:00 or 14:15",
        ),
        ({"start": "25:00"}, "start", "Enter a time such as 14:30"),
        ({"every_weeks": 0}, "every_weeks", "At least 1"),
        ({"every_weeks": 9}, "every_weeks", "At most 8"),
        ({"weekdays": ["someday"]}, "weekdays.0", "Choose one of"),
        ({"room": True}, "room", "Enter a whole number"),
        (
            {"choices": [{"date": "2027-01-01", "skip": True}]},
            "choices",
            "is not one of the dates",
        ),
        (
            {"choices": [{"date": "{day}"}, {"date": "{day}"}]},
            "choices",
            "Choose only once for each date",
        ),
        (
            {"choices": [{"date": "{day}", "start": "16:00"}]},
            "choices",
            "choose an end after the start",
        ),
        ({"uid": "x"}, "uid", "Not expected here"),
    ],
)
def test_bad_input_is_told_at_its_field(as_, weekly, monday, count, change, field, words):
    told = {"day": monday, "later": later(monday, 1), "year": later(monday, 52)}
    change = {k: v.format(**told) if isinstance(v, str) else v for k, v in change.items()}
    if "choices" in change:
        change["choices"] = [
            c | {"date": c["date"].format(**told)} for c in change["choices"]
        ]
    sol = as_("sol")
    answer = sol.post(f"{API}preview/", json=weekly | change)
    if field is None:
        assert answer.status_code == 200
        assert len(answer.json["dates"]) == 200
        return
    assert answer.status_code == 422, answer.json
    assert words in answer.json["fields"][field][0], answer.json
    assert sol.post(API, json=weekly | change).status_code == 422
    assert count(Series) == 0


def test_hours_nobody_is_there_are_closed(as_, weekly, count):
    no = as_("sol").post(API, json=weekly | {"start": "06:00", "end": "07:00"})
    assert no.status_code == 409
    assert "The school is open from 08:00" in no.json["facts"]["dates"][0]["reason"]
    assert count(Series) == 0


def test_an_unknown_room_is_not_found_and_one_out_of_use_is_refused(
    app, as_, weekly, monday
):
    sol = as_("sol")
    assert sol.post(API, json=weekly | {"room": 999}).status_code == 404
    assert (
        sol.post(
            API, json=weekly | {"choices": [{"date": monday, "room": 999}]}
        ).status_code
        == 404
    )
    with app.app_context(), transaction():
        db.session.get(Room, 1).is_active = False
    seen = sol.post(f"{API}preview/", json=weekly)
    assert states(seen) == ["refused"] * 4
    assert seen.json["dates"][0]["reason"] == "Studio A is not in use"


def test_a_series_may_not_be_in_its_own_way(app, as_, weekly, decide, admin):
    decide(opens="00:00", closes="23:45")
    admin.patch("/api/inventory/practice-rooms/1/", json={"turnover_minutes": 60})
    days = {"weekdays": ["mon", "tue"], "start": "00:00", "end": "23:45"}
    seen = as_("sol").post(f"{API}preview/", json=weekly | days)
    assert states(seen).count("overlap") == 2
    assert "of this series" in str(seen.json)


def test_staff_book_for_a_student_who_gets_the_letter(app, as_, weekly):
    made = as_("tess").post(API, json=weekly | {"student": 2})
    assert made.status_code == 201
    assert made.json["student"] == 2
    with app.app_context():
        assert {r.booked_by_id for r in db.session.query(Reservation)} == {1}
        assert db.session.query(Letter).one().address == "sol@school.test"
    assert as_("sol").get(f"{API}{made.json['id']}/").status_code == 200


def test_lessons_are_for_staff_to_book_and_go_by_their_own_rules(app, as_, weekly, count):
    with app.app_context(), transaction():
        rules.add(
            person("ada"),
            name="Practice",
            role="student",
            purpose="practice",
            horizon_days=14,
        )
    lessons = weekly | {"purpose": "lesson", "student": 2}
    assert as_("tess").post(API, json=lessons | {"purpose": "practice"}).status_code == 409
    assert as_("tess").post(API, json=lessons).status_code == 201
    assert count(Reservation, purpose="lesson") == 4
    assert as_("sol").post(API, json=weekly | {"purpose": "lesson"}).status_code == 403


def test_students_book_for_nobody_else(app, as_, weekly, count):
    assert as_("sol").post(API, json=weekly | {"student": 3}).status_code == 403
    assert as_("dora").post(API, json=weekly | {"student": 999}).status_code == 422
    with app.app_context(), transaction():
        db.session.get(User, 3).is_active = False
    assert as_("dora").post(API, json=weekly | {"student": 3}).status_code == 422
    assert count(Series) == 0


def test_a_strangers_series_is_not_there(as_, weekly):
    sol, nia = as_("sol"), as_("nia")
    id = sol.post(API, json=weekly).json["id"]
    assert nia.get(f"{API}{id}/").status_code == nia.get(f"/series/{id}").status_code == 404
    assert [len(as_(name).get(API).json) for name in ("sol", "nia", "dora")] == [1, 0, 1]
    assert sol.get(f"{API}999/").status_code == sol.get("/series/999").status_code == 404


def test_the_list_goes_on_from_where_it_was(as_, weekly, monday):
    sol = as_("sol")
    for hour in (9, 10, 11):
        assert (
            sol.post(
                API, json=weekly | {"start": f"{hour:02d}:00", "end": f"{hour + 1:02d}:00"}
            ).status_code
            == 201
        )
    first = sol.get(f"{API}?limit=2")
    assert [each["id"] for each in first.json] == [3, 2]
    link = first.headers["Link"].split(">")[0].lstrip("<")
    assert [each["id"] for each in sol.get(link).json] == [1]


def test_the_same_key_books_once(as_, weekly, count):
    sol = as_("sol")
    first, again = (
        sol.post(API, json=weekly, headers={"Idempotency-Key": "k"}) for _ in range(2)
    )
    assert first.json == again.json
    assert count(Series) == 1


def test_eight_at_once_get_one_series_and_no_piece_of_another(as_, weekly, count, stored):
    people = [as_(("sol", "nia")[i % 2]) for i in range(8)]
    with ThreadPoolExecutor(8) as pool:
        codes = list(
            pool.map(lambda browser: browser.post(API, json=weekly).status_code, people)
        )
    assert sorted(codes) == [201] + [409] * 7
    assert len(stored()) == 4 == count(Occupancy, live=True)


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


def test_a_quota_counts_all_dates_together(app, as_, weekly, stored):
    with app.app_context(), transaction():
        rules.add(person("ada"), name="Three hours", rolling_minutes=180)
    sol = as_("sol")
    seen = sol.post(f"{API}preview/", json=weekly)
    assert states(seen) == ["free"] * 3 + ["refused"]
    assert "Three hours" in seen.json["dates"][3]["reason"]
    assert sol.post(API, json=weekly).status_code == 409
    assert stored() == []
    skip = {"date": seen.json["dates"][3]["date"], "skip": True}
    assert sol.post(API, json=weekly | {"choices": [skip]}).status_code == 201
    moved = sol.post(
        f"{API}1/change/", json={"scope": "all", "start": "16:00", "end": "17:00"}
    )
    assert moved.status_code == 200  # what moves is not counted twice
    assert (
        sol.post(f"{API}1/change/", json={"scope": "all", "end": "17:15"}).status_code
        == 409
    )


def test_moved_alone_from_its_own_page_it_keeps_to_itself(as_, weekly, monday, stored):
    sol = as_("sol")
    sol.post(API, json=weekly)
    times = {"start_time": f"{monday}T16:00", "end_time": f"{monday}T17:00"}
    assert sol.post("/api/inventory/reservations/1/move/", json=times).status_code == 200
    assert sol.post(f"{API}1/change/", json={"scope": "all", "room": 3}).status_code == 200
    assert [(wall, room) for _, wall, room, _ in stored()] == [("16:00", 1)] + [
        ("14:00", 3)
    ] * 3
