"""Closing rooms while others book: nothing happens that was not seen."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.rooms.closures.conftest import choices
from tests.rooms.conftest import check_words

API, BOOK = "/api/inventory/closures/", "/api/inventory/reservations/"


pytestmark = pytest.mark.usefixtures("utc")


@pytest.mark.parametrize("door", ["page", "api"])
def test_when_things_changed_since_the_look_nothing_happens_and_one_sees_anew(
    as_, book, shut, booked, held, monday, door
):
    dora = as_("dora")
    preview = dora.post(f"{API}preview/", json=shut)
    new = book("nia", 1, monday, "15:00", "16:00")
    if door == "page":
        no = dora.post("/closures", data=shut | {"choices": cancels(preview)})
        check_words(no.text, "4 bookings are in the way", "bookings have changed")
    else:
        no = dora.post(API, json=shut | {"choices": [*choices(preview, *CANCELS)]})
        assert hit(no.json["facts"]) == [*booked, new]
    assert no.status_code == 409
    assert held() == []
    check_it_stands(as_("sol"), booked[0])


def hit(facts):
    return [booking["reservation"] for booking in facts["bookings"]]


def check_it_stands(browser, id):
    assert browser.get(f"{BOOK}{id}/").json["status"] == "confirmed"


CANCELS = ["cancel"] * 3


def cancels(preview):
    """Each of its bookings cancelled, as the page sends that."""
    hits = preview.json["bookings"]
    return [f"{hit['reservation']}.{hit['version']}.cancel" for hit in hits]


def test_a_room_taken_since_the_look_undoes_all_of_it(
    as_, book, shut, booked, held, monday
):
    dora = as_("dora")
    preview = dora.post(f"{API}preview/", json=shut)
    book("nia", 3, monday, "16:00", "17:00")
    no = dora.post(
        API, json=shut | {"choices": list(choices(preview, "cancel", "move", "move"))}
    )
    assert no.status_code == 409
    assert "Studio C is taken" in no.json["detail"]
    assert held() == []
    assert as_("sol").get(f"{BOOK}{booked[0]}/").json["status"] == "confirmed"


def test_closing_and_booking_at_once_leave_one_of_the_two(app, as_, shut, hour, held):
    dora, people = as_("dora"), [as_(("sol", "nia")[n % 2]) for n in range(5)]
    with ThreadPoolExecutor(6) as pool:
        closed = pool.submit(dora.post, API, json=shut)
        codes = [pool.submit(each.post, BOOK, json=hour) for each in people]
        codes = [each.result().status_code for each in codes]
    assert (closed.result().status_code, codes.count(201)) in ((201, 0), (409, 1))
    assert set(codes) <= {201, 409}
    assert bool(held()) == (codes.count(201) == 0)
