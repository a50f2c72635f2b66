"""The page of a day: the days around it, the line of now, and what an address may say."""

import pytest
import time_machine

from tests.support.days import ahead


def test_a_link_says_when_it_begins_and_how_long_if_not_an_hour(as_, monday):
    link = f"/rooms/1/book?start_time={monday}T08:00"
    assert f'href="{link}"' in as_("sol").get(f"/rooms?date={monday}").text
    longer = as_("sol").get(f"/rooms?date={monday}&dur=90").text.replace("&amp;", "&")
    assert f'href="{link}&end_time={monday}T09:30"' in longer
    shown = as_("sol").get(link).text
    assert "€10.00</b> for 1 h." in shown
    assert as_("sol").get("/rooms/99/book").status_code == 404


def test_students_learn_nothing_of_others(as_, monday, book):
    book("nia", 1, monday, "10:00", "12:00", notes="secret")
    page = as_("sol").get(f"/rooms?date={monday}").text
    assert "Busy" in page
    assert "Nia" not in page
    assert "secret" not in page
    assert "/reservations/1" not in page
    assert "Nia" in as_("dora").get(f"/rooms?date={monday}").text


def test_where_it_is_too_late_nobody_is_told_that_rooms_are_full(as_, book):
    with time_machine.travel(
        "2027-02-01T20:10:00Z", tick=False
    ):  # 21:10 at the school, which closes at 22:00
        book("nia", 1, "2027-02-01", "21:15", "22:00")
        late = as_("sol").get("/rooms").text
        assert "no 1 h slot left" in late
        assert 'href="/rooms?date=2027-02-02"' in late
        assert "Full" not in late
        assert "Full" in as_("sol").get("/rooms?dur=30").text
        assert ">Today<" in as_("sol").get("/rooms?date=2027-01-31").text


def test_the_line_of_now_is_drawn_today_only(as_):
    with time_machine.travel("2027-02-01T11:20:00Z"):
        sol = as_("sol")
        assert 'class="playhead t-h4 t-m20" data-t="12:20"' in sol.get("/rooms").text
        assert "playhead" not in sol.get("/rooms?date=2027-02-02").text


@pytest.mark.parametrize(
    ("now", "mark"),
    [("2027-02-01T11:20:00Z", "t-h3 t-m20"), ("2027-02-01T07:20:00Z", "t-h0 t-m0")],
)
def test_today_is_seen_from_an_hour_before_now(as_, now, mark):
    with time_machine.travel(now):
        sol = as_("sol")
        assert f'class="seen-from {mark}"' in sol.get("/rooms").text
        assert "seen-from" not in sol.get("/rooms?date=2027-02-02").text


def test_a_full_room_leads_to_the_waitlist_for_what_is_left_of_the_day(as_, book):
    with time_machine.travel("2027-02-01T11:20:00Z", tick=False):
        book("nia", 1, "2027-02-01", "12:30", "22:00")
        sol = as_("sol")
        page = sol.get("/rooms").text.replace("&amp;", "&")
        hours = "start_time=2027-02-01T08:00&end_time=2027-02-01T22:00"
        wait = f"/waitlist/new?room=1&{hours}&minutes=60"
        assert f'href="{wait}"' in page
        assert page.count("/waitlist/new") == 1
        form = sol.get(wait).text
        assert 'value="2027-02-01T12:30"' in form
        assert 'value="2027-02-01T22:00"' in form


def test_a_room_not_in_use_is_for_admins_only(as_, admin, monday):
    admin.patch("/api/inventory/practice-rooms/1/", json={"is_active": False})
    assert "Studio A" not in as_("sol").get(f"/rooms?date={monday}").text
    assert "Not in use" in admin.get(f"/rooms?date={monday}").text


def test_a_day_on_which_the_school_is_closed(as_, decide, monday):
    decide(opens="08:00", closes="08:00")
    page = as_("sol").get(f"/rooms?date={monday}")
    assert page.status_code == 200
    assert "The school is closed on" in page.text
    assert 'role="grid"' not in page.text


def test_a_school_without_rooms_says_so(as_, admin):
    for id in (1, 2, 3):
        admin.patch(f"/api/inventory/practice-rooms/{id}/", json={"is_active": False})
    assert "No rooms yet" in as_("sol").get("/rooms").text


def test_the_days_around_are_one_tap_away(as_):
    page = as_("sol").get("/rooms?date=2027-03-01&dur=90").text.replace("&amp;", "&")
    for day in ("2027-02-28", "2027-03-02", str(ahead(0))):
        assert f'href="/rooms?date={day}&dur=90"' in page
    assert 'aria-current="true">1 h 30 min<' in page


@pytest.mark.parametrize(
    "asked",
    [
        "date=soon",
        "date=2027-02-30",
        "date=1999-01-01",
        "date=9999-12-31",
        "dur=1",
        "dur=x",
    ],
)
def test_an_address_that_means_nothing_is_told(as_, asked):
    assert as_("sol").get(f"/rooms?{asked}").status_code == 422


@pytest.mark.parametrize(
    "asked", ["", "?date=&dur=", "?utm=x", "?date=2000-01-01", "?date=2999-12-31"]
)
def test_an_address_that_says_little_is_enough(as_, asked):
    assert as_("sol").get(f"/rooms{asked}").status_code == 200


def test_a_room_has_its_own_day(as_, monday, book):
    book("nia", 1, monday, "10:00", "12:00")
    page = as_("sol").get(f"/rooms/1?date={monday}").text
    assert "Upright piano" in page
    assert "€10.00 an hour" in page
    assert "Busy" in page
    assert "Studio B" not in page
