"""E-mails about a series carry it into their readers' calendars."""

import pytest
from sqlalchemy import select

from tests.rooms.series.conftest import (
    act,
    events,
    invitations,
    later,
    move_and_cancel,
    parted,
)
from tests.support import recurring
from webapp.core.db import db
from webapp.core.outbox import Letter


def test_letters_carry_the_whole_series(app, as_, made, address, held, monday):
    sol, change = as_("sol"), {"scope": "following", "start": "16:00", "end": "17:00"}
    changed = act(sol, "change", date=later(monday, 1), **change)
    assert changed.status_code == 200
    whole, rest = held(series_id=1), held(series_id=2)
    assert (len(whole), len(rest)) == (1, 2)
    assert act(sol, "cancel", id=2, scope="all").status_code == 200
    sent = invitations(app)
    assert [(kind, method) for kind, method, _ in sent] == SENT
    assert read_dates(app)[1:3] == [whole, rest]
    check_series(*[events for _, _, events in sent])


def read_dates(app):
    """What a calendar reads from each e-mail, in their order."""
    with app.app_context():
        calendars = db.session.scalars(select(Letter.calendar).order_by(Letter.id))
        return [recurring.read(each) for each in calendars]


SENT = [
    ("series_booked", "REQUEST"),
    ("series_split", "REQUEST"),
    ("series_changed", "REQUEST"),
    ("series_cancelled", "CANCEL"),
]


def check_series(booked, split, changed, cancelled):
    """The former and the new one have a name each, and the new one is cancelled as a whole."""
    names = [{event["UID"] for event in part} for part in (booked, split)]
    assert names[0] == names[1]
    new_names = {event["UID"] for event in [*changed, *cancelled]}
    assert len(new_names) == 1
    assert new_names != names[0]
    assert cancelled[0]["STATUS"] == "CANCELLED"
    assert "RECURRENCE-ID" not in cancelled[0]
    for event in [*booked, *split, *changed, *cancelled]:
        assert event["ATTENDEE"] == "mailto:sol@school.test"


@pytest.mark.parametrize("door", ["series", "reservation"])
def test_letters_about_one_date_carry_that_one(app, as_, made, address, monday, door):
    on = later(monday, 1)
    move_and_cancel(app, as_("sol"), door, on, monday)
    _, (_, asked, (moved,)), (_, over, (cancelled,)) = invitations(app)
    assert (asked, over) == ("REQUEST", "CANCEL")
    assert cancelled["STATUS"] == "CANCELLED"
    assert f"{moved['DTSTART'].dt:%H:%M}" == "16:00"
    sent = {stands_for(event): event for event in (moved, cancelled)}
    assert list(sent) == [f"{on} 14:00", f"{monday} 14:00"]
    check_they_fit(sent, parted(events(app, address("sol")))[1])


def stands_for(event):
    return f"{event['RECURRENCE-ID'].dt:%Y-%m-%d %H:%M}"


def check_they_fit(sent, fed):
    """What the e-mails said of a date is what its feed says, or older."""
    assert len(fed) == len(sent)
    for event in fed:
        same = sent[stands_for(event)]
        assert same["UID"] == event["UID"]
        assert same["SEQUENCE"] <= event["SEQUENCE"]


def test_following_dates_are_cancelled_one_by_one(app, as_, made, monday):
    act(as_("sol"), "cancel", scope="following", date=later(monday, 1))
    _, (_, method, found) = invitations(app)
    assert method == "CANCEL"
    assert [str(each["RECURRENCE-ID"].dt)[:10] for each in found] == [
        later(monday, 1),
        later(monday, 3),
    ]
