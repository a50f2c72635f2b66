"""Staff reach what is their own: their loans, and their bookings of rooms."""

import pytest

from tests.support.days import ahead

LOANS = "/api/inventory/checkouts/"
RESERVATIONS = "/api/inventory/reservations/"


@pytest.mark.parametrize("path", ["/checkouts/mine", "/reservations/mine"])
def test_a_stranger_is_asked_to_sign_in(as_, path):
    answer = as_().get(path)
    assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/login")


def test_a_teacher_sees_their_own_loans_and_no_others(as_):
    assert as_("sol").post(LOANS, json={"item": 1}).status_code == 201
    assert "You have nothing on loan yourself" in as_("tess").get("/checkouts/mine").text
    assert as_("tess").post(LOANS, json={"item": 2}).status_code == 201
    own = as_("tess").get("/checkouts/mine").text
    assert "On loan to you" in own or "Waiting for an answer" in own
    assert "You have nothing on loan yourself" not in own


def test_a_teacher_sees_their_own_bookings_and_no_others(as_):
    hours = {"start_time": f"{ahead(7)}T10:00", "end_time": f"{ahead(7)}T11:00"}
    booked = as_("sol").post(RESERVATIONS, json={"room": 1} | hours)
    assert booked.status_code == 201, booked.json
    row = f'href="/reservations/{booked.json["id"]}"'
    assert row in as_("tess").get("/reservations").text
    assert row not in as_("tess").get("/reservations/mine").text
    assert row in as_("sol").get("/reservations/mine").text
