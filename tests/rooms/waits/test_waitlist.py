"""The waitlist: free time is held for the first who may have it, nobody else gets it meanwhile, then the next."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.rooms.models import Occupancy, Reservation, Wait
from webapp.rooms.reservations import no_shows
from webapp.rooms.waits import wait_offers
from webapp.school import calendar

API = "/api/inventory/waitlist/"
BOOK = "/api/inventory/reservations/"
DOORS = pytest.mark.parametrize("door", ["page", "api"])


@pytest.fixture(autouse=True)
def full(book, monday):
    """Studio A is Tess's from two to four."""
    assert book("tess", 1, monday, "14:00", "16:00") == 1


@pytest.fixture
def wish(monday):
    return {
        "room": 1,
        "start_time": f"{monday}T14:00",
        "end_time": f"{monday}T16:00",
        "minutes": 60,
    }


@pytest.fixture
def join(as_, wish):
    def ask(name, **more):
        return as_(name).post(API, json=wish | more).json["id"]

    return ask


@pytest.fixture
def stored(app):
    """Each wish's status and what is offered, in the order of the queue."""

    def look():
        with app.app_context():
            found = db.session.scalars(select(Wait).order_by(Wait.id)).all()
            return [
                (
                    each.status,
                    each.offered_room_id,
                    each.offered_from and f"{calendar.local(each.offered_from):%H:%M}",
                )
                for each in found
            ]

    return look


@pytest.fixture
def holds(app):
    def look():
        with app.app_context():
            held = select(Occupancy).where(Occupancy.kind == "hold", Occupancy.live)
            return [
                (
                    each.wait_id,
                    f"{calendar.local(each.starts_at):%H:%M}-{calendar.local(each.blocks_until):%H:%M}",
                )
                for each in db.session.scalars(held)
            ]

    return look


@pytest.fixture
def sweep(app):
    def look():
        with app.app_context(), transaction():
            wait_offers.sweep()

    return look


def free(as_):
    assert as_("tess").post(f"{BOOK}1/cancel/").status_code == 200


def act(browser, door, id, verb):
    return browser.post(
        f"/waitlist/{id}/{verb}" if door == "page" else f"{API}{id}/{verb}/"
    )


@DOORS
def test_what_becomes_free_is_held_for_the_first_and_one_tap_books_it(
    app, as_, join, stored, holds, door
):
    assert [join("sol"), join("nia")] == [1, 2]
    assert holds() == []
    free(as_)
    assert stored() == [("offered", 1, "14:00"), ("offered", 1, "15:00")]
    assert holds() == [(1, "14:00-15:00"), (2, "15:00-16:00")]
    with app.app_context():
        letter = db.session.query(Letter).filter_by(subject_type="wait", subject_id=1).one()
        assert letter.address == "sol@school.test"
        assert "/waitlist/1" in letter.text
        assert "14:00 to 15:00" in letter.text
    sol = as_("sol")
    assert "Held for you until" in sol.get("/waitlist/1").text
    assert "Free for you" in sol.get("/").text
    assert act(sol, door, 1, "accept").status_code in (201, 303)
    assert stored()[0][0] == "booked"
    assert holds() == [(2, "15:00-16:00")]
    mine = sol.get(BOOK).json[0]
    assert (mine["start_time"][11:16], mine["end_time"][11:16], mine["status"]) == (
        "14:00",
        "15:00",
        "confirmed",
    )
    again = act(sol, door, 1, "accept")
    assert again.status_code == 409
    assert "already booked" in again.text


def test_nobody_snipes_what_is_held(as_, join, wish, holds, monday):
    join("sol")
    free(as_)
    hour = {"room": 1, "start_time": f"{monday}T14:00", "end_time": f"{monday}T15:00"}
    assert (
        as_("nia").post(BOOK, json=hour).status_code
        == as_("tess").post(BOOK, json=hour).status_code
        == 409
    )
    assert act(as_("sol"), "api", 1, "accept").status_code == 201


def test_who_has_the_offer_is_not_in_their_own_way(as_, join, stored, holds, monday):
    join("sol")
    free(as_)
    longer = {"room": 1, "start_time": f"{monday}T14:00", "end_time": f"{monday}T16:00"}
    assert as_("sol").post(BOOK, json=longer).status_code == 201
    assert stored()[0][0] == "booked"
    assert holds() == []


@DOORS
def test_a_no_goes_to_the_next(as_, join, stored, holds, door):
    assert [join("sol", minutes=120), join("nia", minutes=120)] == [1, 2]
    free(as_)
    assert stored() == [("offered", 1, "14:00"), ("waiting", None, None)]
    assert act(as_("sol"), door, 1, "leave").status_code in (200, 303)
    assert stored() == [("left", 1, "14:00"), ("offered", 1, "14:00")]
    assert holds() == [(2, "14:00-16:00")]
    assert (
        act(as_("sol"), door, 1, "leave").status_code
        == act(as_("sol"), door, 1, "accept").status_code
        == 409
    )


