"""Doors: anybody reads whether a room is free, nobody learns who is in; whoever stands there books it or checks in."""

import re
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from tests.rooms.conftest import person
from webapp.core.db import db, transaction
from webapp.rooms import rooms
from webapp.rooms.models import Reservation
from webapp.school import calendar

API = "/api/inventory/practice-rooms/1/book-now/"


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


UNTIL = r'name="until" value="([^"]+)">'


def test_a_door_offers_every_step_until_somebody_comes(as_, at, book, code, monday):
    book("nia", 1, monday, "15:00", "16:00")
    with at("14:07"):
        ends = re.findall(UNTIL, as_("sol").get(f"/door/{code}").text)
    assert [end[11:16] for end in ends] == ["14:15", "14:30", "14:45", "15:00"]


@pytest.mark.parametrize("door", ["page", "api"])
def test_whoever_stands_there_books_it_from_now_on(
    as_, at, book, booked, code, decide, monday, door
):
    decide(check_in=True)
    book("nia", 1, monday, "15:00", "16:00")
    with at("14:07"):
        sol = as_("sol")
        ends = re.findall(UNTIL, sol.get(f"/door/{code}").text)
        if door == "page":
            taken = sol.post(f"/door/{code}", data={"until": ends[2]})
        else:
            taken = sol.post(API, json={"until": ends[2]})
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
