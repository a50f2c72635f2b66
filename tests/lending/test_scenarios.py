"""What other lending systems' own tests ask for, each named by its number in our list of it."""

from tests.support.days import ahead

from .ahead_acts import ask, promise
from .conftest import API
from .desk_acts import act


def test_e07_used_up_while_out(as_, stand):
    id, dora = promise(as_, stand, 0, 4, quantity=4), as_("dora")
    act(dora, id, "hand_out")
    loan = act(dora, id, "return_item", outcome="used_up", quantity=1).json
    assert (loan["used_up"], loan["out"], loan["status"]) == (1, 3, "out")
    loan = act(dora, id, "return_item").json
    assert (loan["used_up"], loan["returned"], loan["status"]) == (1, 3, "returned")


def test_m06_what_is_retired_while_it_is_out_comes_back_in_order(as_, harp):
    id, dora, tess = promise(as_, harp, 0, 4), as_("dora"), as_("tess")
    act(dora, id, "hand_out")
    path = f"/api/inventory/items/{harp}/archive/"
    assert tess.post(path, json={}).status_code == 409
    assert tess.post(path, json={"confirmed": True}).status_code == 200
    assert act(dora, id, "return_item").json["status"] == "returned"


def test_m06_what_is_promised_is_not_retired(as_, harp):
    promise(as_, harp, 3, 4)
    path = f"/api/inventory/items/{harp}/archive/"
    assert as_("tess").post(path, json={"confirmed": True}).status_code == 409


def test_c02_declining_needs_a_reason(as_, asked):
    no = act(as_("tess"), asked, "reject")
    assert (no.status_code, [*no.json["fields"]]) == (422, ["reason"])
    assert act(as_("tess"), asked, "reject", reason="It is on tour").status_code == 200


def test_b02_asked_for_a_time_that_starts_later(as_, harp):
    loan = ask(as_("sol"), harp, 7, 9).json
    assert (loan["checkout_date"], loan["due_date"]) == (str(ahead(7)), str(ahead(9)))


def test_b11_an_open_request_is_given_up(as_, asked):
    assert act(as_("sol"), asked, "cancel").json["status"] == "cancelled"


def test_b12_what_has_left_is_not_cancelled(as_, harp):
    id = promise(as_, harp, 0, 4)
    act(as_("dora"), id, "hand_out")
    no = act(as_("sol"), id, "cancel")
    assert (no.status_code, no.json["facts"]["status"]) == (409, "out")


def test_b14_more_than_there_is_is_refused_with_what_is_left(as_, stand):
    no = ask(as_("sol"), stand, 0, 4, quantity=21)
    assert (no.status_code, no.json["facts"]["free"]) == (409, 20)
    assert no.json["offers"][0]["change"] == {"quantity": 20}


def test_c01_approved_and_told(as_, asked, letters):
    assert act(as_("tess"), asked, "approve").json["status"] == "approved"
    assert letters()[-1] == ("approved", "sol")


def test_d07_what_is_out_is_not_handed_out_again(as_, harp):
    id, dora = promise(as_, harp, 0, 4), as_("dora")
    assert act(dora, id, "hand_out").status_code == 200
    assert act(dora, id, "hand_out").status_code == 409


def test_d22_set_aside_and_told(as_, harp, letters):
    id = promise(as_, harp, 0, 4)
    assert act(as_("dora"), id, "set_aside").status_code == 200
    assert letters()[-1] == ("ready", "sol")


def test_e03_more_than_is_out_is_refused(as_, stand):
    id, dora = promise(as_, stand, 0, 4, quantity=4), as_("dora")
    act(dora, id, "hand_out")
    no = act(dora, id, "return_item", quantity=5)
    assert (no.status_code, no.json["facts"]["out"]) == (409, 4)


def test_e04_what_is_back_does_not_come_back_again(as_, harp):
    id, dora = promise(as_, harp, 0, 4), as_("dora")
    act(dora, id, "hand_out")
    assert act(dora, id, "return_item").json["status"] == "returned"
    assert act(dora, id, "return_item").status_code == 409


def test_e17_the_loan_closes_with_its_last_piece(as_, stand):
    id, dora = promise(as_, stand, 0, 4, quantity=2), as_("dora")
    act(dora, id, "hand_out")
    assert act(dora, id, "return_item", quantity=1).json["closed_at"] is None
    assert act(dora, id, "return_item", quantity=1).json["closed_at"]


def test_a10_what_comes_back_early_is_free_while_the_rest_stays_out(as_, stand):
    id, dora = promise(as_, stand, 0, 4, quantity=20), as_("dora")
    act(dora, id, "hand_out")
    assert ask(as_("nia"), stand, 0, 2).status_code == 409
    act(dora, id, "return_item", quantity=3)
    assert ask(as_("nia"), stand, 0, 2, quantity=3).status_code == 201
    assert as_("dora").get(f"{API}{id}/").json["out"] == 17
