"""When a zone's rules change, what lies ahead keeps its time on the wall: the old offset is known."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from webapp import worker
from webapp.core import zones
from webapp.core.db import db, transaction
from webapp.rooms import rezoning
from webapp.rooms.models import Occupancy, Reservation
from webapp.school import calendar, zone_rules
from webapp.school.models import ZoneRules

SUMMER, WINTER = "2027-07-05", "2027-02-01"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel("2027-01-04T10:00:00Z", tick=False):
        yield


@pytest.fixture
def former(app):
    """`former()`: all that is booked was promised while Berlin was to have no summer time, so an hour less than now."""

    def keep(changes=(), offset=3600):
        with app.app_context(), transaction():
            zone_rules.replace()
            row = db.session.get(ZoneRules, 1)
            row.version, row.offset_seconds, row.changes = "2026a", offset, list(changes)

    return keep


@pytest.fixture
def rezone(app):
    """`rezone("--apply")` is what the command says."""

    def run(*options):
        done = app.test_cli_runner().invoke(args=["bookings", "rezone", *options])
        return done.exit_code, done.output

    return run


@pytest.fixture
def promises(app):
    """Every stored time of every kind, as it is told at the school."""

    def look():
        with app.app_context():
            return {
                (table.__name__, row.id): [
                    told(getattr(row, name)) for name in reversed(names)
                ]
                for table, names in rezoning.PROMISES.items()
                for row in db.session.query(table).order_by(table.id)
            }

    return look


def told(at):
    return at and f"{calendar.local(at):%m-%d %H:%M}"


@pytest.fixture
def booked(app, as_, book, must_ask, decide):
    """A booking, a request, a series, a closure and a place in the queue, all in summer, and a booking in winter."""
    decide(approve_within_hours=9000)
    book("tess", 1, SUMMER, "14:00", "15:00")
    book("sol", 1, SUMMER, "16:00", "17:00")
    book("tess", 1, WINTER, "14:00", "15:00")
    weekly = {"room": 2, "start": "14:00", "end": "15:00", "first_date": SUMMER, "count": 2}
    assert as_("tess").post("/api/inventory/series/", json=weekly).status_code == 201
    shut = {
        "rooms": [3],
        "start_time": f"{SUMMER}T08:00",
        "end_time": f"{SUMMER}T22:00",
        "reason": "Exams",
    }
    assert as_("dora").post("/api/inventory/closures/", json=shut).status_code == 201
    wish = {
        "room": 1,
        "start_time": f"{SUMMER}T14:00",
        "end_time": f"{SUMMER}T15:00",
        "minutes": 60,
    }
    assert as_("nia").post("/api/inventory/waitlist/", json=wish).status_code == 201


def earlier(times):
    return [
        at and f"{datetime.strptime(at, '%m-%d %H:%M') - HOUR:%m-%d %H:%M}" for at in times
    ]


def test_all_that_lies_ahead_keeps_its_time_on_the_wall(
    app, booked, former, rezone, promises
):
    former()
    before = promises()
    winter = {key for key, times in before.items() if times[0].startswith("02")}
    code, preview = rezone()
    assert code == 0
    assert "Kept rules: 2026a. Rules in use: " + zones.VERSION in preview
    assert promises() == before
    assert len(winter) == 2
    assert len(before) == 13
    assert "11 rows would move" in preview
    assert rezone("--apply") == (0, "Moved 11 rows.\n")
    expected = {
        key: times if key in winter else earlier(times) for key, times in before.items()
    }
    assert promises() == expected  # by the former rules 14:00 of now was 13:00
    assert "Nothing has to move" in rezone()[1]


def test_calendars_hear_of_it(app, book, former, rezone):
    id = book("tess", 1, SUMMER, "14:00", "15:00")
    former()
    rezone("--apply")
    with app.app_context():
        assert db.session.get(Reservation, id).version == 2
        assert all(held.version > 1 for held in db.session.query(Occupancy))


def test_what_follows_at_once_moves_along(app, book, former, rezone, promises):
    for hour in (13, 14, 15):
        book("tess", 1, SUMMER, f"{hour}:00", f"{hour + 1}:00")
    former()
    assert rezone("--apply")[0] == 0
    ends = [times[0] for (table, _), times in promises().items() if table == "Occupancy"]
    assert ends == [f"07-05 {hour}:00" for hour in (13, 14, 15)]


def test_a_clash_is_told_and_nothing_is_moved(app, book, former, rezone, promises):
    """By the former rules the clocks went back at half past three, so one moves into the time of another that stays."""
    book("tess", 1, SUMMER, "14:00", "15:00")
    book("tess", 1, SUMMER, "16:00", "17:00")
    former([("2027-07-05T13:30:00+00:00", 0)], offset=7200)
    before = promises()
    code, said = rezone("--apply")
    assert code == 1
    assert "Nothing was moved" in said
    assert promises() == before
    assert (
        "In the way: occupancy 2: in Studio A it would begin before occupancy 1 is over"
        in rezone()[1]
    )


def test_a_time_the_clocks_leave_out_now_is_told(
    app, decide, book, former, rezone, promises
):
    decide(opens="00:00", closes="23:45")
    book(
        "tess", 1, "2027-03-28", "03:30", "04:30"
    )  # 01:30 UTC: by the former rules half past two
    former()
    before = promises()
    code, said = rezone("--apply")
    assert code == 1
    assert "02:30 does not exist any more" in said
    assert promises() == before


def test_the_worker_keeps_the_rules_but_not_over_promises_made_by_others(
    app, book, former, caplog
):
    assert zone_rules.keep in worker.CHORES[600.0]

    def kept():
        with app.app_context():
            row = db.session.get(ZoneRules, 1)
            return row and (row.zone, row.version, len(row.changes))

    def keep():
        with app.app_context(), transaction():
            zone_rules.keep()

    assert kept() is None
    keep()
    assert kept() == ("Europe/Berlin", zones.VERSION, 40)
    former()
    keep()
    assert kept()[1] == "2026a"
    assert "bookings rezone" in caplog.text


def test_a_new_version_that_changes_nothing_here_is_taken(app, former):
    with app.app_context(), transaction():
        zone_rules.replace()
        db.session.get(ZoneRules, 1).version = "2026a"
    with app.app_context(), transaction():
        zone_rules.keep()
        assert db.session.get(ZoneRules, 1).version == zones.VERSION


def test_without_kept_rules_nothing_is_guessed(app, rezone):
    assert "No rules are kept yet" in rezone()[1]
    assert "now they are" in rezone("--apply")[1]


def test_both_turns_of_an_hour_stay_what_they_were(app):
    with app.app_context(), transaction():
        zone_rules.replace()
        rules = zone_rules.remembered()
        turns = [datetime(2027, 10, 31, hour, 15, tzinfo=UTC) for hour in (0, 1)]
        assert [rules.promised(at).fold for at in turns] == [0, 1]
        assert [rules.now(at) for at in turns] == turns
