"""A series in calendars where the clock changes, or the school moves to another zone."""

from datetime import date, timedelta

import pytest

from tests.rooms.series.conftest import (
    API,
    both_read,
    events,
    invitations,
    parted,
)
from tests.support import recurring


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


def ten_days_before(day):
    return str(date.fromisoformat(day) - timedelta(days=10))


@pytest.mark.parametrize("night", NIGHTS)
def test_a_series_across_a_clock_change_is_one_thing_with_one_name(
    app, as_, address, decide, held, tmp_path, night
):
    """In its e-mail and in the feed, and read as exactly what is booked."""
    on, start, end = NIGHTS[night]
    decide(zone="Europe/London", opens="00:00", closes="23:45")
    wish = {"room": 1, "start": start, "end": end, "first_date": on}
    wish["count"] = 1 if "only" in night else 3
    booked = as_("sol").post(API, json=wish)
    path, since = address("sol"), ten_days_before(on)
    assert both_read(app, path, tmp_path, since, 40, "Africa/Lagos") == held()
    ((_, _, sent),) = invitations(app)
    name = f"series-{booked.json['uid']}@127.0.0.1"
    assert uids(sent) == uids(events(app, path)) == {name}


def uids(series):
    return {str(event["UID"]) for event in series}
