"""Its borrower changes a request before it is answered; who answers it is told once."""

import pytest

from tests.support.days import ahead
from webapp.core.db import db
from webapp.lending.models import Checkout

from ..ahead_acts import ask, page_says, promise, states
from ..change_acts import DOORS, asked_for, change, days, kinds_of, pending, send_all
from ..conftest import API as LOANS
from ..conftest import REQUESTS as API


@DOORS
def test_b06_other_days_or_fewer_before_it_is_answered(app, as_, three, door):
    id, (violin, harp, stands) = three
    lines = {"checkout": stands, "quantity": 2}, {"checkout": harp} | days(3, 9)
    assert change(as_("sol"), door, id, *lines).status_code in (200, 303)
    now = [pending(1, 0, 5), pending(1, 3, 9), pending(2, 0, 5)]
    assert asked_for(as_("sol"), id) == now
    assert [kinds_of(app, line) for line in (violin, stands)] == [[], ["changed"]]
    assert "2 instead of 4" in page_says(as_("sol"), f"/checkouts/{stands}")


def test_a_request_begins_and_ends_with_its_lines(as_, three):
    id, (_violin, harp, _stands) = three
    change(as_("sol"), "API", id, {"checkout": harp} | days(3, 9))
    request = as_("sol").get(f"{API}{id}/").json
    assert (request["checkout_date"], request["due_date"]) == (str(ahead(0)), str(ahead(9)))


def test_what_was_asked_for_is_now_this(as_, three):
    id, (_violin, harp, _stands) = three
    change(as_("sol"), "API", id, {"checkout": harp} | days(1, 4))
    as_("tess").post(f"{API}{id}/approve/", json={})
    as_("tess").post(f"{API}{id}/undo/")
    assert asked_for(as_("sol"), id)[1] == pending(1, 1, 4)


def test_it_expires_as_if_it_was_asked_for_now(app, as_, harp):
    loan = ask(as_("sol"), harp, 4, 9).json
    change(as_("sol"), "API", loan["request"], {"checkout": loan["id"]} | days(1, 9))
    again = ask(as_("nia"), 1, 1, 9).json
    with app.app_context():
        ends = [db.session.get(Checkout, each["id"]).expires_at for each in (loan, again)]
        assert (
            ends[0] == ends[1]
        )  # as its first day is over, which is before the school's days to answer are


def test_days_for_all_and_a_note(as_, three):
    id, _ids = three
    said = days(2, 6) | {"purpose": "The exam"}
    assert change(as_("sol"), "API", id, **said).status_code == 200
    request = as_("sol").get(f"{API}{id}/").json
    assert request["purpose"] == "The exam"
    assert {line["notes"] for line in request["lines"]} == {"The exam"}
    assert {line["checkout_date"] for line in request["lines"]} == {str(ahead(2))}


@DOORS
def test_a_line_can_be_given_up_in_the_same_act(as_, three, door, letters):
    id, (_violin, harp, stands) = three
    fewer = {"checkout": stands, "quantity": 1}
    given_up = {"cancelled": [harp]} if door == "API" else {f"{harp}-is_cancelled": "y"}
    answer = change(as_("sol"), door, id, fewer, **given_up)
    assert answer.status_code in (200, 303)
    assert states(as_, id) == ["pending", "cancelled", "pending"]
    assert letters() == [("requested_several", "tess")]


def test_an_email_that_still_waits_is_drawn_anew(as_, stand, letters, letter):
    loan = ask(as_("sol"), stand, 0, 4, quantity=2).json
    line = {"checkout": loan["id"], "quantity": 3}
    change(as_("sol"), "API", loan["request"], line)
    assert letters() == [("requested", "tess")]
    assert "Music Stand (× 3)" in letter("requested")


@DOORS
def test_who_answers_it_gets_one_email_of_what_it_is_now(
    app, as_, three, door, letters, letter
):
    id, (_violin, _harp, stands) = three
    send_all(app)
    for quantity in (3, 2):
        change(as_("sol"), door, id, {"checkout": stands, "quantity": quantity})
    assert letters() == [("requested_several", "tess"), ("request_changed", "tess")]
    assert "Music Stand (× 2)" in letter("request_changed")
    send_all(app)
    change(as_("sol"), door, id, {"checkout": stands, "quantity": 1})
    assert letters().count(("request_changed", "tess")) == 2


@DOORS
def test_its_own_pieces_do_not_stand_in_its_way(as_, harp, door):
    loan = ask(as_("sol"), harp, 0, 4).json
    line = {"checkout": loan["id"]} | days(1, 6)
    assert change(as_("sol"), door, loan["request"], line).status_code in (200, 303)
    assert asked_for(as_("sol"), loan["request"]) == [pending(1, 1, 6)]


@DOORS
def test_others_do(as_, harp, door):
    loan = ask(as_("sol"), harp, 0, 4).json
    promise(as_, harp, 6, 9, who="nia")
    line = {"checkout": loan["id"]} | days(0, 7)
    no = change(as_("sol"), door, loan["request"], line)
    assert no.status_code == 409
    assert "None is free" in (no.text if door == "page" else no.json["detail"])
    assert asked_for(as_("sol"), loan["request"]) == [pending(1, 0, 4)]


@DOORS
def test_a_set_moves_as_a_whole(as_, duo, door):
    loan = as_("sol").post(LOANS, json={"set": duo} | days(0, 4)).json
    id, line = loan["request"], {"checkout": loan["id"]} | days(2, 6)
    assert change(as_("sol"), door, id, line).status_code in (200, 303)
    assert asked_for(as_("sol"), id) == [pending(1, 2, 6), pending(2, 2, 6)]


@pytest.fixture
def set_asked_for(as_, duo):
    """Sol's request for the set, and its lines: a harp, and stands."""
    loan = as_("sol").post(LOANS, json={"set": duo} | days(0, 4)).json
    lines = as_("sol").get(f"{API}{loan['request']}/").json["lines"]
    return loan["request"], [line["id"] for line in lines]


def test_of_a_set_nothing_changes_alone(as_, set_asked_for):
    id, (harp, stands) = set_asked_for
    no = change(as_("sol"), "API", id, {"checkout": stands, "quantity": 1})
    assert [*no.json["fields"]] == ["lines.0.quantity"]
    apart = {"checkout": harp} | days(0, 4), {"checkout": stands} | days(1, 5)
    no = change(as_("sol"), "API", id, *apart)
    assert [*no.json["fields"]] == ["lines.0.checkout_date"]


def test_once_a_part_is_answered_its_set_stays(as_, set_asked_for):
    id, (harp, stands) = set_asked_for
    as_("tess").post(f"{API}{id}/approve/", json={"lines": [{"checkout": stands}]})
    no = change(as_("sol"), "API", id, {"checkout": harp} | days(1, 5))
    assert (no.status_code, no.json["facts"]["checkout"]) == (409, harp)


def test_the_rest_of_a_request_with_such_a_set_can_change(as_, duo, stand):
    lines = [{"set": duo}, {"item": 1}]
    whole = as_("sol").post(API, json={"lines": lines} | days(0, 4)).json
    _harp, stands, violin = (line["id"] for line in whole["lines"])
    as_("tess").post(f"{API}{whole['id']}/approve/", json={"lines": [{"checkout": stands}]})
    later = {"checkout": violin} | days(0, 3)
    assert change(as_("sol"), "page", whole["id"], later).status_code == 303
    assert asked_for(as_("sol"), whole["id"])[2] == pending(1, 0, 3)
