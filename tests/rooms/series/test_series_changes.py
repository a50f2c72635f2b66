"""A series later on: this date, this and all after it, or all to come; what is past or left out stays so."""

from datetime import date, timedelta

import pytest
import time_machine

from tests.rooms.series.conftest import API, act, later, walls
from webapp.core.db import db
from webapp.rooms.models import Occupancy, Reservation, Series, SeriesSkip


def test_this_one_becomes_detached(as_, made, stored, monday):
    done = act(
        as_("sol"),
        "change",
        scope="this",
        date=later(monday, 1),
        start="16:00",
        end="17:00",
    )
    assert done.status_code == 200
    assert [each["detached"] for each in done.json["dates"]] == [False, True, False]
    assert [wall for _, wall, *_ in stored()] == ["14:00", "16:00", "14:00"]
    assert done.json["version"] > made["version"]


def test_this_and_following_is_a_series_of_its_own(as_, made, stored, monday, letter):
    second = later(monday, 1)
    change = {"date": second, "room": 3, "start": "16:00", "end": "17:30"}
    done = act(as_("sol"), "change", scope="following", **change)
    assert done.status_code == 200
    rest = [("16:00", 3, "confirmed")] * 2
    assert walls(stored()) == [("14:00", 1, "confirmed"), *rest]
    check_the_new(done.json, made, left_out=later(monday, 2))
    check_the_former(as_("sol").get(f"{API}1/").json, made, second)
    sent = letter(kind="series_changed")
    assert sent.text.count("16:00 to 17:30") == 2
    assert "Studio C" in sent.subject


def check_the_new(new, made, left_out):
    """It follows the former one under a name of its own, at its own price."""
    assert (new["id"], new["follows"]) == (2, 1)
    assert new["uid"] != made["uid"]
    assert [each["total_cost"] for each in new["dates"]] == ["15.00"] * 2
    assert [skip["date"] for skip in new["skips"]] == [left_out]


def check_the_former(former, made, ended_by):
    """It ends on the day before, and is the same series still."""
    day_before = date.fromisoformat(ended_by) - timedelta(days=1)
    assert former["last_date"] == str(day_before)
    assert len(former["dates"]) == 1
    assert former["uid"] == made["uid"]


def test_all_to_come_stays_the_same_series_while_nothing_is_behind_it(
    as_, made, stored, monday
):
    done = act(as_("sol"), "change", scope="all", start="09:00", end="10:00")
    assert done.status_code == 200
    assert done.json["id"] == 1
    assert (done.json["start"], done.json["follows"]) == (
        "09:00",
        None,
    )
    assert [wall for _, wall, *_ in stored()] == ["09:00"] * 3


@pytest.mark.parametrize("what", ["change", "cancel"])
def test_what_is_past_is_never_touched(as_, made, stored, monday, what):
    said = {"start": "09:00", "end": "10:00"} if what == "change" else {}
    with time_machine.travel(f"{later(monday, 1)}T20:00:00Z"):
        done = act(as_("sol"), what, scope="all", **said)
        assert done.status_code == 200
        past = [("14:00", 1, "confirmed")] * 2
        assert walls(stored())[:2] == past
        assert walls(stored())[2] == (
            ("09:00", 1, "confirmed") if what == "change" else ("14:00", 1, "cancelled")
        )
        no = act(as_("sol"), what, scope="this", date=monday, **said)
        assert no.status_code == 409
        assert "nothing is left to change" in no.json["detail"]


def dates_of(preview):
    return [line["date"] for line in preview.json["dates"]]


def test_a_change_never_resurrects_what_was_left_out_or_given_back(
    as_, made, stored, count, monday
):
    sol = as_("sol")
    assert act(sol, "cancel", scope="this", date=monday).status_code == 200
    for start, end in (("09:00", "10:00"), ("11:00", "12:00")):
        change = {"id": sol.get(API).json[0]["id"], "start": start, "end": end}
        seen = act(sol, "change/preview", scope="all", **change)
        assert dates_of(seen) == [later(monday, 1), later(monday, 3)]
        assert act(sol, "change", scope="all", **change).status_code == 200
    rest = [("11:00", 1, "confirmed")] * 2
    assert walls(stored()) == [("14:00", 1, "cancelled"), *rest]
    assert count(Occupancy, live=True) == 2
    assert count(SeriesSkip) == 1


