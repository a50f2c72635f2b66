"""E-mails about a series carry it into their readers' calendars."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from tests.rooms.conftest import person
from tests.rooms.series.conftest import act, events, invitations, later, parted
from tests.support import recurring
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.rooms.reservations import changes, reservations


def test_letters_carry_the_whole_series(app, as_, made, address, held, monday):
    sol = as_("sol")
    assert (
        act(
            sol,
            "change",
            scope="following",
            date=later(monday, 1),
            start="16:00",
            end="17:00",
        ).status_code
        == 200
    )
    whole, rest = held(series_id=1), held(series_id=2)
    assert act(sol, "cancel", id=2, scope="all").status_code == 200
    booked, split, changed, cancelled = invitations(app)
    assert [each[:2] for each in (booked, split, changed, cancelled)] == [
        ("series_booked", "REQUEST"),
        ("series_split", "REQUEST"),
        ("series_changed", "REQUEST"),
        ("series_cancelled", "CANCEL"),
    ]
    with app.app_context():
        raw = list(db.session.scalars(select(Letter.calendar).order_by(Letter.id)))
    assert recurring.read(raw[1]) == whole
    assert recurring.read(raw[2]) == rest
    assert len(whole) == 1
    assert len(rest) == 2
    assert {event["UID"] for each in (changed, cancelled) for event in each[2]} == {
        changed[2][0]["UID"]
    }
    assert (
        {event["UID"] for event in booked[2]}
        == {event["UID"] for event in split[2]}
        != {changed[2][0]["UID"]}
    )
    assert cancelled[2][0]["STATUS"] == "CANCELLED"
    assert "RECURRENCE-ID" not in cancelled[2][0]
    assert all(
        event["ATTENDEE"] == "mailto:sol@school.test"
        for each in invitations(app)
        for event in each[2]
    )


@pytest.mark.parametrize("door", ["series", "reservation"])
def test_letters_about_one_date_carry_that_one(app, as_, made, address, monday, door):
    sol, on = as_("sol"), later(monday, 1)
    if door == "series":
        act(sol, "change", scope="this", date=on, start="16:00", end="17:00")
        act(sol, "cancel", scope="this", date=monday)
    else:
        with app.app_context(), transaction():
            at = datetime.fromisoformat(f"{on}T16:00")
            changes.move(person("sol"), 2, start_time=at, end_time=at + timedelta(hours=1))
            reservations.cancel(person("sol"), 1)
    _, (_, asked, (moved,)), (_, over, (cancelled,)) = invitations(app)
    assert (asked, over) == ("REQUEST", "CANCEL")
    assert cancelled["STATUS"] == "CANCELLED"
    assert str(moved["RECURRENCE-ID"].dt)[:16] == f"{on} 14:00"
    assert str(moved["DTSTART"].dt)[11:16] == "16:00"
    assert str(cancelled["RECURRENCE-ID"].dt)[:16] == f"{monday} 14:00"
    for fed in parted(events(app, address("sol")))[1]:
        (sent,) = [
            each
            for each in (moved, cancelled)
            if each["RECURRENCE-ID"].dt == fed["RECURRENCE-ID"].dt
        ]
        assert sent["UID"] == fed["UID"]
        assert sent["SEQUENCE"] <= fed["SEQUENCE"]


def test_following_dates_are_cancelled_one_by_one(app, as_, made, monday):
    act(as_("sol"), "cancel", scope="following", date=later(monday, 1))
    _, (_, method, found) = invitations(app)
    assert method == "CANCEL"
    assert [str(each["RECURRENCE-ID"].dt)[:10] for each in found] == [
        later(monday, 1),
        later(monday, 3),
    ]
