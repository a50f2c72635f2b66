"""One certain thing is set aside, handed out and promised as itself and no other."""

import pytest

from webapp.core.db import transaction
from webapp.lending.today import daily_run

from ..ahead_acts import ask, page_says
from ..conftest import API
from ..desk_acts import act
from ..unit_acts import handed_out


def test_it_is_set_aside_and_handed_out_as_itself(as_, meant):
    dora = as_("dora")
    assert act(dora, meant, "set_aside").status_code == 200
    assert handed_out(as_, meant) == ["VLA-2"]
    assert act(dora, meant, "hand_out").status_code == 200
    assert handed_out(as_, meant) == ["VLA-2"]


def test_the_daily_run_takes_that_one_off_the_shelf(app, as_, meant):
    with app.app_context(), transaction():
        assert daily_run.due() == [meant]
        assert daily_run.set_aside(meant)
    assert handed_out(as_, meant) == ["VLA-2"]


@pytest.mark.parametrize("verb", ["set_aside", "hand_out"])
def test_another_one_goes_only_after_it_was_promised_instead(as_, meant, verb, letters):
    dora = as_("dora")
    no = act(dora, meant, verb, units=["VLA-1"])
    assert (no.status_code, "VLA-2 and no other" in no.json["detail"]) == (409, True)
    before = letters()
    assert act(dora, meant, "rearrange", unit="VLA-1").status_code == 200
    assert letters() == before  # which one it is, its borrower need not know
    assert "VLA-1 and no other" in page_says(dora, f"/checkouts/{meant}")
    assert act(dora, meant, verb, units=["VLA-1"]).status_code == 200
    assert handed_out(as_, meant) == ["VLA-1"]


def test_promising_another_one_is_undone(app, as_, meant, viola_ids):
    dora = as_("dora")
    act(dora, meant, "rearrange", unit="VLA-1")
    assert act(dora, meant, "undo_rearrange").json["unit"] == viola_ids["VLA-2"]


def test_a_decision_for_another_item_is_undone_with_the_one_that_was_meant(
    as_, harp, violas, viola_ids
):
    tess = as_("tess")
    id = ask(tess, violas, 0, 5, unit="VLA-2", student=2).json["id"]
    assert act(tess, id, "approve", item=harp).json["unit"] is None
    assert act(tess, id, "undo").json["unit"] == viola_ids["VLA-2"]


def test_it_goes_to_nobody_else_on_its_days(as_, violas, meant, viola_ids):
    tess, dora = as_("tess"), as_("dora")
    id = ask(as_("nia"), violas, 0, 3).json["id"]
    act(tess, id, "approve")
    no = act(dora, id, "hand_out", units=["VLA-2"])
    assert (no.status_code, "promised to Sol" in no.json["detail"]) == (409, True)
    page = dora.get(f"/checkouts/{id}").text
    assert ">VLA-1<" in page
    assert ">VLA-2<" not in page
    assert act(dora, id, "set_aside").status_code == 200
    assert handed_out(as_, id) == ["VLA-1"]


def test_before_its_days_it_goes_to_others(as_, violas):
    tess, dora = as_("tess"), as_("dora")
    later = ask(tess, violas, 7, 9, unit="VLA-2", student=2).json["id"]
    act(tess, later, "approve")
    id = ask(as_("nia"), violas, 0, 6).json["id"]
    act(tess, id, "approve")
    assert act(dora, id, "hand_out", units=["VLA-2"]).status_code == 200


def test_a_pile_takes_it_for_its_own_loan(as_, violas, meant, give):
    any_one = ask(as_("sol"), violas, 0, 5, send_anyway=True).json["id"]
    act(as_("tess"), any_one, "approve")
    assert give(["VLA-3", "VLA-2"]).status_code == 201
    assert handed_out(as_, any_one) == ["VLA-3"]
    assert handed_out(as_, meant) == ["VLA-2"]


def test_a_pile_keeps_another_one_here(as_, meant, give):
    line = give(["VLA-1"], dry=True).json["lines"][0]
    assert "VLA-2 and no other" in line["words"], line


def test_the_desk_hears_of_one_that_is_not_there(as_, meant, viola_ids):
    dora = as_("dora")
    path = f"/api/inventory/units/{viola_ids['VLA-2']}/block/"
    assert dora.post(path, json={"reason": "The neck is loose"}).status_code == 200
    [promise] = dora.get(f"{API}unkept/").json
    way = promise["ways_out"][0]
    assert (way["verb"], way["label"]) == ("rearrange", "Take VLA-1")
    assert act(dora, meant, way["verb"], **way["values"]).status_code == 200
    assert dora.get(f"{API}unkept/").json == []