def test_what_was_changed_alone_keeps_to_itself(as_, made, stored, monday):
    sol = as_("sol")
    act(sol, "change", scope="this", date=later(monday, 1), start="16:00", end="17:00")
    assert act(sol, "change", scope="all", room=3).status_code == 200
    assert walls(stored()) == [
        ("14:00", 3, "confirmed"),
        ("16:00", 1, "confirmed"),
        ("14:00", 3, "confirmed"),
    ]


def test_a_series_may_move_into_its_own_time(as_, made, stored):
    assert (
        act(as_("sol"), "change", scope="all", start="14:30", end="15:30").status_code
        == 200
    )
    assert [wall for _, wall, *_ in stored()] == ["14:30"] * 3


def other_room(offers):
    return next(offer["change"] for offer in offers if "room" in offer["change"])


def test_a_change_that_does_not_fit_moves_nothing(as_, book, made, stored, count, monday):
    book("nia", 1, later(monday, 3), "16:00", "17:00")
    sol, said = as_("sol"), {"scope": "all", "start": "16:00", "end": "17:00"}
    no = act(sol, "change", **said)
    assert no.status_code == 409
    lines = no.json["facts"]["dates"]
    assert [line["status"] for line in lines] == ["free", "free", "taken"]
    assert [wall for _, wall, *_ in stored()] == ["14:00"] * 3
    assert count(Series) == 1
    room = other_room(lines[2]["offers"])
    assert act(sol, "change", **said, choices=[room]).status_code == 200
    assert walls(stored())[2] == ("16:00", 3, "confirmed")


def test_a_date_left_out_of_a_change_is_given_back(as_, book, made, stored, monday):
    book("nia", 1, later(monday, 3), "16:00", "17:00")
    skip = [{"date": later(monday, 3), "skip": True}]
    assert (
        act(
            as_("sol"), "change", scope="all", start="16:00", end="17:00", choices=skip
        ).status_code
        == 200
    )
    assert walls(stored()) == [("16:00", 1, "confirmed")] * 2 + [("14:00", 1, "cancelled")]


IMPOSSIBLE = ({"start": "16:00"}, {"start": "14:10"}, {"end": "13:00"})
UNREADABLE = (
    {"scope": "some"},
    {},
    {"scope": "this"},
    {"scope": "this", "date": "soon"},
)


@pytest.mark.parametrize("what", ["change", "change/preview", "cancel"])
def test_strangers_and_strange_input(as_, made, stored, monday, what):
    sol, before = as_("sol"), stored()
    assert act(as_("nia"), what, scope="all").status_code == 404
    assert act(sol, what, id=99, scope="all").status_code == 404
    for said in UNREADABLE:
        assert act(sol, what, **said).status_code == 422, said
    left_out = act(sol, what, scope="this", date=later(monday, 2))
    assert left_out.status_code == 409
    if what != "cancel":
        assert act(sol, what, scope="all", room=99).status_code == 404
        for said in IMPOSSIBLE:
            assert act(sol, what, scope="all", **said).status_code == 422, said
    assert stored() == before


def test_what_somebody_changed_meanwhile_is_stale(as_, made, stored, monday):
    tess, sol = as_("tess"), as_("sol")
    assert (
        act(tess, "cancel", made["version"], scope="this", date=monday).status_code == 200
    )
    for what in ("change", "cancel"):
        assert act(sol, what, made["version"], scope="all").status_code == 412
    assert len([status for *_, status in stored() if status == "confirmed"]) == 2


def test_single_bookings_know_nothing_of_it(app, as_, made, book, monday):
    id = book("sol", 2, monday, "09:00", "10:00")
    with app.app_context():
        row = db.session.get(Reservation, id)
        assert row.series_id is None
        assert row.detached is False