def test_silence_goes_to_the_next_by_the_worker(as_, at, join, stored, holds, sweep):
    join("sol", minutes=120)
    join("nia", minutes=120)
    with at("12:00"):
        free(as_)
    with at("12:14"):
        sweep()
        assert stored()[0][0] == "offered"
    with at("12:15"):
        sweep()
    assert stored() == [("lapsed", 1, "14:00"), ("offered", 1, "14:00")]
    assert holds() == [(2, "14:00-16:00")]


def test_silence_goes_to_the_next_even_if_a_stranger_comes_before_the_worker(
    as_, at, join, wish, sweep
):
    join("sol", minutes=120)
    with at("12:00"):
        free(as_)
    with at("12:15"):
        hour = {name: wish[name] for name in ("room", "start_time", "end_time")}
        assert as_("nia").post(BOOK, json=hour).status_code == 201
        late = act(as_("sol"), "api", 1, "accept")
    assert late.status_code == 409
    assert late.json["facts"]


def test_an_offer_made_while_the_clock_ran_ahead_ends_when_it_is_put_back(
    as_, at, join, stored, holds, sweep
):
    join("sol", minutes=120)
    join("nia", minutes=120)
    with at("13:00"):
        free(as_)
    with at("12:00"):
        sweep()
    assert stored() == [("lapsed", 1, "14:00"), ("offered", 1, "14:00")]
    assert holds() == [(2, "14:00-16:00")]


def test_a_lapsed_offer_is_good_while_nobody_else_has_it(as_, at, join, stored, sweep):
    join("sol", minutes=120)
    with at("12:00"):
        free(as_)
    with at("12:20"):
        sweep()
        assert stored() == [("lapsed", 1, "14:00")]
        assert "Try to book it" in as_("sol").get("/waitlist/1").text
        assert act(as_("sol"), "page", 1, "accept").status_code == 303
    assert stored() == [("booked", 1, "14:00")]


def test_an_offer_ends_five_minutes_before_the_start_and_none_is_made_too_late(
    as_, at, join, monday
):
    join("sol")
    with at("13:50"):
        free(as_)
        got = as_("sol").get(f"{API}1/").json
    assert (got["offered_from"][11:16], got["expires_at"][11:16]) == ("14:00", "13:55")


def test_what_begins_at_once_is_offered_from_the_next_step(as_, at, join):
    join("sol")
    with at("13:54"):
        free(as_)
        assert as_("sol").get(f"{API}1/").json["offered_from"][11:16] == "14:15"


def test_the_time_of_who_did_not_come_is_offered(
    app, as_, at, book, decide, join, monday, holds
):
    decide(check_in=True)
    join("sol")
    for wall in ("13:57", "14:02", "14:07", "14:10"):
        with at(wall), app.app_context(), transaction():
            no_shows.mark()
    assert holds() == [(1, "14:30-15:30")]


def test_any_room_like_it(as_, book, join, monday, stored):
    book("tess", 3, monday, "14:00", "16:00")
    assert join("sol", is_flexible=True, equipment="Piano upright") == 1
    assert as_("tess").post(f"{BOOK}2/cancel/").status_code == 200
    assert stored() == [("offered", 3, "14:00")]


def test_what_is_free_need_not_be_waited_for(as_, wish, monday):
    no = as_("sol").post(API, json=wish | {"end_time": f"{monday}T17:00"})
    assert no.status_code == 409
    assert "Studio A is free 16:00–17:00" in no.text
    (offer,) = no.json["offers"]
    assert offer["verb"] == "reservations"
    assert as_("sol").post(BOOK, json=offer["change"]).status_code == 201
    page = as_("nia").post("/waitlist/new", data=wish | {"is_flexible": "y"})
    assert page.status_code == 409
    assert 'href="/reservations/new?room=2' in page.text


def test_a_refused_booking_offers_the_queue(as_, monday):
    hour = {"room": 1, "start_time": f"{monday}T14:00", "end_time": f"{monday}T15:00"}
    sol = as_("sol")
    offer = sol.post(BOOK, json=hour).json["offers"][-1]
    assert (offer["label"], offer["verb"]) == ("Wait for this time", "waitlist")
    assert sol.post(API, json=offer["change"]).status_code == 201
    page = as_("nia").post("/reservations/new", data=hour)
    assert page.status_code == 409
    assert 'href="/waitlist/new?room=1' in page.text
    assert as_("nia").get("/waitlist/new", query_string=offer["change"]).status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"minutes": 150}, "minutes"),
        ({"minutes": 0}, "minutes"),
        ({"end_time": "soon"}, "end_time"),
    ]
    + [({"start_time": "2020-01-01T10:00"}, "start_time"), ({"room": 999}, None)],
)
def test_bad_wishes_are_refused_at_their_field(as_, wish, stored, change, field):
    no = as_("sol").post(API, json=wish | change)
    assert (no.status_code, *no.json.get("fields", {})) == (
        (422, field) if field else (404,)
    )
    assert stored() == []
    page = as_("sol").post("/waitlist/new", data=wish | change)
    assert page.status_code == no.status_code


