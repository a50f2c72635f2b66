"""Several tagged pieces on one loan: each leaves with its tag, and each comes back by itself."""

import pytest

from tests.support.loans import TESS
from webapp.core.db import transaction
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line

from ..ahead_acts import promise
from ..conftest import API, TAGS
from ..desk_acts import act, states, undo


def test_d02_several_tagged_pieces_do_not_leave_without_their_tags(as_, three_violas):
    no = act(as_("dora"), three_violas, "hand_out")
    assert no.status_code == 409
    assert "Which 3 are handed out?" in no.json["detail"]
    assert [unit["tag"] for unit in no.json["facts"]["units"]] == TAGS
    assert [offer["label"] for offer in no.json["offers"]] == [", ".join(TAGS)]
    few = act(as_("dora"), three_violas, "hand_out", units=["VLA-1"])
    assert few.status_code == 409
    assert "Which 2 are handed out?" in few.json["detail"]


def test_d10_each_of_several_pieces_has_its_tag(as_, violas_out):
    shown = as_("sol").get(f"{API}{violas_out}/")
    assert states(shown) == dict.fromkeys(TAGS, "out")
    assert (shown.json["out"], shown.json["returned"]) == (3, 0)


def test_what_is_offered_leaves(as_, three_violas, rows):
    dora = as_("dora")
    offer = act(dora, three_violas, "hand_out").json["offers"][0]["change"]
    assert act(dora, three_violas, "hand_out", **offer).json["status"] == "out"
    assert rows(three_violas) == [(tag, 1, "out") for tag in TAGS]


def test_a_page_offers_the_first_that_fit_and_hands_out_what_is_ticked(
    as_, three_violas, rows
):
    dora = as_("dora")
    page = dora.get(f"/checkouts/{three_violas}").text
    assert page.count('name="units"') == page.count(" checked>") == 3
    ids = [row["id"] for row in act(dora, three_violas, "hand_out").json["facts"]["units"]]
    dora.post(f"/checkouts/{three_violas}/hand_out", data={"units": ids})
    assert rows(three_violas) == [(tag, 1, "out") for tag in TAGS]


def test_the_refusal_on_a_page_is_sent_again_with_one_press(as_, three_violas):
    page = as_("dora").post(f"/checkouts/{three_violas}/hand_out").text
    assert page.count('type="hidden" name="units"') == 3


@pytest.mark.parametrize(
    ("units", "status"),
    [
        (["VLA-1", "VLA-1", "VLA-2"], 422),
        (["VLA-1", "VLA-2", "VLA-3", "VLA-4"], 404),
        (["VLA-1", "VLA-2", "nothing"], 404),
        ([*TAGS, 99999], 404),
        ([None], 422),
    ],
)
def test_units_that_are_not_right_are_refused(as_, three_violas, rows, units, status):
    assert act(as_("dora"), three_violas, "hand_out", units=units).status_code == status
    assert rows(three_violas) == []


def test_more_units_than_pieces_are_refused(as_, violas):
    two = promise(as_, violas, 0, 5, quantity=2)
    no = act(as_("dora"), two, "hand_out", units=TAGS)
    assert no.status_code == 422
    assert "2 units are enough" in str(no.json["fields"]["units"])


def test_loose_and_tagged_pieces_mix_and_each_place_is_kept(app, as_, violas, rows):
    with app.app_context(), transaction():
        line = Line(violas, 1, "PURCHASE", "outside", "available", 1)
        ledger.record(TESS, "receive", [line])
    id, dora = promise(as_, violas, 0, 5, quantity=3), as_("dora")
    no = act(dora, id, "hand_out")
    assert "Which 2 are handed out?" in no.json["detail"]
    assert act(dora, id, "hand_out", units=["VLA-3", "VLA-1"]).status_code == 200
    assert rows(id) == [("VLA-3", 1, "out"), ("VLA-1", 1, "out"), (None, 1, "out")]
    assert act(dora, id, "return_item", quantity=1).json["out"] == 2
    assert rows(id)[2] == (None, 1, "returned")


