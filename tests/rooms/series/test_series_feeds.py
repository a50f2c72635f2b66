"""A series in calendars: one event that recurs, read by two programs as exactly what the database has."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from icalendar import Calendar

from tests.rooms.conftest import person
from tests.rooms.series.conftest import (
    API,
    act,
    both_read,
    events,
    invitations,
    later,
    parted,
)
from tests.support import recurring
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.people.models import User
from webapp.rooms.reservations import changes, reservations


def test_it_is_one_event_without_what_was_left_out(
    app, made, address, held, monday, tmp_path
):
    path = address("sol")
    (found,) = events(app, path)
    assert found["UID"] == f"series-{made['uid']}@127.0.0.1"
    assert found["SEQUENCE"] == made["version"] - 1
    assert found["RRULE"]["FREQ"] == ["WEEKLY"]
    assert found["RRULE"]["INTERVAL"] == [1]
    assert found["STATUS"] == "CONFIRMED"
    assert found["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert len(found["EXDATE"].dts) == 1
    assert (found["SUMMARY"], found["DESCRIPTION"]) == ("Studio A", "Scales")
    assert both_read(app, path, tmp_path, monday, 30, "Europe/Berlin") == held()
    assert len(held()) == 3


@pytest.mark.parametrize("door", ["series", "reservation"])
def test_one_date_moved_or_cancelled_stands_for_itself(
    app, as_, made, address, held, monday, tmp_path, door
):
    path, sol, on = address("sol"), as_("sol"), later(monday, 1)
    if door == "series":
        act(sol, "change", scope="this", date=on, start="16:00", end="17:00", room=3)
        act(sol, "cancel", scope="this", date=monday)
    else:
        with app.app_context(), transaction():
            at = datetime.fromisoformat(f"{on}T16:00")
            changes.move(
                person("sol"), 2, start_time=at, end_time=at + timedelta(hours=1), room=3
            )
            reservations.cancel(person("sol"), 1)
    whole, others = parted(events(app, path))
    assert {event["UID"] for event in others} == {whole["UID"]}
    assert len(others) == 2
    assert {str(event["RECURRENCE-ID"].dt)[:16] for event in others} == {
        f"{monday} 14:00",
        f"{on} 14:00",
    }
    assert sorted(event["STATUS"] for event in others) == ["CANCELLED", "CONFIRMED"]
    assert both_read(app, path, tmp_path, monday, 30, "Europe/Berlin") == held()
    assert len(held()) == 2
    with time_machine.travel(datetime.now(UTC) + timedelta(days=31)):
        whole, others = parted(events(app, path))
        assert len(others) == 1
        assert len(whole["EXDATE"].dts) == 2


def test_what_follows_is_a_series_of_its_own_and_the_former_ends(
    app, as_, made, address, held, monday, tmp_path
):
    path = address("sol")
    (before,) = events(app, path)
    new = act(
        as_("sol"),
        "change",
        scope="following",
        date=later(monday, 1),
        room=3,
        start="16:00",
        end="17:30",
    ).json
    former, following = events(app, path)
    assert former["UID"] == before["UID"] != following["UID"]
    assert new["uid"] in following["UID"]
    assert former["SEQUENCE"] > before["SEQUENCE"]
    assert "EXDATE" not in former
    assert former["RRULE"]["UNTIL"][0].date() < date.fromisoformat(later(monday, 1))
    assert both_read(app, path, tmp_path, monday, 30, "Europe/Berlin") == held()
    assert len(held()) == 3


def test_cancelled_it_stays_so_for_thirty_days(app, as_, made, address):
    path = address("sol")
    (before,) = events(app, path)
    assert act(as_("sol"), "cancel", scope="all").status_code == 200
    (after,) = events(app, path)
    assert (after["UID"], after["STATUS"]) == (before["UID"], "CANCELLED")
    assert after["SEQUENCE"] > before["SEQUENCE"]
    for days, many in ((29, 1), (31, 0)):
        with time_machine.travel(datetime.now(UTC) + timedelta(days=days)):
            assert len(events(app, path)) == many


def test_sequences_only_grow(app, as_, made, address, monday):
    path, sol, seen = address("sol"), as_("sol"), {}
    acts = [
        (
            "change",
            {"scope": "this", "date": later(monday, 1), "start": start, "end": "18:00"},
        )
        for start in ("16:00", "17:00")
    ]
    acts += [
        ("change", {"scope": "all", "room": 3}),
        ("cancel", {"scope": "this", "date": later(monday, 1)}),
    ]
    for what, said in acts:
        assert act(sol, what, **said).status_code == 200
        whole, others = parted(events(app, path))
        told = {
            each.get("RECURRENCE-ID") and str(each["RECURRENCE-ID"].dt): each["SEQUENCE"]
            for each in (whole, *others)
        }
        assert all(told[key] > seen.get(key, -1) for key in told), told
        assert all(number >= whole["SEQUENCE"] for number in told.values())
        seen = told


def test_several_weekdays_every_other_week(app, as_, address, held, tmp_path):
    asked = {
        "room": 1,
        "start": "14:00",
        "end": "15:00",
        "first_date": "2027-03-02",
        "weekdays": ["tue", "sun"],
    }
    assert (
        as_("sol").post(API, json=asked | {"every_weeks": 2, "count": 7}).status_code == 201
    )
    path = address("sol")
    assert both_read(app, path, tmp_path, "2027-03-01", 60, "Europe/Berlin") == held()
    assert len(held()) == 7


def test_the_feed_of_a_room_has_what_is_in_it(app, as_, made, address, held, monday):
    """Of others no more than that it is busy, as of single bookings."""
    here, there = address("dora", 1), address("dora", 3)
    act(as_("sol"), "change", scope="this", date=later(monday, 1), room=3)
    for path, room in ((here, 1), (there, 3)):
        raw = app.test_client().get(path).data
        assert [span[:2] for span in recurring.read(raw)] == [
            span[:2] for span in held(room_id=room)
        ]
        assert {event["SUMMARY"] for event in Calendar.from_ical(raw).walk("VEVENT")} == {
            "Sol"
        }
    with app.app_context(), transaction():
        db.session.get(User, 4).role = "student"
    raw = app.test_client().get(here).text
    assert "SUMMARY:Busy" in raw
    assert not any(word in raw for word in ("Sol", "Scales", "URL"))


def test_the_same_queries_however_many_series_and_dates(app, as_, weekly, address, monday):
    sol, asked = as_("sol"), []
    paths = [address("sol"), address("dora", 1)]
    for path in paths:
        app.test_client().get(path)
    for start in (None, "09:00", "11:00", "16:00"):
        if start:
            sol.post(
                API,
                json=weekly
                | {"start": start, "end": f"{start[:2]}:45", "count": 4 + int(start[:2])},
            )
        with counted(app) as seen:
            for path in paths:
                app.test_client().get(path)
        asked.append(len(seen))
    assert asked[1:] == [asked[1]] * 3
    assert asked[1] <= asked[0] + 4


def test_uid_and_dates_stay_when_the_school_moves_to_another_zone(
    app, made, address, held, decide
):
    path = address("sol")
    (before,) = events(app, path)
    decide(zone="America/New_York")
    whole, others = parted(events(app, path))
    assert whole["UID"] == before["UID"]
    assert len(others) == 3
    assert recurring.read(app.test_client().get(path).data) == held()


NIGHTS = {  # the clocks of London go forward on 28 March and back on 31 October
    "it lasts less on the first date": ("2027-03-28", "00:30", "03:00"),
    "the first date comes twice": ("2027-10-31", "01:15", "01:45"),
    "a later date comes twice": ("2027-10-24", "01:15", "01:45"),
    "one date only": ("2027-10-31", "00:30", "02:30"),
}


@pytest.mark.parametrize("night", NIGHTS)
def test_a_series_across_a_clock_change_is_one_thing_with_one_name(
    app, as_, address, decide, held, tmp_path, night
):
    """In its e-mail and in the feed, and read as exactly what is booked."""
    on, start, end = NIGHTS[night]
    decide(zone="Europe/London", opens="00:00", closes="23:45")
    asked = {
        "room": 1,
        "start": start,
        "end": end,
        "first_date": on,
        "count": 1 if "only" in night else 3,
    }
    booked = as_("sol").post(API, json=asked)
    assert booked.status_code == 201, booked.json
    path = address("sol")
    first_day = str(date.fromisoformat(on) - timedelta(days=10))
    assert both_read(app, path, tmp_path, first_day, 40, "Africa/Lagos") == held()
    ((_, _, sent),) = invitations(app)
    assert {str(event["UID"]) for event in [*sent, *events(app, path)]} == {
        f"series-{booked.json['uid']}@127.0.0.1"
    }