def test_the_same_wish_twice_is_one(as_, wish, stored):
    sol = as_("sol")
    assert [
        sol.post(API, json=wish, headers={"Idempotency-Key": "k"}).status_code
        for _ in range(2)
    ] == [201, 201]
    assert sol.post(API, json=wish).status_code == 409
    assert len(stored()) == 1
    assert sol.get("/reservations").text.count('href="/waitlist/1"') == 1
    assert len(sol.get(API).json) == 1


@DOORS
def test_others_do_not_see_it_and_staff_do_not_take_it(as_, join, door):
    join("sol")
    free(as_)
    nia, dora = as_("nia"), as_("dora")
    assert nia.get("/waitlist/1").status_code == nia.get(f"{API}1/").status_code == 404
    assert (
        act(nia, door, 1, "accept").status_code
        == act(nia, door, 1, "leave").status_code
        == 404
    )
    assert dora.get("/waitlist/1").status_code == 200
    assert act(dora, door, 1, "accept").status_code == 403
    assert act(dora, door, 1, "leave").status_code in (200, 303)


def test_accepting_six_times_at_once_books_once(app, as_, join):
    join("sol")
    free(as_)
    people = [as_("sol") for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        codes = list(
            pool.map(lambda browser: act(browser, "api", 1, "accept").status_code, people)
        )
    assert sorted(codes) == [201] + [409] * 5
    with app.app_context():
        assert db.session.query(Reservation).filter_by(student_id=2).count() == 1


@DOORS
def test_staff_put_somebody_first(as_, join, stored, door):
    join("sol"), join("nia")
    dora = as_("dora")
    assert put_first(dora, door, 2).status_code in (200, 303)
    listed = dora.get("/waitlist").text
    assert listed.index("Nia</b>") < listed.index("Sol</b>")
    assert "Back in order" in listed
    assert "Move to the front" in listed
    everyone = dora.get(API, query_string={"of": "everyone"}).json
    assert [(each["student"], each["comes_first"]) for each in everyone] == [
        (3, True),
        (2, False),
    ]
    assert "before others who wait" in as_("nia").get("/waitlist/2").text
    free(as_)
    assert stored() == [("offered", 1, "15:00"), ("offered", 1, "14:00")]
    assert put_first(dora, door, 1).status_code == 409  # something is offered already


@DOORS
def test_and_back_in_turn_once_or_twice(as_, join, stored, door):
    join("sol"), join("nia")
    dora = as_("dora")
    for first in (True, True, False, False):
        assert put_first(dora, door, 2, first).status_code in (200, 303)
    free(as_)
    assert stored()[0] == ("offered", 1, "14:00")


@DOORS
def test_students_put_nobody_first(as_, join, door):
    join("sol")
    assert put_first(as_("sol"), door, 1).status_code == 403
    assert (
        put_first(as_("nia"), door, 1).status_code
        == put_first(as_("dora"), door, 9).status_code
        == 404
    )
    sol = as_("sol")
    assert sol.get(API, query_string={"of": "everyone"}).status_code == 403
    assert put_first(as_(), door, 1).status_code in (302, 303, 401)
    assert (
        as_("dora").post(f"{API}1/prefer/", json={"comes_first": "perhaps"}).status_code
        == 422
    )


def test_a_student_sees_their_own_place_and_nobody_elses(as_, join):
    join("sol"), join("nia")
    own = as_("sol").get("/waitlist").text
    assert "<b>You</b></a> for Studio A" in own
    assert "Nia" not in own
    assert "Move to the front" not in own
    assert as_("sol").post(f"{API}1/leave/").status_code in (200, 204)
    assert "You are not on any waitlist" in as_("sol").get("/waitlist").text


def test_the_queue_has_pages_and_few_queries(app, as_, join, monkeypatch):
    dora = as_("dora")
    assert "Nobody is waiting" in dora.get("/waitlist").text
    for name in ("sol", "nia", "tess"):
        join(name, minutes=30)
    put_first(dora, "api", 3), put_first(dora, "api", 1)
    seen, path = [], f"{API}?of=everyone&limit=1"
    while path:
        answer = dora.get(path)
        seen += [each["id"] for each in answer.json]
        path = answer.headers.get("Link", "").partition(";")[0].strip("<>")
    assert seen == [1, 3, 2]
    with counted(app) as three:
        dora.get("/waitlist")
    monkeypatch.setattr("webapp.rooms.pages.waits.PAGE", 1)
    with counted(app) as one:
        page = dora.get("/waitlist")
    assert len(one) == len(three) <= 3, "\n".join(one)
    following = (
        page.text.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    )
    assert "Tess</b>" in dora.get(following).text
    assert "Back to the first" in dora.get(following).text


def put_first(browser, door, id, first=True):
    if door == "page":
        return browser.post(
            f"/waitlist/{id}/prefer", data={"comes_first": "y"} if first else {}
        )
    return browser.post(f"{API}{id}/prefer/", json={"comes_first": first})
