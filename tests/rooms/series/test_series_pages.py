"""A series on pages: asked for, every date shown, booked, changed and cancelled, without any script."""

import html
import re

import pytest

from tests.rooms.conftest import check_words
from tests.rooms.series.conftest import API, later
from webapp.core.db import db
from webapp.core.outbox import Letter
from webapp.rooms.models import Reservation, Series


@pytest.fixture
def typed(monday):
    return {
        "room": "1",
        "start": "14:00",
        "end": "15:00",
        "first_date": monday,
        "last_date": later(monday, 3),
    }


@pytest.fixture
def made(as_, typed):
    assert as_("sol").post("/series/new", data=typed).location == "/series/1"


def text(answer):
    return html.unescape(answer.text)


def options(page, date):
    select = page[page.index(f'name="on-{date}"') :]
    return re.findall(
        r'<option value="([^"]*)">([^<]+)', select[: select.index("</select>")]
    )


def previewed(browser, typed, path="/series/preview"):
    return browser.post(path, data=typed, follow_redirects=True)


def test_the_booking_form_leads_here_with_its_times(as_, monday):
    sol = as_("sol")
    form = text(
        sol.get(
            f"/reservations/new?room=1&start_time={monday}T14:00&end_time={monday}T15:00"
        )
    )
    link = re.search(r'href="(/series/new[^"]+)">Every week…', form)[1]
    asked = text(sol.get(link))
    for value in ("14:00", "15:00", monday, later(monday, 12)):
        assert f'value="{value}"' in asked, value
    assert asked.count("checked") == 1
    assert "For whom" not in asked
    assert "For whom" in text(as_("tess").get("/series/new?room=1"))


def test_every_date_is_shown_and_then_booked(as_, typed, stored, count):
    sol = as_("sol")
    seen = previewed(sol, typed)
    assert seen.status_code == 200
    assert "4 dates are free" in seen.text
    assert "4 of 4 dates as shown: €40.00" in seen.text
    assert count(Series) == 0
    assert 'name="first_date"' in seen.text
    booked = sol.post("/series/new", data=typed)
    assert booked.status_code == 303
    assert len(stored()) == 4
    page = text(sol.get(booked.location))
    assert page.count("Confirmed") == 4
    assert "Cancel all upcoming" in page
    lists = sol.get("/reservations").text
    assert lists.count('href="/series/1"') == 4
    assert "Weekly" in lists
    assert "Part of a weekly series" in sol.get("/reservations/1").text


def test_page_and_api_store_the_same(app, as_, weekly, typed, count):
    as_("sol").post("/series/new", data=typed | {"notes": "Scales"})
    as_("nia").post(API, json=weekly | {"room": 3})
    with app.app_context():
        page, api = db.session.query(Series).order_by(Series.id)
        for name in (
            "weekdays",
            "every_weeks",
            "starts_wall",
            "ends_wall",
            "first_on",
            "last_on",
            "notes",
            "version",
        ):
            assert getattr(page, name) == getattr(api, name), name


PROBLEMS = ("2 dates do not work as planned", "Taken 14:00–15:00")


def take(book, *days):
    for day in days:
        book("nia", 1, day, "14:00", "15:00")


def studio_c(offers):
    """What is sent to take that room instead."""
    assert offers[0] == ("skip=1", "Leave it out")
    assert len(offers) == 5
    return next(value for value, label in offers if "Studio C" in label)


def test_for_each_bad_date_one_chooses(as_, book, typed, monday, stored):
    second, third, fourth = (later(monday, weeks) for weeks in (1, 2, 3))
    take(book, second, third)
    sol = as_("sol")
    page = text(previewed(sol, typed))
    check_words(page, *PROBLEMS, without=["Nia"])
    room = studio_c(options(page, second))
    chosen = {f"on-{second}": room, f"on-{third}": "skip=1", f"on-{monday}": ""}
    assert sol.post("/series/new", data=typed | chosen).status_code == 303
    assert rooms(stored()) == {monday: 1, second: 3, fourth: 1}
    page = text(sol.get("/series/1"))
    check_words(page, "Left out at booking", "Changed separately", "Studio C")


def rooms(rows):
    return {date: room for date, _, room, _ in rows}


