"""Rules at the moment of booking: refused with the rule's name and numbers, never over a quota, given back at once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from tests.rooms.conftest import person
from tests.support.queries import counted
from webapp.core.db import transaction
from webapp.rooms import rooms

API, QUOTAS = "/api/inventory/reservations/", "/api/inventory/quotas/"


def test_a_full_quota_is_told_in_numbers_with_what_fits(
    as_, rule, book, hour, monday, confirmed
):
    rule("Students’ week", role="student", week_minutes=240)
    book("sol", 2, monday, "08:00", "11:00")
    no = as_("sol").post(API, json=hour | {"end_time": f"{monday}T16:00"})
    assert no.status_code == 409
    detail = no.json["detail"]
    assert detail.startswith("Week quota: 3 h of 4 h used; this is 2 h")
    assert detail.endswith("(rule “Students’ week”)")
    facts = no.json["facts"]
    next_week = date.fromisoformat(monday) + timedelta(days=7 - _weekday(monday))
    assert facts.pop("again_at")[:10] == str(next_week)
    assert facts == {
        "rule": 1,
        "rule_name": "Students’ week",
        "limit": "week_minutes",
        "limit_minutes": 240,
        "used_minutes": 180,
        "left_minutes": 60,
        "asked_minutes": 120,
    }
    assert confirmed(student_id=2) == 1


def test_what_is_offered_instead_fits_the_quota(as_, rule, book, hour, monday, confirmed):
    rule("Students’ week", role="student", week_minutes=240)
    book("sol", 2, monday, "08:00", "11:00")
    no = as_("sol").post(API, json=hour | {"end_time": f"{monday}T16:00"})
    (offer,) = no.json["offers"]
    assert offer["label"] == "1 h, until 15:00"
    assert as_("sol").post(API, json=hour | offer["change"]).status_code == 201
    assert confirmed(student_id=2) == 2


def test_who_a_quota_is_not_for_books_more(as_, rule, hour, monday):
    rule("Students’ week", role="student", week_minutes=240)
    long = hour | {"room": 3, "end_time": f"{monday}T21:00"}
    assert as_("tess").post(API, json=long).status_code == 201


def _weekday(day):
    return date.fromisoformat(day).weekday()


@pytest.mark.parametrize("htmx", [False, True])
def test_the_page_says_the_same_and_the_offer_is_one_click(
    as_, rule, hour, monday, confirmed, htmx
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
    assert confirmed(notes="Brahms") == 1


def test_given_back_before_it_starts_it_counts_no_more(as_, rule, hour, monday):
    rule(role="student", week_minutes=60)
    sol = as_("sol")
    id = sol.post(API, json=hour).json["id"]
    later = hour | {"start_time": f"{monday}T18:00", "end_time": f"{monday}T19:00"}
    assert sol.post(API, json=later).status_code == 409
    assert sol.post(f"{API}{id}/cancel/").status_code == 200
    assert sol.post(API, json=later).status_code == 201


def test_the_flag_of_last_minute_use_is_kept(as_, rule, monday, confirmed, at):
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
        assert confirmed(last_minute=True) == 2
        assert sol.get(QUOTAS).json[0]["used_minutes"] == 60


WHEN_EXHAUSTED = {
    "role": "student",
    "last_minute_hours": 2,
    "last_minute_mode": "only_when_exhausted",
}


def mover(browser, day):
    """`move(1, "18:30", "19:30")` is the status of that answer."""

    def move(id, starts, ends):
        times = {"start_time": f"{day}T{starts}", "end_time": f"{day}T{ends}"}
        return browser.post(f"{API}{id}/move/", json=times).status_code

    return move


def test_a_move_counts_anew_without_itself(as_, rule, book, monday, confirmed, at):
    rule(rolling_minutes=60, **WHEN_EXHAUSTED)
    sol = as_("sol")
    move = mover(sol, monday)
    with at("10:00"):
        counted_one = book("sol", 1, monday, "18:00", "19:00")
        late_one = book("sol", 2, monday, "11:00", "12:00")
        assert move(counted_one, "18:30", "19:30") == 200
        assert move(counted_one, "18:30", "19:45") == 409
        assert move(late_one, "15:00", "16:00") == 409
        assert move(late_one, "11:30", "12:30") == 200
        assert confirmed(last_minute=True, id=late_one) == 1
        sol.post(f"{API}{counted_one}/cancel/")
        assert move(late_one, "15:00", "16:00") == 200
        assert confirmed(last_minute=False, id=late_one) == 1


def test_staff_go_beyond_a_rule_with_a_reason_and_nobody_else(
    as_, rule, hour, monday, confirmed
):
    rule(role="student", max_minutes=30)
    tess, wish = as_("tess"), hour | {"student": 2}
    no = tess.post(API, json=wish)
    assert no.status_code == 409
    assert no.json["detail"].endswith("You can book it anyway if you give a reason")
    tess.post(API, json=wish | {"override_reason": "Audition"})
    assert confirmed(override_reason="Audition") == 1
    own = hour | {"room": 2, "override_reason": "Audition"}
    assert as_("sol").post(API, json=own).status_code == 403


def test_what_goes_beyond_a_rule_is_moved_with_a_reason_too(as_, rule, hour, monday):
    rule(role="student", max_minutes=30)
    tess = as_("tess")
    beyond = hour | {"student": 2, "override_reason": "Audition"}
    id = tess.post(API, json=beyond).json["id"]
    later = {"start_time": f"{monday}T18:00", "end_time": f"{monday}T19:00"}
    move = f"{API}{id}/move/"
    assert as_("sol").post(move, json=later).status_code == 409
    assert tess.post(move, json=later).status_code == 409
    assert tess.post(move, json=later | {"override_reason": "Still"}).status_code == 200


def test_without_rules_nothing_more_is_asked(app, as_, rule, hour, monday):
    sol = as_("sol")
    sol.post(API, json=hour)

    def statements(at):
        half_an_hour = {"start_time": f"{monday}T{at}:00", "end_time": f"{monday}T{at}:30"}
        with counted(app) as sent:
            assert sol.post(API, json=hour | half_an_hour).status_code == 201
        return len(sent)

    without = statements(16)
    rule("Week", role="student", week_minutes=240)
    one = statements(17)
    for kind in ("day", "month", "rolling"):
        rule(kind, role="student", **{f"{kind}_minutes": 6000})
    assert one == statements(18) == without + 3


def add_rooms(app, *names):
    with app.app_context(), transaction():
        for name in names:
            rooms.add(person("ada"), name=name)


def book_status(browser, wish):
    return browser.post(API, json=wish).status_code


FEW = [
    {"rolling_minutes": 120},
    {"week_minutes": 120},
    {"gap_minutes": 60},
    {"one_at_a_time": True},
]


@pytest.mark.parametrize("limit", FEW)
def test_five_rooms_at_once_get_what_the_quota_allows(
    app, as_, rule, hour, confirmed, limit
):
    add_rooms(app, "Studio D", "Studio E")
    rule(role="student", **limit)
    places = [1] * 5 if "gap_minutes" in limit else range(1, 6)
    fit = 1 if limit.keys() & {"gap_minutes", "one_at_a_time"} else 2
    browsers = [as_("sol") for _ in range(5)]
    wishes = [hour | {"room": room} for room in places]
    with ThreadPoolExecutor(5) as pool:
        codes = sorted(pool.map(book_status, browsers, wishes))
    assert codes == [201] * fit + [409] * (5 - fit)
    assert confirmed(student_id=2) == fit
