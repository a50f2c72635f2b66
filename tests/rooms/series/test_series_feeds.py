"""A series in calendars: one event that recurs, read by two programs as exactly what the database has."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from tests.rooms.conftest import check_words
from tests.rooms.series.conftest import (
    API,
    act,
    both_read,
    events,
    later,
    move_and_cancel,
    parted,
)
from tests.support import recurring
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.people.models import User


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
    path, on = address("sol"), later(monday, 1)
    move_and_cancel(app, as_("sol"), door, on, monday, room=3)
    check_others(*parted(events(app, path)), [monday, on])
    assert both_read(app, path, tmp_path, monday, 30, "Europe/Berlin") == held()
    assert len(held()) == 2
    with time_machine.travel(datetime.now(UTC) + timedelta(days=31)):
        whole, others = parted(events(app, path))
        assert len(others) == 1
        assert len(whole["EXDATE"].dts) == 2


def check_others(whole, others, dates):
    """One was cancelled and one moved, and each stands for what it was."""
    assert {event["UID"] for event in others} == {whole["UID"]}
    stands_for = sorted(str(event["RECURRENCE-ID"].dt)[:16] for event in others)
    assert stands_for == [f"{on} 14:00" for on in dates]
    assert sorted(event["STATUS"] for event in others) == ["CANCELLED", "CONFIRMED"]


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
    one = {"scope": "this", "date": later(monday, 1)}
    acts = [
        ("change", one | {"start": "16:00", "end": "18:00"}),
        ("change", one | {"start": "17:00", "end": "18:00"}),
        ("change", {"scope": "all", "room": 3}),
        ("cancel", one),
    ]
    for what, said in acts:
        assert act(sol, what, **said).status_code == 200
        numbers = sequences(events(app, path))
        assert all(numbers[key] > seen.get(key, -1) for key in numbers), numbers
        assert all(number >= numbers[None] for number in numbers.values())
        seen = numbers


def sequences(series):
    """By what each event stands for; None is the one that recurs."""
    whole, others = parted(series)
    by_date = {str(event["RECURRENCE-ID"].dt): event["SEQUENCE"] for event in others}
    return by_date | {None: whole["SEQUENCE"]}


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


def spans(rows):
    return [row[:2] for row in rows]


def test_the_feed_of_a_room_has_what_is_in_it(app, as_, made, address, held, monday):
    """Of others no more than that it is busy, as of single bookings."""
    here, there = address("dora", 1), address("dora", 3)
    act(as_("sol"), "change", scope="this", date=later(monday, 1), room=3)
    for path, room in ((here, 1), (there, 3)):
        raw = app.test_client().get(path).data
        assert spans(recurring.read(raw)) == spans(held(room_id=room))
        assert {event["SUMMARY"] for event in events(app, path)} == {"Sol"}
    with app.app_context(), transaction():
        db.session.get(User, 4).role = "student"
    raw = app.test_client().get(here).text
    check_words(raw, "SUMMARY:Busy", without=["Sol", "Scales", "URL"])


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
