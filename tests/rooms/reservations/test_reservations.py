"""The lists of reservations: whose they are, in which order, a page at a time."""

import re
from datetime import date, timedelta

import pytest
import time_machine

from tests.rooms.conftest import person
from tests.support.queries import counted
from webapp.core.db import transaction
from webapp.core.errors import NotFound
from webapp.rooms.reservations import booking, reservations
from webapp.rooms.times import open_time
from webapp.school import calendar


def times(answer):
    return re.findall(r"(\d\d:\d\d)–\d\d:\d\d</td>", answer.text)


@pytest.fixture
def some(app, book, monday):
    """Three of Sol's, one of them cancelled, and one of Nia's."""
    ids = [book("sol", 1, monday, f"{at}:00", f"{at}:30") for at in ("10", "12", "14")]
    ids.append(book("nia", 2, monday, "11:00", "12:00"))
    with app.app_context(), transaction():
        reservations.cancel(person("sol"), ids[1])
    return ids


def test_students_see_their_own_and_staff_everybodys(as_, some):
    assert times(as_("sol").get("/reservations")) == ["10:00", "14:00"]
    assert times(as_("nia").get("/reservations")) == ["11:00"]
    seen = as_("dora").get("/reservations")
    assert times(seen) == ["10:00", "11:00", "14:00"]
    assert "Nia" in seen.text


def test_programs_ask_for_a_students_the_latest_start_first(as_, some):
    def found(who, asked):
        answer = as_(who).get(f"/api/inventory/reservations/{asked}")
        return answer.status_code, [each["id"] for each in answer.json]

    first, second, third, nias = some
    assert found("dora", "?student=2") == (200, [third, second, first])
    assert found("dora", "?student=3") == (200, [nias])
    assert found("dora", "?student=99") == (200, [])
    assert found("dora", "") == (200, [third, second, nias, first])
    assert found("sol", "?student=2") == (200, [third, second, first])
    assert found("sol", "?student=3") == (200, [])
    assert as_("dora").get("/api/inventory/reservations/?student=x").status_code == 422


def test_what_is_over_or_cancelled_is_kept_apart_the_latest_first(as_, some, monday):
    assert times(as_("sol").get("/reservations?past=1")) == ["12:00"]
    with time_machine.travel(f"{monday}T23:30:00Z"):
        sol = as_("sol")
        assert times(sol.get("/reservations?past=1")) == ["14:00", "12:00", "10:00"]
        assert "Nothing booked" in sol.get("/reservations").text


def test_staff_look_for_a_room_and_a_day(as_, some, monday):
    dora, next_day = as_("dora"), date.fromisoformat(monday) + timedelta(days=1)
    assert times(dora.get("/reservations?room=2")) == ["11:00"]
    assert times(dora.get(f"/reservations?room=1&date={monday}")) == ["10:00", "14:00"]
    nothing = dora.get(f"/reservations?room=1&date={next_day}")
    assert times(nothing) == []
    assert "No bookings found" in nothing.text
    assert times(dora.get("/reservations?room=&date=&past=1")) == ["12:00"]


@pytest.mark.parametrize(
    "asked", ["room=x", "room=0", "date=soon", "date=1000-01-01", "after=x", "past=maybe"]
)
def test_an_address_that_means_nothing_is_told(as_, asked):
    assert as_("sol").get(f"/reservations?{asked}").status_code == 422


@pytest.mark.parametrize("past", [0, 1])
def test_pages_follow_each_other_without_gap_or_repetition(
    app, as_, monday, monkeypatch, past
):
    monkeypatch.setattr("webapp.rooms.pages.reservations.PAGE", 3)
    fill(app, monday, 4)  # two rooms each, so that starts repeat
    with time_machine.travel(f"{monday}T{'23:30' if past else '00:00'}:00Z"):
        sol, path, seen, pages = as_("sol"), f"/reservations?past={past}", [], 0
        while path:
            answer = sol.get(path)
            seen += re.findall(r'href="/reservations/(\d+)"', answer.text)
            path = (re.findall(r'href="([^"]+)" rel="next"', answer.text) or [""])[
                0
            ].replace("&amp;", "&")
            pages += 1
    by_start = [str(id) for id in range(1, 9)]
    assert seen == (by_start[::-1] if past else by_start)
    assert pages == 3


