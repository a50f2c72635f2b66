"""One room at a time: nobody is in two rooms at once, unless a rule or a reason allows it."""

from datetime import date, timedelta

import pytest

API = "/api/inventory/reservations/"


def test_nobody_is_in_two_rooms_at_a_time(as_, rule, book, hour, monday, confirmed):
    rule("One each", role="student", one_at_a_time=True)
    sol, other = as_("sol"), hour | {"room": 2}
    book("sol", 1, monday, "14:00", "15:00")
    meanwhile = {"start_time": f"{monday}T14:45", "end_time": f"{monday}T16:00"}
    no = sol.post(API, json=other | meanwhile)
    assert no.status_code == 409
    assert no.json["facts"]["limit"] == "one_at_a_time"
    assert "another is booked from 14:00 to 15:00 (rule “One each”)" in no.json["detail"]
    assert no.json["facts"]["busy_until"].startswith(f"{monday}T15:00")
    page = sol.get("/reservations/new", query_string=hour | {"room": 3}).text
    assert "One room at a time" in page
    assert confirmed(student_id=2) == 1


def test_one_after_the_other_is_one_at_a_time(as_, rule, book, monday, confirmed):
    rule("One each", role="student", one_at_a_time=True)
    book("sol", 1, monday, "14:00", "15:00")
    book("sol", 2, monday, "15:00", "16:00")
    book("nia", 2, monday, "14:00", "15:00")
    assert (confirmed(student_id=2), confirmed(student_id=3)) == (2, 1)


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
