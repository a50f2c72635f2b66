"""What leaves the school's books closes its open repair, and undoing that opens it again as it was."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from webapp.core.db import db
from webapp.stock.models import Operation

from .conftest import API

ACTS = "/api/inventory/operations/"
COUNTS = "/api/inventory/stocktakes/"
MISSING = {"kind": "adjust", "reason": "missing", "notes": "Not in its case"}
LOOSE = {"item": 2, "location": 1, "state": "damaged"}


@pytest.fixture
def lose(as_):
    """Something goes missing, a second person agreeing if it is worth much: the operation's id."""

    def do(**line):
        answer = as_("tess").post(ACTS, json=MISSING | {"lines": [line]})
        if answer.status_code == 201:
            return answer.json["id"]
        agreed = as_("ada").post(f"{ACTS}pending/{answer.json['id']}/approve/", json={})
        return agreed.json["operation"]

    return do


@pytest.fixture
def undo(as_):
    def do(id):
        return as_("tess").post(f"{ACTS}{id}/undo/", json={})

    return do


@pytest.mark.parametrize("far", ["open", "assess", "approve"])
def test_a_missing_unit_closes_its_repair_and_undo_opens_it(
    begun, lose, undo, repair, unit, far
):
    begun(far)
    before = repair()
    id = lose(unit=1)
    assert repair() == ("gone", 1)
    assert undo(id).status_code == 201
    assert repair() == before
    assert unit() == ("damaged", "damaged")


@pytest.mark.parametrize("door", ["page", "api"])
def test_its_story_tells_both(as_, begun, lose, undo, door):
    begun()
    id = lose(unit=1)
    dora = as_("dora")
    if door == "page":
        page = dora.get("/repairs/1").text.partition("<main")[2]
        assert "Closed: it is not here any more" in page
        assert "What next?" not in page
    undo(id)
    history = dora.get(f"{API}1/").json["history"]
    assert [each["kind"] for each in history] == [
        "report_damage",
        "close_what_is_gone",
        "undo",
    ]
    assert history[1]["notes"] == "Not in its case"
    assert [history[1]["to_state"], history[2]["from_state"]] == ["outside", "outside"]


def test_m04_it_stands_in_no_list_any_more(as_, begun, lose):
    begun()
    lose(unit=1)
    dora = as_("dora")
    assert dora.get(f"{API}?stage=assess").json == []
    assert [each["status"] for each in dora.get(f"{API}?stage=done").json] == ["gone"]
    assert "/repairs/1" not in dora.get("/approvals").text.partition("<main")[2]


def test_written_off_by_two_it_is_closed_when_the_second_agrees(as_, begun, repair):
    begun()
    said = {"kind": "write_off", "notes": "Crushed", "lines": [{"unit": 1}]}
    answer = as_("tess").post(ACTS, json=said)
    assert answer.status_code == 202
    assert repair() == ("pending", 1)
    approved = as_("ada").post(f"{ACTS}pending/{answer.json['id']}/approve/", json={})
    assert approved.status_code == 200, approved.text
    assert repair() == ("gone", 1)


def test_a_step_after_it_says_why_not(begun, lose, act):
    begun()
    lose(unit=1)
    for step in ("give_up", "cancel", "gone"):
        no = act("dora", "api", 1, step)
        assert no.status_code == 409
        assert "closed: it is not here any more" in no.json["detail"]


@pytest.mark.parametrize("first", [0, 1])
def test_loose_pieces_leave_it_for_fewer_and_come_back_in_any_order(
    begun, lose, undo, repair, states, first
):
    begun("assess", item=2, quantity=3)
    ids = [lose(**LOOSE, quantity=1)]
    assert repair() == ("pending", 2)
    ids.append(lose(**LOOSE, quantity=2))
    assert repair() == ("gone", 2)
    assert undo(ids[first]).status_code == 201
    assert repair() == ("pending", [1, 2][first])
    assert undo(ids[1 - first]).status_code == 201
    assert repair() == ("pending", 3)
    assert states(2) == {"available": 2, "damaged": 3}


def test_the_newest_of_several_gives_way_first(begun, lose, undo, repair):
    begun("assess", item=2, quantity=2)
    begun(item=2, quantity=1)
    id = lose(**LOOSE, quantity=2)
    assert (repair(1), repair(2)) == (("pending", 1), ("gone", 1))
    undo(id)
    assert (repair(1), repair(2)) == (("pending", 2), ("pending", 1))


def test_pieces_without_a_repair_leave_first(as_, begun, lose, repair):
    found = {"kind": "adjust", "reason": "found", "notes": "In the cellar"}
    begun(item=2, quantity=2)
    assert as_("tess").post(ACTS, json=found | {"lines": [LOOSE]}).status_code == 201
    lose(**LOOSE, quantity=1)
    assert repair() == ("pending", 2)


def test_what_came_in_damaged_and_is_undone_takes_its_repair_along(
    as_, begun, undo, repair
):
    found = {"kind": "adjust", "reason": "found", "notes": "In the cellar"}
    id = as_("tess").post(ACTS, json=found | {"lines": [LOOSE]}).json["id"]
    begun(item=2, state="damaged")
    assert undo(id).status_code == 201
    assert repair() == ("gone", 1)


def test_a_step_undone_after_some_left_is_refused_until_they_are_back(
    as_, begun, lose, undo, repair
):
    begun("assess", item=2, quantity=3)
    lost = lose(**LOOSE, quantity=1)
    no = undo(lost - 1)
    assert no.status_code == 409
    assert no.json["facts"] == {"operation": lost}
    assert undo(lost).status_code == 201
    assert undo(lost - 1).status_code == 201
    assert repair() == ("pending", 3)


def test_one_that_moved_on_since_stays(begun, lose, undo, act, repair):
    begun("approve", item=2, quantity=2)
    lost = lose(**LOOSE, quantity=1)
    assert act("dora", "api", 1, "send").status_code == 200
    no = undo(lost)
    assert no.status_code == 409
    assert "Repair 1 has moved on since" in no.json["detail"]
    assert repair() == ("in_progress", 1)


def test_a_stocktake_closes_it_and_undone_opens_it(app, as_, begun, undo, repair, unit):
    begun("approve")
    dora = as_("dora")
    at = f"{COUNTS}{dora.post(COUNTS, json={'location': 1}).json['id']}/"
    assert dora.post(f"{at}count/", json={"unit": 1, "counted": 0}).status_code == 200
    assert dora.post(f"{at}review/", json={}).status_code == 200
    applied = dora.post(f"{at}apply/", json={})
    assert applied.status_code == 200, applied.text
    assert repair() == ("gone", 1)
    assert undo(_written(app)).status_code == 201
    assert repair() == ("approved", 1)
    assert unit() == ("damaged", "damaged")


def _written(app):
    """The id of what the stocktake wrote."""
    with app.app_context():
        query = select(Operation.id).where(Operation.stocktake_id.is_not(None))
        return db.session.scalars(query).one()


def test_lost_and_given_up_at_once_happen_one_after_the_other(as_, begun, repair):
    begun()
    tess, dora = as_("tess"), as_("dora")
    lost = MISSING | {"lines": [{"unit": 1}]}
    asked = [(tess, ACTS, lost), (dora, f"{API}1/cancel/", {})] * 2
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda each: each[0].post(each[1], json=each[2]), asked))
    status, _ = repair()
    assert status in ("gone", "cancelled")
