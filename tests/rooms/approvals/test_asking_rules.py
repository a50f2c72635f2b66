"""The rules that make people ask: which of them decides, and how they say so."""

from tests.rooms.conftest import person
from webapp.core.db import transaction
from webapp.rooms.rules import rules

API, SERIES = "/api/inventory/reservations/", "/api/inventory/series/"


def test_the_most_specific_rule_decides_and_of_two_the_strictest(
    app, must_ask, book, monday, stored
):
    with app.app_context(), transaction():
        rules.add(
            person("ada"), name="No need", role="student", room=1, needs_approval=False
        )
    book("sol", 1, monday, "08:00", "09:00")
    with app.app_context(), transaction():
        told = {"role": "student", "room": 1, "purpose": "practice", "from_time": "10:00"}
        rules.add(person("ada"), name="Not for practice", **told, needs_approval=False)
    book("sol", 1, monday, "12:00", "13:00")
    book("sol", 2, monday, "14:00", "15:00")
    assert [status for status, *_ in stored()] == ["pending", "confirmed", "confirmed"]


def test_it_is_said_before_anybody_asks(as_, must_ask, hour, at, monday):
    link = f"/reservations/new?room=1&start_time={monday}T14:00&end_time={monday}T15:00"
    sol = as_("sol").get(link).text
    assert (
        "A teacher will answer within 3 days; until then the time is held for you." in sol
    )
    assert "data-asks" in sol
    assert "Send request" in sol
    with at("11:00"):
        assert (
            "A teacher will answer before it begins; until then"
            in as_("sol").get(link).text
        )
    for other in (
        as_("tess").get(link).text,
        as_("sol").get(link.replace("room=1", "room=2")).text,
    ):
        assert "A teacher will answer" not in other
        assert "data-asks" not in other


def test_rules_say_it_in_words_and_in_the_preview(as_, must_ask, monday):
    tess = as_("tess")
    assert "Students in Studio A: a teacher must approve." in tess.get("/rooms/rules").text
    seen = tess.get(f"/api/inventory/rules/preview/?student=2&date={monday}").json["rooms"]
    assert [[each["needs_approval"] for each in room["stretches"]] for room in seen] == [
        [True],
        [False],
        [False],
    ]
    assert (
        tess.get(f"/rooms/rules/preview?student=2&date={monday}").text.count(
            "a teacher must approve"
        )
        == 1
    )


def test_a_rule_through_the_form(as_):
    ada = as_("ada")
    typed = {"name": "Ask", "role": "student", "room": "1", "needs_approval": "True"}
    assert ada.post("/rooms/rules/new", data=typed).status_code == 303
    (rule,) = ada.get("/api/inventory/rules/").json
    assert rule["needs_approval"] is True
    assert rule["may_book"] is None


def test_it_counts_for_quotas(app, as_, must_ask, hour, monday):
    with app.app_context(), transaction():
        rules.add(person("ada"), name="An hour", role="student", rolling_minutes=60)
    sol, later = (
        as_("sol"),
        hour | {"room": 2, "start_time": f"{monday}T18:00", "end_time": f"{monday}T19:00"},
    )
    assert sol.post(API, json=hour).status_code == 201
    assert sol.post(API, json=later).status_code == 409
    assert sol.post(f"{API}1/cancel/").status_code == 200
    assert sol.post(API, json=later).status_code == 201


def test_a_series_says_that_such_a_date_is_asked_for_alone(as_, must_ask, monday):
    weekly = {"room": 1, "start": "14:00", "end": "15:00", "first_date": monday, "count": 2}
    seen = as_("sol").post(f"{SERIES}preview/", json=weekly).json["dates"]
    assert [
        (each["status"], "A teacher must approve" in each["reason"]) for each in seen
    ] == [("refused", True)] * 2
    assert as_("sol").post(SERIES, json=weekly).status_code == 409
    assert as_("tess").post(SERIES, json=weekly | {"student": 2}).status_code == 201