def test_a_date_taken_meanwhile_shows_every_date_again_and_keeps_the_choices(
    as_, book, typed, monday, count
):
    sol, chosen = as_("sol"), {f"on-{monday}": "room=3", f"on-{later(monday, 3)}": "skip=1"}
    book("nia", 1, later(monday, 1), "14:00", "15:00")
    no = sol.post("/series/new", data=typed | chosen)
    page = text(no)
    assert no.status_code == 409
    assert "1 of 4 dates cannot be booked" in page
    assert count(Series) == 0
    assert options(page, monday)[0] == ("room=3", "Studio C, 14:00–15:00")
    assert options(page, later(monday, 3))[0][0] == "skip=1"
    assert "Taken 14:00–15:00" in page


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"last_date": "", "count": "10000"}, "count", "At most 200"),
        ({"last_date": ""}, "last_date", "Give either a last date"),
        ({"start": "soon"}, "start", "Enter a time such as 14:30"),
        ({"end": "13:00"}, "end", "Choose an end after the start"),
        ({"first_date": "x"}, "first_date", "Enter a day such as"),
        ({"room": ""}, "room", "Fill this in"),
        ({"weekdays": "x"}, None, "Choose one of"),
        ({"on-soon": "skip=1"}, None, "Enter a day such as"),
        ({"on-2027-01-01": "room=x"}, None, "Enter a whole number"),
    ],
)
@pytest.mark.parametrize("path", ["/series/preview", "/series/new"])
def test_bad_input_keeps_what_was_typed(as_, typed, count, path, change, field, words):
    no = as_("sol").post(path, data=typed | {"notes": "Scales & more"} | change)
    assert no.status_code == 422
    assert words in text(no)
    assert "Scales &amp; more" in no.text
    assert count(Series) == 0
    assert field is None or f'id="{field}-error"' in no.text


def test_staff_name_the_student(as_, typed, count):
    tess = as_("tess")
    assert tess.post("/series/new", data=typed | {"student": "Sol"}).status_code == 303
    assert count(Reservation, student_id=2, booked_by_id=1) == 4
    assert "Nobody is called Bob" in text(previewed(tess, typed | {"student": "Bob"}))


def starts(rows):
    return [wall for _, wall, *_ in rows]


def test_changing_asks_shows_and_does(as_, made, monday, stored):
    sol = as_("sol")
    asked = text(sol.get(f"/series/1/change?date={later(monday, 1)}"))
    check_words(asked, "Only this date", 'value="14:00"')
    assert asked.count("checked") == 1
    typed = {
        "version": "1",
        "date": later(monday, 1),
        "scope": "following",
        "room": "1",
        "start": "16:00",
        "end": "17:00",
    }
    seen = previewed(sol, typed, "/series/1/change/preview")
    check_words(seen.text, "3 dates are free", "Change these dates")
    assert starts(stored()) == ["14:00"] * 4
    assert sol.post("/series/1/change", data=typed).location == "/series/2"
    assert starts(stored()) == ["14:00"] + ["16:00"] * 3
    assert "an earlier series" in sol.get("/series/2").text


def test_a_change_that_does_not_fit_is_shown_again(as_, book, made, monday, stored):
    book("nia", 1, later(monday, 1), "16:00", "17:00")
    typed = {"version": "1", "scope": "all", "room": "1", "start": "16:00", "end": "17:00"}
    no = as_("sol").post("/series/1/change", data=typed)
    assert no.status_code == 409
    assert "One date does not work as planned" in no.text
    assert [wall for _, wall, *_ in stored()] == ["14:00"] * 4


def test_cancelling_asks_first(as_, made, monday, stored, count):
    sol = as_("sol")
    asked = text(sol.get(f"/series/1/cancel?date={monday}"))
    assert "Cancel this booking?" in asked
    assert len(stored()) == 4
    assert count(Letter) == 1
    done = sol.post(
        "/series/1/cancel",
        data={"scope": "all", "date": "", "version": "1", "idempotency_key": "k"},
    )
    assert done.location == "/series/1"
    assert {status for *_, status in stored()} == {"cancelled"}
    assert count(Letter) == 2
    page = text(sol.get("/series/1"))
    assert page.count("Cancelled") == 5  # the word after it, and the four
    assert "Cancel all upcoming" not in page


@pytest.mark.parametrize("path", ["", "/change", "/cancel"])
def test_strangers_see_nothing(as_, made, path):
    assert as_("nia").get(f"/series/1{path}").status_code == 404
    assert (
        path == ""
        or as_("nia").post(f"/series/1{path}", data={"scope": "all"}).status_code == 404
    )
    assert as_("dora").get(f"/series/1{path}").status_code == 200


def test_a_version_that_is_old_is_told(as_, made, monday):
    as_("tess").post(
        "/series/1/cancel", data={"scope": "this", "date": monday, "version": "1"}
    )
    for path, more in (
        ("change", {"room": "1", "start": "14:00", "end": "15:00"}),
        ("cancel", {}),
    ):
        no = as_("sol").post(
            f"/series/1/{path}", data={"scope": "all", "version": "1"} | more
        )
        assert no.status_code == 412
        assert "Somebody changed this series" in no.text
        assert 'value="2"' in no.text


@pytest.mark.parametrize("asked", ["", "room=x", "room=1&date=soon", "room=1&start_time=9"])
def test_a_link_that_means_nothing_is_told(as_, asked):
    assert as_("sol").get(f"/series/new?{asked}").status_code == 422
