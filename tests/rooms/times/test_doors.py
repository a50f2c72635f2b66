"""Doors: anybody reads whether a room is free, nobody learns who is in; whoever stands there books it or checks in."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from sqlalchemy import func, select

from tests.rooms.conftest import person
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.people import throttle
from webapp.people.models import SignInFailure
from webapp.rooms import rooms
from webapp.rooms.models import Reservation, Room
from webapp.school import calendar

API = "/api/inventory/practice-rooms/1/book-now/"


@pytest.fixture
def code(app):
    with app.app_context():
        return db.session.get(Room, 1).door_code


@pytest.fixture
def booked(app):
    def look():
        with app.app_context():
            found = db.session.scalars(select(Reservation).order_by(Reservation.id)).all()
            local = [
                (
                    each.student_id,
                    calendar.local(each.starts_at),
                    calendar.local(each.ends_at),
                )
                for each in found
            ]
            return [(id, f"{a:%H:%M}", f"{b:%H:%M}") for id, a, b in local]

    return look


def big(answer):
    return " ".join(re.search(r'class="big">(.*?)<', answer.text)[1].split())


def test_every_room_has_a_code_of_its_own(app, admin):
    with app.app_context():
        codes = db.session.scalars(select(Room.door_code)).all()
    assert len(set(codes)) == 3
    assert all(len(each) == 16 for each in codes)
    assert "door_code" not in admin.get("/api/inventory/practice-rooms/1/").json


def test_a_code_nobody_gave_leads_nowhere(app, as_):
    for path in ("/door/1", "/door/1/display", f"/door/{'a' * 500}"):
        assert app.test_client().get(path).status_code == 404
    assert as_("sol").post("/door/1", data={"until": "2030-01-01T10:00"}).status_code == 404
    assert as_("sol").get("/door/1/in").status_code == 404


def guess(browser, many, path="/door/guess{}"):
    return [browser.get(path.format(n)).status_code for n in range(many)]


@pytest.mark.parametrize("path", ["/door/guess{}", "/door/guess{}/display"])
def test_who_guesses_codes_is_told_to_wait_but_the_right_one_works(app, code, path):
    stranger = app.test_client()
    assert guess(stranger, 30, path) == [404] * 30
    no = stranger.get(path.format("again"))
    assert no.status_code == 429
    assert 0 < int(no.headers["Retry-After"]) <= 900
    assert "try again in" in no.text
    assert stranger.get(path.replace("guess{}", code)).status_code == 200
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert stranger.get(path.format("again"), environ_base=elsewhere).status_code == 404
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        assert stranger.get(path.format("again")).status_code == 404


def test_the_same_holds_for_who_is_signed_in(as_, code):
    sol = as_("sol")
    guess(sol, 29)
    assert sol.get("/door/guess/in").status_code == 404
    assert sol.post("/door/guess", data={"until": "2030-01-01T10:00"}).status_code == 429
    assert sol.get("/door/guess/in").status_code == 429
    assert sol.get(f"/door/{code}/in").status_code == 303


def test_who_never_stops_guessing_is_not_even_told_when_right(app, code, monkeypatch):
    monkeypatch.setattr(throttle, "PER_RIGHT_DOOR", 40)
    stranger = app.test_client()
    assert guess(stranger, 50) == [404] * 30 + [429] * 20
    assert stranger.get(f"/door/{code}").status_code == 429
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignInFailure)) == 40


def test_guesses_at_doors_and_passwords_are_counted_apart(app, as_, code):
    nia = as_("nia")
    guess(nia, 60)
    assert as_("sol").get("/").status_code == 200
    with app.app_context(), transaction():
        for n in range(50):
            throttle.count(f"x{n}@school.test", "127.0.0.2")
    assert (
        nia.get("/door/wrong", environ_base={"REMOTE_ADDR": "127.0.0.2"}).status_code == 404
    )


@pytest.mark.parametrize("ending", ["", "/display"])
def test_anybody_reads_whether_it_is_free_but_not_who_is_in(
    app, at, book, code, monday, ending
):
    book("sol", 1, monday, "14:00", "15:00", notes="secret")
    book("nia", 1, monday, "15:00", "15:30")
    book("nia", 1, monday, "17:00", "18:00")
    stranger = app.test_client()
    seen = []
    for wall in ("13:00", "14:00", "15:29", "15:30", "18:00", "23:00"):
        with at(wall):
            answer = stranger.get(f"/door/{code}{ending}")
            seen.append(big(answer))
            assert not re.search("Sol|Nia|secret|/reservations/", answer.text)
    assert seen == [
        "Free until 14:00",
        "Busy until 15:30",
        "Busy until 15:30",
        "Free until 17:00",
    ] + [
        "Free until 22:00",
        "Closed",
    ]
    with at("14:30"):
        assert "Next: 17:00–18:00" in stranger.get(f"/door/{code}{ending}").text


def test_the_display_draws_itself_again_without_a_script(app, code):
    shown = app.test_client().get(f"/door/{code}/display")
    assert shown.headers["Refresh"] == "30"
    assert "<script" not in shown.text
    assert "<svg" in shown.text


def test_who_has_it_checks_in_there(as_, at, book, code, decide, monday):
    decide(check_in=True)
    book("sol", 1, monday, "14:00", "15:00")
    with at("13:50"):
        sol, nia = as_("sol"), as_("nia")
        assert "Your time: 14:00–15:00" in sol.get(f"/door/{code}").text
        assert "Check in<" in sol.get(f"/door/{code}").text
        assert "Your time" not in nia.get(f"/door/{code}").text
        assert sol.post("/reservations/1/check-in").status_code == 303
        assert "Checked in" in sol.get(f"/door/{code}").text
    with at("13:30"):
        assert "Your time" not in sol.get(f"/door/{code}").text


def test_signing_in_leads_back_to_the_door(app, as_, at, code):
    with at("14:00"):
        stranger = app.test_client()
        assert "Book it now" not in stranger.get(f"/door/{code}").text
        assert stranger.get(f"/door/{code}/in").location == f"/login?next=/door/{code}/in"
        assert as_("sol").get(f"/door/{code}/in").location == f"/door/{code}"


@pytest.mark.parametrize("door", ["page", "api"])
def test_whoever_stands_there_books_it_from_now_on(
    as_, at, book, booked, code, decide, monday, door
):
    decide(check_in=True)
    book("nia", 1, monday, "15:00", "16:00")
    with at("14:07"):
        sol = as_("sol")
        page = sol.get(f"/door/{code}")
        ends = re.findall(r'name="until" value="([^"]+)">', page.text)
        assert [each[11:16] for each in ends] == ["14:15", "14:30", "14:45", "15:00"]
        taken = (
            sol.post(f"/door/{code}", data={"until": ends[2]}) if door == "page" else None
        )
        taken = taken or sol.post(API, json={"until": ends[2]})
        assert taken.status_code in (201, 303)
        assert big(sol.get(f"/door/{code}")) == "Busy until 14:45"
        assert "Checked in" in sol.get(f"/door/{code}").text
    assert booked() == [(3, "15:00", "16:00"), (2, "14:07", "14:45")]


@pytest.mark.parametrize(
    ("wall", "until", "status"),
    [
        ("14:07", "14:20", 422),
        ("14:07", "14:00", 422),
        ("14:07", "soon", 422),
        ("14:07", "15:15", 409),
    ]
    + [("23:00", "23:30", 409), ("15:10", "15:45", 409)],
)
def test_what_is_not_on_the_door_is_refused(
    as_, at, book, booked, code, monday, wall, until, status
):
    book("nia", 1, monday, "15:00", "16:00")
    with at(wall):
        no = as_("sol").post(
            f"/door/{code}",
            data={"until": until if until == "soon" else f"{monday}T{until}"},
        )
    assert no.status_code == status
    assert "Studio A" in no.text
    assert len(booked()) == 1


def test_the_same_tap_twice_books_once(as_, at, booked, code, monday):
    with at("14:07"):
        sol, form = as_("sol"), {"until": f"{monday}T14:30", "idempotency_key": "k"}
        assert [sol.post(f"/door/{code}", data=form).status_code for _ in range(2)] == [
            303,
            303,
        ]
    assert len(booked()) == 1


def test_eight_at_the_door_get_one_room(as_, at, booked, code, monday):
    with at("14:07"):
        people, start, seen = [as_(("sol", "nia")[i % 2]) for i in range(8)], Barrier(8), []

        def tap(browser):
            start.wait()
            seen.append(browser.post(API, json={"until": f"{monday}T14:30"}).status_code)

        threads = [Thread(target=tap, args=(browser,)) for browser in people]
        [t.start() for t in threads], [t.join() for t in threads]
    assert sorted(seen) == [201] + [409] * 7
    assert len(booked()) == 1


def test_a_new_code_makes_the_old_one_lead_nowhere(app, as_, admin, code):
    assert (
        as_("dora").post("/rooms/1/door/renew").status_code
        == as_("sol").post("/rooms/1/door/renew").status_code
        == 403
    )
    assert app.test_client().get(f"/door/{code}").status_code == 200
    assert admin.post("/rooms/1/door/renew").status_code == 303
    assert admin.post("/rooms/9/door/renew").status_code == 404
    assert app.test_client().get(f"/door/{code}").status_code == 404


def test_the_sheet_shows_a_week_without_names(as_, book, code, monday):
    book("sol", 1, monday, "14:00", "15:00")
    assert as_("sol").get("/rooms/1/door").status_code == 403
    assert as_("dora").get("/rooms/9/door").status_code == 404
    sheet = as_("dora").get(f"/rooms/1/door?date={monday}&paper=letter").text
    assert "14:00–15:00" in sheet
    assert "Sol" not in sheet.partition("doorsheet")[2].partition("</article>")[0]
    assert sheet.count("Free all day") == 6
    assert 'data-paper="letter"' in sheet
    assert f"/door/{code}" in sheet


def test_a_closed_room_says_so_on_its_door(app, as_, code):
    with app.app_context(), transaction():
        rooms.describe(person("ada"), 1, is_active=False)
    assert big(app.test_client().get(f"/door/{code}")) == "Not in use"