def fill(app, day, hours):
    with app.app_context(), transaction():
        opens = open_time.reach(date.fromisoformat(day)).starts
        for n in range(hours):
            for room in (1, 2):
                at = opens + timedelta(hours=n)
                booking.book(
                    person("sol"),
                    room=room,
                    start_time=at,
                    end_time=at + timedelta(hours=1),
                )


def test_a_long_list_asks_no_more_than_a_short_one(app, as_, monday, book):
    dora = as_("dora")
    book("nia", 3, monday, "10:00", "11:00")
    dora.get("/reservations")
    with counted(app) as few:
        assert len(times(dora.get("/reservations"))) == 1
    fill(app, monday, 12)
    with counted(app) as many:
        assert len(times(dora.get("/reservations"))) == 25
    assert len(few) == len(many) <= 6, many


def test_ones_own_next_reservations(app, some, book, monday):
    with app.app_context():
        assert upcoming("sol", 5) == [some[0], some[2]]
        assert upcoming("sol", 1) == [some[0]]
        assert upcoming("nia", 5) == [some[3]]
        assert upcoming("tess", 5) == []  # staff too: only their own
    with time_machine.travel(f"{monday}T23:30:00Z"), app.app_context():
        assert upcoming("sol", 5) == []
    first, _ = days(app, monday)
    with time_machine.travel(first + timedelta(hours=10, minutes=15)), app.app_context():
        assert upcoming("sol", 1) == [some[0]]  # going on now


def upcoming(name, limit):
    return [row.id for row in reservations.upcoming(person(name), limit)]


def days(app, day):
    with app.app_context():
        return calendar.day(date.fromisoformat(day))


def test_a_reservations_page_tells_all_to_whom_it_concerns(as_, book, monday):
    id = book("sol", 1, monday, "10:00", "11:30", notes="Brahms & <Liszt>")
    mine = as_("sol").get(f"/reservations/{id}").text
    assert "10:00–11:30" in mine
    assert "€15.00" in mine
    assert "1 h 30 min" in mine
    assert "Confirmed" in mine
    assert "Brahms &amp; &lt;Liszt&gt;" in mine
    assert "Cancel this booking" in mine
    assert "Sol" in as_("tess").get(f"/reservations/{id}").text
    assert as_("nia").get(f"/reservations/{id}").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/reservations/999", f"/reservations/{2**31}", "/rooms/999", f"/rooms/{10**20}"],
)
def test_what_is_not_there_is_not_found(as_, path):
    assert as_("ada").get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/rooms", "/rooms/1", "/reservations", "/reservations/new?room=1"]
)
def test_only_who_is_signed_in_may_look(app, path):
    assert "/login" in app.test_client().get(path).location


PARTS = {
    "/rooms": "rooms",
    "/rooms/1": "room-1",
    "/reservations": "reservations",
    "/reservations/1": "reservation-1",
}


@pytest.mark.parametrize(("path", "root"), PARTS.items())
def test_every_page_has_its_part(as_, book, monday, path, root):
    book("sol", 1, monday, "10:00", "11:00")
    assert as_("sol", htmx=True).get(path).text.strip().startswith(("<div", "<section")), (
        path
    )
    assert f'id="{root}"' in as_("sol", htmx=True).get(path).text[:80]


def test_another_students_reservation_is_not_found_by_the_verb(app, some):
    with app.app_context(), pytest.raises(NotFound):
        reservations.find(person("nia"), some[0])
