"""Whatever becomes of the dates of a series, and wherever the clocks change: its calendar reads as what is booked."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.rooms.series.conftest import API, act, both_read, events, later, parted
from tests.support import recurring
from webapp.core import ical
from webapp.rooms.agenda import series_agenda
from webapp.rooms.models import Reservation, Room, Series
from webapp.school import recurring as series_dates
from webapp.school import settings

NOW = datetime(2027, 1, 1, tzinfo=UTC)
ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "UTC",
)
FATES = ("as it is", "left out", "cancelled", "later", "elsewhere", "shorter", "pending")
WALLS = st.integers(0, 4 * 8)  # quarters of the night, when clocks change
ROOMS = Room(id=1, name="Studio A"), Room(id=2, name="Studio B")


@pytest.fixture
def engine():
    return "sqlite"


def row(id, series, on, fate):
    slot = series_dates.slot(on, series.starts_wall, series.ends_wall)
    pause = timedelta(minutes=5 if fate == "later" else 0)
    return Reservation(
        id=id,
        occurrence_date=on,
        room=ROOMS[fate == "elsewhere"],
        room_id=2 if fate == "elsewhere" else 1,
        starts_at=slot.starts + pause,
        ends_at=slot.ends + pause - timedelta(minutes=5 if fate == "shorter" else 0),
        stored_status={"cancelled": "cancelled", "pending": "pending"}.get(
            fate, "confirmed"
        ),
        detached=False,
        notes="",
        changed_at=NOW,
        version=1,
    )


@given(
    first=st.dates(date(2027, 1, 1), date(2027, 12, 31)),
    weekdays=st.sets(st.integers(0, 6), max_size=3),
    every_weeks=st.integers(1, 3),
    start=WALLS,
    quarters=st.integers(1, 12),
    days=st.integers(0, 250),
    fates=st.lists(st.sampled_from(FATES), min_size=1, max_size=12),
)
@hypothesis_settings(max_examples=40, deadline=None)
def check(first, weekdays, every_weeks, start, quarters, days, fates):
    walls = [f"{at // 4:02}:{at % 4 * 15:02}" for at in (start, start + quarters)]
    mask = sum(1 << day for day in weekdays | {first.weekday()})
    series = Series(
        id=1,
        uid="u",
        room=ROOMS[0],
        room_id=1,
        weekdays=mask,
        every_weeks=every_weeks,
        notes="",
    )
    series.starts_wall, series.ends_wall, series.changed_at, series.version = *walls, NOW, 1
    series.first_on, series.last_on = first, first + timedelta(days=days)
    decided = [
        (on, fates[n % len(fates)])
        for n, on in enumerate(series_dates.dates(series.pattern))
    ]
    rows = [
        row(n, series, on, fate)
        for n, (on, fate) in enumerate(decided)
        if fate != "left out"
    ]
    read = recurring.read(
        ical.feed("School", series_agenda.events(series, rows), settings.zone())
    )
    told = [
        (r.starts_at, r.ends_at, r.room.name)
        for r in rows
        if r.stored_status != "cancelled"
    ]
    assert read == (sorted(told) if told else [])


@pytest.mark.parametrize("zone", ZONES)
def test_it_reads_as_what_is_booked(app, decide, zone):
    decide(zone=zone)
    with app.app_context():
        check()


@pytest.mark.parametrize(
    ("zone", "first", "start", "end"),
    [
        ("Europe/London", "2027-03-14", "14:00", "15:00"),
        ("Europe/London", "2027-03-14", "01:30", "02:30"),  # on the 28th there is no 01:30
        (
            "Europe/London",
            "2027-03-14",
            "00:30",
            "03:00",
        ),  # on the 28th it lasts an hour less
        ("Europe/London", "2027-10-17", "14:00", "15:00"),
        ("Europe/London", "2027-10-17", "01:30", "02:30"),  # on the 31st 01:30 comes twice
        (
            "Europe/London",
            "2027-10-31",
            "00:30",
            "03:00",
        ),  # its first date is the one that lasts longer
        ("America/New_York", "2027-02-28", "01:30", "04:00"),
        ("Australia/Lord_Howe", "2027-09-19", "02:00", "02:15"),
    ],
)
def test_both_read_the_same_across_a_clock_change(
    app, as_, address, held, decide, tmp_path, zone, first, start, end
):
    decide(zone=zone, opens="00:00", closes="23:45")
    sol = as_("sol")
    asked = {"room": 1, "start": start, "end": end, "first_date": first, "count": 5}
    seen = sol.post(f"{API}preview/", json=asked).json["dates"]
    skips = [
        {"date": line["date"], "skip": True} for line in seen if line["status"] == "refused"
    ]
    assert len(skips) <= 1
    assert sol.post(API, json=asked | {"choices": skips}).status_code == 201
    path = address("sol")
    assert both_read(app, path, tmp_path, first, 40, zone) == held()
    assert len(held()) == 5 - len(skips)
    parted(events(app, path))
    act(sol, "change", scope="this", date=later(first, 3), start="05:00", end="06:00")
    act(sol, "cancel", scope="this", date=later(first, 1))
    act(sol, "change", scope="following", date=later(first, 2), room=3)
    assert recurring.read(app.test_client().get(path).data) == held()
    assert len(held()) == 4 - len(skips)
