"""Whatever becomes of the dates of a series, and wherever the clocks change: its calendar reads as what is booked."""

from datetime import UTC, date, datetime, timedelta
from itertools import cycle

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


@st.composite
def some_series(draw):
    start, quarters = draw(WALLS), draw(st.integers(1, 12))
    first = draw(st.dates(date(2027, 1, 1), date(2027, 12, 31)))
    weekdays = draw(st.sets(st.integers(0, 6), max_size=3)) | {first.weekday()}
    return Series(
        id=1,
        uid="u",
        room=ROOMS[0],
        room_id=1,
        weekdays=sum(1 << day for day in weekdays),
        every_weeks=draw(st.integers(1, 3)),
        notes="",
        starts_wall=wall(start),
        ends_wall=wall(start + quarters),
        changed_at=NOW,
        version=1,
        first_on=first,
        last_on=first + timedelta(days=draw(st.integers(0, 250))),
    )


def wall(quarters):
    return f"{quarters // 4:02}:{quarters % 4 * 15:02}"


@given(
    series=some_series(),
    fates=st.lists(st.sampled_from(FATES), min_size=1, max_size=12),
)
@hypothesis_settings(max_examples=40, deadline=None)
def check(series, fates):
    dates = zip(series_dates.dates_of(series.pattern), cycle(fates), strict=False)
    rows = [
        row(n, series, on, fate) for n, (on, fate) in enumerate(dates) if fate != "left out"
    ]
    events = series_agenda.events(series, rows)
    read = recurring.read(ical.feed("School", events, settings.zone()))
    assert read == sorted(
        (row.starts_at, row.ends_at, row.room.name)
        for row in rows
        if row.stored_status != "cancelled"
    )


@pytest.mark.parametrize("zone", ZONES)
def test_it_reads_as_what_is_booked(app, decide, zone):
    decide(zone=zone)
    with app.app_context():
        check()


LONDON = "Europe/London"
CHANGES = [
    (LONDON, "2027-03-14", "14:00", "15:00"),
    (LONDON, "2027-03-14", "01:30", "02:30"),  # on the 28th there is no 01:30
    (LONDON, "2027-03-14", "00:30", "03:00"),  # on the 28th it lasts an hour less
    (LONDON, "2027-10-17", "14:00", "15:00"),
    (LONDON, "2027-10-17", "01:30", "02:30"),  # on the 31st 01:30 comes twice
    (LONDON, "2027-10-31", "00:30", "03:00"),  # its first date is the one that lasts longer
    ("America/New_York", "2027-02-28", "01:30", "04:00"),
    ("Australia/Lord_Howe", "2027-09-19", "02:00", "02:15"),
]


def book_all_there_are(browser, wish):
    """The dates on which the clock leaves such a time out, of which there is at most one."""
    lines = browser.post(f"{API}preview/", json=wish).json["dates"]
    missing = [line["date"] for line in lines if line["status"] == "refused"]
    assert len(missing) <= 1
    skips = [{"date": on, "skip": True} for on in missing]
    assert browser.post(API, json=wish | {"choices": skips}).status_code == 201
    return missing


def change_three(browser, first):
    """One date moved, one cancelled, and all from the third on in another room."""
    one = {"scope": "this", "date": later(first, 3)}
    act(browser, "change", **one, start="05:00", end="06:00")
    act(browser, "cancel", scope="this", date=later(first, 1))
    act(browser, "change", scope="following", date=later(first, 2), room=3)


@pytest.mark.parametrize(("zone", "first", "start", "end"), CHANGES)
def test_both_read_the_same_across_a_clock_change(
    app, as_, address, held, decide, tmp_path, zone, first, start, end
):
    decide(zone=zone, opens="00:00", closes="23:45")
    sol, path = as_("sol"), address("sol")
    wish = {"room": 1, "start": start, "end": end, "first_date": first, "count": 5}
    skips = book_all_there_are(sol, wish)
    assert both_read(app, path, tmp_path, first, 40, zone) == held()
    assert len(held()) == 5 - len(skips)
    parted(events(app, path))
    change_three(sol, first)
    assert recurring.read(app.test_client().get(path).data) == held()
    assert len(held()) == 4 - len(skips)
