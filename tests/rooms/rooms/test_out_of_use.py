"""A room that is taken out of use: nobody books it, and another one is offered."""

from concurrent.futures import ThreadPoolExecutor

from webapp.core.db import db
from webapp.rooms.models import Occupancy

API, BOOK = "/api/inventory/practice-rooms/", "/api/inventory/reservations/"


def test_a_room_out_of_use_is_not_booked_and_another_is_offered(as_, hour):
    as_("ada").patch(f"{API}1/", json={"is_active": False})
    no = as_("sol").post(BOOK, json=hour)
    assert no.status_code == 409
    assert "not in use" in no.json["detail"]
    assert no.json["facts"] == {"is_active": False}
    again = as_("sol").post(BOOK, json=hour | no.json["offers"][0]["change"])
    assert again.status_code == 201
    assert "not in use" in as_("sol").get("/rooms/1").text


def book_status(browser, wish):
    return browser.post(BOOK, json=wish).status_code


def at_hour(hour, at):
    day = hour["start_time"][:11]
    return hour | {"start_time": f"{day}{at:02}:00", "end_time": f"{day}{at + 1:02}:00"}


def test_booking_and_taking_out_of_use_come_one_after_the_other(app, as_, hour):
    """Whoever comes first wins, and nobody books a room after it was taken out of use."""
    ada = as_("ada")
    browsers = [as_(name) for name in ("sol", "nia", "sol", "nia")]
    wishes = [at_hour(hour, at) for at in (9, 11, 13, 15)]
    with ThreadPoolExecutor(5) as pool:
        booked = pool.map(book_status, browsers, wishes)
        off = pool.submit(ada.patch, f"{API}1/", json={"is_active": False})
        codes = list(booked)
        assert off.result().status_code == 200
    assert set(codes) <= {201, 409}
    assert as_("sol").post(BOOK, json=hour).status_code == 409
    assert held(app) == codes.count(201)


def held(app):
    with app.app_context():
        return db.session.query(Occupancy).filter_by(space_id=1).count()
