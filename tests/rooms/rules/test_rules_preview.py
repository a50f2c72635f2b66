"""What could this student book? The rules alone, for each room of a day, as staff see it."""

from datetime import datetime

import pytest
import time_machine

from tests.rooms.conftest import person
from tests.support.queries import counted
from webapp.core.db import transaction
from webapp.rooms import rooms
from webapp.school import calendar

API = "/api/inventory/rules/preview/"


@pytest.fixture
def seen(as_, monday):
    def look(who="tess", student=2, day=monday):
        return as_(who).get(f"{API}?student={student}&date={day}").json

    return look


def told(room):
    times = [
        (s["start_time"][11:16], s["end_time"][11:16], s["longest_minutes"], s["rule_name"])
        for s in room["stretches"]
    ]
    return {room["room_name"]: times}


def test_without_rules_everything_may_be_booked(seen):
    shown = seen()
    assert [told(room) for room in shown["rooms"]] == [
        {name: [("08:00", "22:00", 840, None)]}
        for name in ("Studio A", "Studio B", "Studio C")
    ]
    assert shown["quotas"] == []


def test_each_rule_shows_where_it_says_no_and_why(seen, rule):
    rule("No drums", room=2, role="student", may_book=False)
    rule("Lunch", from_time="12:00", until_time="13:00", may_book=False)
    rule("Two hours", role="student", max_minutes=120)
    a, b, _ = seen()["rooms"]
    assert told(a)["Studio A"] == [
        ("08:00", "12:00", 120, None),
        ("12:00", "13:00", 0, "Lunch"),
        ("13:00", "22:00", 120, None),
    ]
    assert told(b)["Studio B"] == [
        ("08:00", "12:00", 0, "No drums"),
        ("12:00", "13:00", 0, "No drums"),
        ("13:00", "22:00", 0, "No drums"),
    ] or told(b)["Studio B"] == [("08:00", "22:00", 0, "No drums")]
    assert b["stretches"][0]["why_not"] == "Students may not book in Studio B"


def test_preview_and_booking_agree(app, as_, rule, book, monday):
    rule("Week", role="student", week_minutes=180)
    book("sol", 2, monday, "08:00", "10:00")
    shown = as_("dora").get(f"{API}?student=2&date={monday}").json["rooms"][0]
    assert shown["stretches"][0]["longest_minutes"] == 60
    sol, wish = as_("sol"), {"room": 1, "start_time": f"{monday}T10:00"}
    more, exact = ({**wish, "end_time": f"{monday}T{ends}"} for ends in ("11:15", "11:00"))
    assert sol.post("/api/inventory/reservations/", json=more).status_code == 409
    assert sol.post("/api/inventory/reservations/", json=exact).status_code == 201


def test_a_preview_says_why_nothing_more_can_be_booked(as_, rule, book, monday):
    rule("Week", role="student", week_minutes=180)
    book("sol", 2, monday, "08:00", "11:00")
    room = as_("dora").get(f"{API}?student=2&date={monday}").json["rooms"][0]
    assert told(room)["Studio A"] == [("08:00", "22:00", 0, "Week")]
    words = "Week quota: 3 h of 3 h used; this is 15 min"
    assert room["stretches"][0]["why_not"].startswith(words)


def test_only_what_is_still_to_come_of_today(app, seen, rule, monday):
    rule("Soon", role="student", min_notice_minutes=60)
    with app.app_context():
        noon = calendar.instant(datetime.fromisoformat(f"{monday}T12:00"))
    with time_machine.travel(noon, tick=False):
        assert told(seen()["rooms"][0])["Studio A"] == [
            ("12:00", "13:00", 0, "Soon"),
            ("13:00", "22:00", 540, None),
        ]
    with time_machine.travel(f"{monday}T23:30:00Z", tick=False):
        assert told(seen()["rooms"][0])["Studio A"] == []


def test_students_do_not_look_at_others(as_, monday):
    sol = as_("sol")
    assert (
        sol.get(f"{API}?student=3").status_code
        == 403
        == sol.get("/rooms/rules/preview").status_code
    )
    assert as_("dora").get(f"{API}?student=99").status_code == 404
    assert as_("tess").get(f"{API}?student=4").status_code == 404  # not a student of hers


def test_the_page_finds_people_by_words(as_, rule, monday):
    rule("Two hours", role="student", max_minutes=120)
    tess = as_("tess")
    assert "Choose somebody" in tess.get("/rooms/rules/preview").text
    page = tess.get(f"/rooms/rules/preview?who=sol&date={monday}")
    assert page.status_code == 200
    assert "What could Sol book?" in page.text
    assert "Up to 2 h at once" in page.text
    nobody = tess.get("/rooms/rules/preview?who=xyz")
    assert nobody.status_code == 422
    assert "Nobody is called xyz" in nobody.text
    assert 'value="xyz"' in nobody.text
    assert tess.get("/rooms/rules/preview?who=sol&date=1000-01-01").status_code == 422


def test_more_rooms_and_rules_ask_no_more(app, as_, rule, monday):
    tess, path = as_("tess"), f"{API}?student=2&date={monday}"
    rule("First", week_minutes=600)
    with counted(app) as few:
        tess.get(path)
    with app.app_context(), transaction():
        for number in range(10):
            rooms.add(person("ada"), name=f"Room {number}")
    for number in range(5):
        rule(f"Rule {number}", day_minutes=60 + number)
    with counted(app) as many:
        assert len(tess.get(path).json["rooms"]) == 13
    assert len(few) == len(many)