def test_setting_aside_takes_the_first_that_fit_and_its_undo_puts_them_back(
    as_, three_violas, rows, last
):
    dora = as_("dora")
    assert states(act(dora, three_violas, "set_aside")) == dict.fromkeys(TAGS, "aside")
    assert undo(dora, last("set aside")).status_code == 201
    assert rows(three_violas) == []


def test_the_undo_of_a_hand_out_lays_ready_what_lay_ready(as_, three_violas, rows, last):
    dora = as_("dora")
    act(dora, three_violas, "set_aside")
    before = rows(three_violas)
    act(dora, three_violas, "hand_out")
    assert rows(three_violas) == [(tag, 1, "out") for tag in TAGS]
    assert undo(dora, last("hand out")).status_code == 201
    assert rows(three_violas) == before


def test_d13_another_unit_leaves_instead_of_the_one_that_lay_ready(as_, violas, rows, last):
    id, dora = promise(as_, violas, 0, 5, quantity=2), as_("dora")
    act(dora, id, "set_aside")
    act(dora, id, "hand_out", units=["VLA-3", "VLA-2"])
    assert rows(id) == [("VLA-1", 1, "released"), ("VLA-2", 1, "out"), ("VLA-3", 1, "out")]
    assert states(dora.get(f"{API}{id}/")) == {"VLA-2": "out", "VLA-3": "out"}
    undo(dora, last("hand out"))
    assert rows(id) == [("VLA-1", 1, "aside"), ("VLA-2", 1, "aside")]


def scanned(dora, tag):
    """What the desk says to a scan, and the id of the unit."""
    panel = dora.get(f"/desk?code={tag}").text
    return panel, panel.split('name="unit" value="')[1].split('"')[0]


def test_scanned_one_after_the_other_they_lie_ready(as_, three_violas, rows):
    dora = as_("dora")
    for number, tag in enumerate(TAGS[:2], 1):
        panel, unit = scanned(dora, tag)
        assert f"Set aside for Sol, {number} of 3" in panel
        dora.post(f"/checkouts/{three_violas}/add_unit?at=desk", data={"unit": unit})
    assert rows(three_violas) == [("VLA-1", 1, "aside"), ("VLA-2", 1, "aside")]
    assert "Scan the next one" in dora.get("/desk?code=VLA-1").text


def test_the_first_of_two_scans_can_be_undone_alone(as_, three_violas, rows, last):
    dora, operations = as_("dora"), []
    for tag in TAGS[:2]:
        _panel, unit = scanned(dora, tag)
        dora.post(f"/checkouts/{three_violas}/add_unit?at=desk", data={"unit": unit})
        operations.append(last("set aside"))
    assert undo(dora, operations[0]).status_code == 201
    assert rows(three_violas) == [("VLA-2", 1, "aside")]


def test_the_last_scan_hands_out_all(as_, three_violas, rows):
    dora = as_("dora")
    for tag in TAGS[:2]:
        _panel, unit = scanned(dora, tag)
        dora.post(f"/checkouts/{three_violas}/add_unit?at=desk", data={"unit": unit})
    panel, unit = scanned(dora, "VLA-3")
    assert "Hand out all 3 to Sol" in panel
    dora.post(f"/checkouts/{three_violas}/hand_out?at=desk", data={"unit": unit})
    assert rows(three_violas) == [(tag, 1, "out") for tag in TAGS]


def test_a_cancelled_loan_lets_go_of_all_its_units(as_, three_violas, rows):
    dora = as_("dora")
    act(dora, three_violas, "set_aside")
    assert act(dora, three_violas, "cancel").json["status"] == "cancelled"
    assert rows(three_violas) == [(tag, 1, "released") for tag in TAGS]
