"""Rules at the moment of booking: refused with the rule's name and numbers, never over a quota, given back at once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from tests.rooms.conftest import person
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.rooms import rooms
from webapp.rooms.models import Reservation

API, QUOTAS = "/api/inventory/reservations/", "/api/inventory/quotas/"


@pytest.fixture
def count(app):
    def of(**which):
        with app.app_context():
            return (
                db.session.query(Reservation)
                .filter_by(stored_status="confirmed", **which)
                .count()
            )

    return of


def test_a_full_quota_is_told_in_numbers_with_what_fits(
    as_, rule, book, hour, monday, count
):
    rule("Students’ week", role="student", week_minutes=240)
    book("sol", 2, monday, "08:00", "11:00")
    no = as_("sol").post(API, json=hour | {"end_time": f"{monday}T16:00"})
    assert no.status_code == 409
    assert no.json["detail"].startswith("Week quota: 3 h of 4 h used; this is 2 h")
    assert no.json["detail"].endswith("(rule “Students’ week”)")
    facts = no.json["facts"]
    assert (facts["rule_name"], facts["used_minutes"], facts["limit_minutes"]) == (
        "Students’ week",
        180,
        240,
    )
    assert (facts["asked_minutes"], facts["left_minutes"], facts["limit"]) == (
        120,
        60,
        "week_minutes",
    )
    assert facts["again_at"][:10] == str(
        date.fromisoformat(monday) + timedelta(days=7 - _weekday(monday))
    )
    (offer,) = no.json["offers"]
    assert offer["label"] == "1 h, until 15:00"
    assert count(student_id=2) == 1
    assert as_("sol").post(API, json=hour | offer["change"]).status_code == 201
    assert count(student_id=2) == 2
    assert (
        as_("tess")
        .post(API, json=hour | {"room": 3, "end_time": f"{monday}T21:00"})
        .status_code
        == 201
    )


def _weekday(day):
    return date.fromisoformat(day).weekday()


@pytest.mark.parametrize("htmx", [False, True])
def test_the_page_says_the_same_and_the_offer_is_one_click(
    as_, rule, hour, monday, count, htmx
):
    rule(role="student", max_minutes=60)
    sol, typed = (
        as_("sol", htmx=htmx),
        hour | {"end_time": f"{monday}T16:00", "notes": "Brahms"},
    )
    no = sol.post("/reservations/new", data=typed)
    assert no.status_code == 409
    assert "The longest booking is 1 h; this is 2 h (rule “The rule”)" in no.text
    change = re.search(r'name="instead" value="([^"]+)">1 h, until 15:00', no.text)[1]
    assert sol.post("/reservations/new", data=typed | {"instead": change}).status_code in (
        200,
        303,
    )
    assert count(notes="Brahms") == 1


def test_the_form_tells_before_anybody_asks(as_, rule, book, monday, hour):
    rule("Week", role="student", week_minutes=240)
    link = f"/reservations/new?room=1&start_time={monday}T14:00&end_time={monday}T"
    sol = as_("sol")
    assert "Week quota: then 3 h left of 4 h." in sol.get(f"{link}15:00").text
    book("sol", 2, monday, "08:00", "11:00")
    part = (
        as_("sol", htmx=True)
        .get(f"/reservations/new?room=1&start_time={monday}T14:00&end_time={monday}T16:00")
        .text
    )
    assert "Against the rules:" in part
    assert "3 h of 4 h used; this is 2 h" in part
    assert "€20.00" in part
    assert "Week quota" not in as_("tess").get(f"{link}15:00").text


def test_given_back_before_it_starts_it_counts_no_more(as_, rule, hour, monday):
    rule(role="student", week_minutes=60)
    sol = as_("sol")
    id = sol.post(API, json=hour).json["id"]
    later = hour | {"start_time": f"{monday}T18:00", "end_time": f"{monday}T19:00"}
    assert sol.post(API, json=later).status_code == 409
    assert sol.post(f"{API}{id}/cancel/").status_code == 200
    assert sol.post(API, json=later).status_code == 201


def test_the_flag_of_last_minute_use_is_kept(as_, rule, monday, count, at):
    rule(
        role="student",
        rolling_minutes=60,
        last_minute_hours=2,
        last_minute_mode="only_when_exhausted",
    )
    sol = as_("sol")
    with at("10:00"):
        for room, starts, ends, status in (
            (1, "18:00", "19:00", 201),
            (2, "12:15", "13:15", 409),
            (2, "12:00", "13:00", 201),
            (3, "11:00", "12:00", 201),
        ):
            wish = {
                "room": room,
                "start_time": f"{monday}T{starts}",
                "end_time": f"{monday}T{ends}",
            }
            assert sol.post(API, json=wish).status_code == status, starts
        assert (
            "does not count towards your quotas"
            in sol.get(f"/rooms/1/book?start_time={monday}T11:00").text
        )
        assert count(last_minute=True) == 2
        assert sol.get(QUOTAS).json[0]["used_minutes"] == 60


def test_a_move_counts_anew_without_itself(as_, rule, monday, count, at):
    rule(
        role="student",
        rolling_minutes=60,
        last_minute_hours=2,
        last_minute_mode="only_when_exhausted",
    )
    sol = as_("sol")

    def times(starts, ends):
        return {"start_time": f"{monday}T{starts}", "end_time": f"{monday}T{ends}"}

    with at("10:00"):
        counted_one = sol.post(API, json={"room": 1} | times("18:00", "19:00")).json["id"]
        late_one = sol.post(API, json={"room": 2} | times("11:00", "12:00")).json["id"]
        assert (
            sol.post(f"{API}{counted_one}/move/", json=times("18:30", "19:30")).status_code
            == 200
        )
        assert (
            sol.post(f"{API}{counted_one}/move/", json=times("18:30", "19:45")).status_code
            == 409
        )
        assert (
            sol.post(f"{API}{late_one}/move/", json=times("15:00", "16:00")).status_code
            == 409
        )
        assert (
            sol.post(f"{API}{late_one}/move/", json=times("11:30", "12:30")).status_code
            == 200
        )
        assert count(last_minute=True, id=late_one) == 1
        sol.post(f"{API}{counted_one}/cancel/")
        assert (
            sol.post(f"{API}{late_one}/move/", json=times("15:00", "16:00")).status_code
            == 200
        )
        assert count(last_minute=False, id=late_one) == 1


def test_staff_go_beyond_a_rule_with_a_reason_and_nobody_else(
    as_, rule, hour, monday, count
):
    rule(role="student", max_minutes=30)
    tess, wish = as_("tess"), hour | {"student": 2}
    no = tess.post(API, json=wish)
    assert no.status_code == 409
    assert no.json["detail"].endswith("You can book it anyway if you give a reason")
    id = tess.post(API, json=wish | {"override_reason": "Audition"}).json["id"]
    assert count(override_reason="Audition") == 1
    assert (
        as_("sol")
        .post(API, json=hour | {"room": 2, "override_reason": "Audition"})
        .status_code
        == 403
    )
    later = {"start_time": f"{monday}T18:00", "end_time": f"{monday}T19:00"}
    assert as_("sol").post(f"{API}{id}/move/", json=later).status_code == 409
    assert tess.post(f"{API}{id}/move/", json=later).status_code == 409
    assert (
        tess.post(f"{API}{id}/move/", json=later | {"override_reason": "Still"}).status_code
        == 200
    )


def test_without_rules_nothing_more_is_asked(app, as_, rule, hour, monday):
    sol = as_("sol")
    sol.post(API, json=hour)
    times = [
        {"start_time": f"{monday}T{h}:00", "end_time": f"{monday}T{h}:30"}
        for h in (16, 17, 18, 19)
    ]
    with counted(app) as without:
        assert sol.post(API, json=hour | times[0]).status_code == 201
    rule("Week", role="student", week_minutes=240)
    with counted(app) as one:
        assert sol.post(API, json=hour | times[1]).status_code == 201
    for kind in ("day", "month", "rolling"):
        rule(kind, role="student", **{f"{kind}_minutes": 6000})
    with counted(app) as four:
        assert sol.post(API, json=hour | times[2]).status_code == 201
    assert len(one) == len(four) == len(without) + 3


def test_what_is_left_is_shown_and_only_to_whom_it_concerns(as_, rule, book, monday):
    rule("Ahead", role="student", rolling_minutes=480)
    rule("Day", day_minutes=120, room=1)
    book("sol", 1, monday, "08:00", "10:00")
    sol, nia = as_("sol"), as_("nia")
    shown = {each["rule_name"]: each for each in sol.get(QUOTAS).json}
    assert (shown["Ahead"]["used_minutes"], shown["Ahead"]["left_minutes"]) == (120, 360)
    assert shown["Ahead"]["period_end"] is None
    assert shown["Day"]["period_start"][11:16] == "00:00"
    assert shown["Day"]["title"] == "Day quota in Studio A"
    assert shown["Day"]["used_minutes"] == 0
    assert "6 h left of 8 h" in sol.get("/quotas").text
    assert "8 h left of 8 h" in nia.get("/quotas").text
    assert "Time booked ahead: 6 h left." in sol.get("/").text
    assert nia.get(f"{QUOTAS}?student=2").status_code == 403
    assert sol.get(f"{QUOTAS}?student=2").status_code == 200
    assert as_("tess").get(f"{QUOTAS}?student=2").json[0]["used_minutes"] == 120
    assert as_("dora").get(f"{QUOTAS}?student=99").status_code == 404
    assert [each["rule_name"] for each in as_("tess").get(QUOTAS).json] == ["Day"]


def test_of_two_quotas_for_the_same_rooms_only_the_one_that_decides_is_shown(as_, rule):
    rule("All", week_minutes=60)
    rule("Students", role="student", week_minutes=120)
    rule("Studio A", room=1, week_minutes=30)
    assert [each["rule_name"] for each in as_("sol").get(QUOTAS).json] == [
        "Students",
        "Studio A",
    ]


def test_no_quota_is_said_kindly(as_):
    assert "No quotas" in as_("sol").get("/quotas").text
    assert "Your quotas" in as_("sol").get("/rooms").text


@pytest.mark.parametrize(
    "limit",
    [
        {"rolling_minutes": 120},
        {"week_minutes": 120},
        {"gap_minutes": 60},
        {"one_at_a_time": True},
    ],
)
def test_five_rooms_at_once_get_what_the_quota_allows(app, as_, rule, hour, count, limit):
    with app.app_context(), transaction():
        for name in ("Studio D", "Studio E"):
            rooms.add(person("ada"), name=name)
    rule(role="student", **limit)
    browsers = [as_("sol") for _ in range(5)]
    same, once = "gap_minutes" in limit, "one_at_a_time" in limit
    with ThreadPoolExecutor(5) as pool:
        wishes = [hour | {"room": 1 if same else room} for room in range(1, 6)]
        answers = list(
            pool.map(
                lambda browser, wish: browser.post(API, json=wish).status_code,
                browsers,
                wishes,
            )
        )
    assert sorted(answers) == (
        [201] + [409] * 4 if same or once else [201, 201, 409, 409, 409]
    )
    assert count(student_id=2) == (1 if same or once else 2)


def test_nobody_is_in_two_rooms_at_a_time(as_, rule, book, hour, monday, count):
    rule("One each", role="student", one_at_a_time=True)
    sol, other = as_("sol"), hour | {"room": 2}
    book("sol", 1, monday, "14:00", "15:00")
    no = sol.post(
        API, json=other | {"start_time": f"{monday}T14:45", "end_time": f"{monday}T16:00"}
    )
    assert no.status_code == 409
    assert no.json["facts"]["limit"] == "one_at_a_time"
    assert "another is booked from 14:00 to 15:00 (rule “One each”)" in no.json["detail"]
    assert no.json["facts"]["busy_until"].startswith(f"{monday}T15:00")
    after = other | {"start_time": f"{monday}T15:00", "end_time": f"{monday}T16:00"}
    assert sol.post(API, json=after).status_code == 201
    assert as_("nia").post(API, json=other).status_code == 201
    page = sol.get(
        f"/reservations/new?room=3&start_time={monday}T14:00&end_time={monday}T15:00"
    ).text
    assert "One room at a time" in page
    assert count(student_id=2) == 2


def test_a_move_is_not_in_its_own_way_but_in_that_of_others(as_, rule, book, monday):
    rule(role="student", one_at_a_time=True)
    first, second = (
        book("sol", 1, monday, "14:00", "15:00"),
        book("sol", 2, monday, "16:00", "17:00"),
    )
    sol, to = as_("sol"), {"start_time": f"{monday}T14:30", "end_time": f"{monday}T15:30"}
    assert sol.post(f"{API}{first}/move/", json=to | {"room": 3}).status_code == 200
    assert sol.post(f"{API}{second}/move/", json=to).status_code == 409


@pytest.mark.parametrize("late", [False, True])
def test_what_was_given_back_is_not_in_the_way(as_, rule, book, decide, hour, monday, late):
    decide(cancel_hours=1000 if late else 0)
    id = book("sol", 1, monday, "14:00", "15:00")
    rule(role="student", one_at_a_time=True)
    assert as_("sol").post(f"{API}{id}/cancel/").json["late"] is late
    assert as_("sol").post(API, json=hour | {"room": 2}).status_code == 201


def test_a_narrower_rule_allows_several_and_staff_with_a_reason_may(
    as_, rule, book, hour, monday
):
    rule("One each", role="student", one_at_a_time=True)
    rule("Not in Studio B", role="student", room=2, one_at_a_time=False)
    book("sol", 1, monday, "14:00", "15:00")
    assert as_("sol").post(API, json=hour | {"room": 2}).status_code == 201
    wish = hour | {"room": 3, "student": 2}
    assert as_("tess").post(API, json=wish).status_code == 409
    assert (
        as_("tess").post(API, json=wish | {"override_reason": "A duo exam"}).status_code
        == 201
    )
    assert "several rooms at a time" in as_("ada").get("/rooms/rules").text


def test_a_series_keeps_to_it_date_by_date(as_, rule, book, monday):
    rule(role="student", one_at_a_time=True)
    book("sol", 2, monday, "14:00", "15:00")
    asked = {
        "room": 1,
        "first_date": monday,
        "last_date": str(date.fromisoformat(monday) + timedelta(days=7)),
    }
    asked |= {
        "weekdays": [date.fromisoformat(monday).strftime("%a").lower()],
        "start": "14:30",
        "end": "15:30",
    }
    dates = as_("sol").post("/api/inventory/series/preview/", json=asked).json["dates"]
    assert [each["status"] for each in dates] == ["refused", "free"]
    assert "One room at a time" in dates[0]["reason"]
