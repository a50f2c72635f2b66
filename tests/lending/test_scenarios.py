"""What other lending systems' own tests ask for, each named by its number in our list of it."""

from .ahead_acts import promise
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
