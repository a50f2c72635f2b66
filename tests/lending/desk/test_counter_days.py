"""Days said at the counter: who comes early, what others are promised by then, and how it is taken back."""

import pytest

from tests.support.days import ahead

from ..ahead_acts import ask, page_says, promise
from ..conftest import API, HAND_OVERS
from ..desk_acts import act, undo
from .test_counter import numbers


@pytest.fixture
def harp_sku(as_, harp):
    return as_("dora").get(f"/api/inventory/items/{harp}/").json["sku"]


def by_api(as_, id, **said):
    return act(as_("dora"), id, "hand_out", **said)


def by_page(as_, id, quantity=1, due_date=""):
    said = {"quantity": str(quantity), "due_date": due_date}
    return as_("dora").post(f"/checkouts/{id}/hand_out_otherwise", data=said)


def days(loan):
    return loan.starts_on, loan.due_on


@pytest.mark.parametrize("hand_out", [by_api, by_page])
def test_who_comes_early_may_bring_it_back_before_its_first_day(
    as_, stand, loan, last, hand_out
):
    id = promise(as_, stand, 7, 9, quantity=3)
    done = hand_out(as_, id, quantity=2, due_date=str(ahead(2)))
    assert done.status_code in (200, 303)
    promised = ahead(7), ahead(9)
    assert [days(loan(each)) for each in (id, id + 1)] == [(ahead(0), ahead(2)), promised]
    assert undo(as_("dora"), last("hand out")).status_code == 201
    assert days(loan(id)) == promised
    assert numbers(as_, id) == [(3, 0, "approved")]


def test_early_and_short_in_a_pile(as_, harp, harp_sku, give, loan):
    id = promise(as_, harp, 7, 9)
    promise(as_, harp, 4, 5, who="nia")
    day = str(ahead(2))
    dry = give([harp_sku], due_date=day, dry=True)
    assert dry.json["lines"][0]["kind"] == "early"
    assert dry.json["lines"][0]["words"].startswith("Asked for from ")
    done = give([harp_sku], due_date=day)
    assert done.status_code == 201
    assert days(loan(id)) == (ahead(0), ahead(2))
    assert as_("dora").post(f"{HAND_OVERS}{done.json['id']}/undo/").status_code == 200
    assert days(loan(id)) == (ahead(7), ahead(9))


@pytest.fixture
def given_since(as_, harp, last):
    """Sol's harp left for fewer days than promised, and Nia is promised it for the others; loan and hand-out."""
    id = promise(as_, harp, 0, 9)
    by_api(as_, id, due_date=str(ahead(2)))
    promise(as_, harp, 5, 6, who="nia")
    return id, last("hand out")


def test_it_is_not_put_back_to_days_that_others_have(as_, given_since):
    dora, (id, operation) = as_("dora"), given_since
    no = undo(dora, operation)
    assert no.status_code == 409
    assert no.json["facts"]["taken_on"] == str(ahead(5))
    assert "but others have it from" in page_says(dora, f"/operations/{operation}/undo")
    assert numbers(as_, id) == [(1, 1, "out")]


def meant(as_, violas, first, last, who):
    id = ask(as_("tess"), violas, first, last, unit="VLA-2", student=who).json["id"]
    assert act(as_("tess"), id, "approve").status_code == 200
    return id


def test_one_unit_is_not_put_back_to_days_that_others_have(as_, violas, last):
    id = meant(as_, violas, 0, 9, 2)
    by_api(as_, id, due_date=str(ahead(2)))
    meant(as_, violas, 5, 6, 3)
    no = undo(as_("dora"), last("hand out"))
    assert no.status_code == 409
    assert no.json["facts"]["taken_on"] == str(ahead(5))


def hand_over(as_, id, **said):
    return by_api(as_, id, **said).status_code


def in_pile(as_, _id, due_date, units=("VLA-2",)):
    said = {"person": "Sol", "codes": [*units], "due_date": due_date}
    return as_("dora").post(HAND_OVERS, json=said).status_code


@pytest.mark.parametrize(
    ("door", "fits"), [(hand_over, 200), (in_pile, 201)], ids=["single", "pile"]
)
@pytest.mark.parametrize("is_meant", [True, False])
def test_a_later_day_leaves_a_unit_to_whom_it_is_promised(
    as_, violas, door, fits, is_meant
):
    id = meant(as_, violas, 0, 4, 2) if is_meant else promise(as_, violas, 0, 4)
    meant(as_, violas, 7, 8, 3)
    named = {"units": ["VLA-2"]}
    assert door(as_, id, due_date=str(ahead(8)), **named) == 409
    assert door(as_, id, due_date=str(ahead(6)), **named) == fits


def test_what_lies_ready_is_left_to_whom_it_is_promised(as_, violas):
    id = promise(as_, violas, 0, 4)
    act(as_("dora"), id, "set_aside", units=["VLA-2"])
    meant(as_, violas, 7, 8, 3)
    no = by_api(as_, id, due_date=str(ahead(8)))
    assert (no.status_code, "promised to Nia" in no.json["detail"]) == (409, True)


def test_terms_that_fit_let_leave_what_others_have_later(as_, violas):
    id = promise(as_, violas, 0, 9)
    meant(as_, violas, 7, 8, 3)
    assert hand_over(as_, id, units=["VLA-2"]) == 409
    offered = by_api(as_, id, due_date=str(ahead(5))).json["facts"]["units"]
    assert "VLA-2" in [unit["tag"] for unit in offered]
    assert hand_over(as_, id, units=["VLA-2"], due_date=str(ahead(5))) == 200


def test_two_of_a_pile_do_not_both_take_what_others_have_later(as_, violas, give):
    for _number in range(2):
        promise(as_, violas, 0, 4, send_anyway=True)
    id = ask(as_("nia"), violas, 7, 8, quantity=2).json["id"]
    act(as_("tess"), id, "approve")
    done = give(["VLA-1", "VLA-2"], due_date=str(ahead(8)))
    assert [line["kind"] for line in done.json["lines"]] == ["asked", "refused"]
    assert as_("dora").get(f"{API}{id}/").json["status"] == "approved"


def test_the_tray_says_how_much_longer_than_approved_it_is(as_, harp, harp_sku, give):
    promise(as_, harp, 0, 4)
    [line] = give([harp_sku], due_date=str(ahead(9)), dry=True).json["lines"]
    assert (line["tone"], "5 days longer than approved" in line["words"]) == ("wait", True)
    [line] = give([harp_sku], dry=True).json["lines"]
    assert line["tone"] == "ok"
