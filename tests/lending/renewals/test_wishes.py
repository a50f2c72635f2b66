"""What a borrower reads of their wish to keep something: that it was declined and why, and how to take it back."""

import pytest

from tests.support.days import ahead

from ..desk_acts import act
from .acts import RENEWALS, decide, hand_out

LATER = str(ahead(100))
SOL = 2


@pytest.fixture
def asked(app, as_, out):
    decide(app, most_renewals=0)
    told = {"checkout": out, "due_date": LATER}
    return as_("sol").post(RENEWALS, json=told).json["id"]


def reject(as_, asked):
    told = {"reason": "It goes on tour"}
    assert as_("tess").post(f"{RENEWALS}{asked}/reject/", json=told).status_code == 200


def says(as_, path, words, who="sol"):
    return words in as_(who).get(path).text


def test_a_no_stands_with_its_reason_until_it_is_asked_again(as_, out, asked):
    reject(as_, asked)
    for path in ("/", f"/checkouts/{out}"):
        assert says(as_, path, "said no: “It goes on tour”")
    told = {"checkout": out, "due_date": LATER}
    assert as_("sol").post(RENEWALS, json=told).status_code == 201
    for path in ("/", f"/checkouts/{out}"):
        assert not says(as_, path, "It goes on tour")


def test_a_no_that_is_undone_is_read_no_more(as_, out, asked):
    reject(as_, asked)
    assert as_("tess").post(f"{RENEWALS}{asked}/undo/", json={}).status_code == 200
    assert not says(as_, f"/checkouts/{out}", "It goes on tour")


def test_a_no_goes_with_the_thing(as_, out, asked):
    reject(as_, asked)
    act(as_("dora"), out, "return_item")
    assert not says(as_, f"/checkouts/{out}", "It goes on tour")


def test_what_was_asked_is_withdrawn_where_it_was_asked_and_asked_again(as_, out, asked):
    page = as_("sol").get(f"/checkouts/{out}/ask_longer").text
    assert "withdraw_renewal" in page
    assert 'name="due_date"' not in page
    sol = as_("sol")
    assert sol.post(f"/checkouts/{out}/withdraw_renewal").status_code == 303
    assert f"/checkouts/{out}/undo_withdraw_renewal" in sol.get(f"/checkouts/{out}").text
    assert sol.post(f"/checkouts/{out}/undo_withdraw_renewal").status_code == 303
    assert sol.get(f"{RENEWALS}{asked}/").json["status"] == "pending"
    assert sol.post(f"/checkouts/{out}/undo_withdraw_renewal").status_code == 409
    assert as_("nia").post(f"/checkouts/{out}/undo_withdraw_renewal").status_code == 404


def test_all_is_kept_only_where_something_can_be(as_, app, harp, stand, out):
    hand_out(as_, stand)
    assert says(as_, "/", "Keep all of it longer")
    decide(app, most_renewals=0)
    assert not says(as_, "/", "Keep all of it longer")


def test_who_has_it_does_not_wait_for_it_themselves(as_, harp, out):
    path = f"/api/inventory/items/{harp}/waitlist/"
    assert as_("sol").post(path, json={}).status_code == 201
    loan = f"/api/inventory/checkouts/{out}/"
    assert as_("sol").get(loan).json["renewal"]["reason"] == ""
    assert as_("nia").post(path, json={}).status_code == 201
    assert as_("sol").get(loan).json["renewal"]["reason"] == "waited_for"


def test_who_is_suspended_reads_so_instead_of_a_form(as_, harp, stand, out):
    as_("nia").post(f"/api/inventory/items/{harp}/waitlist/", json={})
    sol, told = as_("sol"), {"person": SOL, "why": "Two bows lost"}
    assert as_("dora").post("/api/inventory/suspensions/", json=told).status_code == 201
    for path in ("/checkouts", f"/items/{stand}", f"/items/{harp}/waitlist/new"):
        page = sol.get(path).text
        assert "You are suspended: “Two bows lost”" in page
        assert 'id="form"' not in page
    no = sol.post("/api/inventory/checkouts/", json={"item": stand})
    assert "You are suspended" in no.json["detail"]
    loan = sol.get(f"/api/inventory/checkouts/{out}/").json
    assert loan["renewal"]["reason"] == "suspended"


def test_the_history_of_a_loan_is_in_the_order_of_time(as_, out):
    act(as_("sol"), out, "renew")
    page = as_("sol").get(f"/checkouts/{out}").text
    places = [
        page.index(f"<b>{words}</b>") for words in ("Approved", "Handed out", "Kept longer")
    ]
    assert places == sorted(places)


def test_a_set_is_kept_in_one_tap(as_, duo):
    days = {"checkout_date": str(ahead(0)), "due_date": str(ahead(4))}
    told = days | {"lines": [{"set": duo}]}
    whole = as_("sol").post("/api/inventory/requests/", json=told).json
    ids = [line["id"] for line in whole["lines"]]
    for id in ids:
        assert act(as_("tess"), id, "approve").status_code == 200
        assert act(as_("dora"), id, "hand_out").status_code == 200
    for path in ("/", f"/requests/{whole['id']}"):
        assert says(as_, path, "Keep the set longer")
    told = {"set": 999}
    assert as_("sol").post("/api/inventory/checkouts/renew/", json=told).json == []
    page = as_("sol").post("/checkouts/renew?set=1").text
    assert "2 of 2 kept longer" in page
