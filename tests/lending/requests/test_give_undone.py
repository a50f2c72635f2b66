"""A request that was given to somebody else goes back to who had it."""

from ..ahead_acts import page_says
from ..desk_acts import act
from ..give_acts import DOORS, SOL, give, owner, undo


@DOORS
def test_given_back(as_, three, door, letters):
    id, ids = three
    give(as_("dora"), "API", id)
    assert undo(as_("dora"), door, id).status_code in (200, 303)
    assert owner(as_("dora"), id) == (SOL, [SOL] * 3)
    assert {("given_away", "nia"), ("given", "sol")} <= {*letters()}
    assert "Given back to Sol" in page_says(as_("tess"), f"/checkouts/{ids[0]}")
    assert undo(as_("dora"), door, id).status_code == 409


def test_what_is_out_is_not_given_back(as_, three):
    id, ids = three
    act(as_("tess"), ids[0], "approve")
    give(as_("dora"), "API", id)
    act(as_("dora"), ids[0], "hand_out")
    assert undo(as_("dora"), "API", id).status_code == 409


def test_the_decision_before_it_is_undone_only_after_it(as_, three):
    id, ids = three
    act(as_("tess"), ids[0], "approve")
    give(as_("dora"), "API", id)
    no = act(as_("tess"), ids[0], "undo")
    assert (no.status_code, "take that back first" in no.json["detail"]) == (409, True)
    undo(as_("dora"), "API", id)
    assert act(as_("tess"), ids[0], "undo").json["status"] == "pending"
