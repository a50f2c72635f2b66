"""In a pile, what could be a piece of several loans says which one it takes, and the desk may choose another."""

import pytest

from ..ahead_acts import promise
from ..desk_acts import act
from .test_tray import Desk


@pytest.fixture
def two(as_, stand):
    """Sol's two promises of music stands, three from today and four for longer; their ids."""
    return [
        promise(as_, stand, 0, last, quantity=pieces, send_anyway=True)
        for last, pieces in ((3, 3), (6, 4))
    ]


@pytest.fixture
def out(as_, two):
    for id in two:
        assert act(as_("dora"), id, "hand_out").status_code == 200
    return two


@pytest.fixture
def nias(as_, out, stand):
    """Three stands that Nia has out, beside Sol's."""
    id = promise(as_, stand, 0, 5, who="nia", quantity=3)
    act(as_("dora"), id, "hand_out")
    return id


def states(loan, *ids):
    return [loan(id).status for id in ids]


def test_of_two_promises_the_chosen_one_leaves(give, stand_sku, two, loan):
    seen = give([stand_sku], person="sol", dry=True).json["lines"][0]
    assert (seen["checkout"], seen["checkouts"]) == (two[0], two)
    done = give([{"code": stand_sku, "checkout": two[1]}], person="Sol")
    assert done.status_code == 201, done.json
    assert (done.json["lines"][0]["checkout"], done.json["lines"][0]["quantity"]) == (
        two[1],
        4,
    )
    assert states(loan, *two) == ["approved", "out"]


def test_of_two_that_are_out_the_chosen_one_comes_back(take, stand_sku, out, loan):
    back = take([{"code": stand_sku, "quantity": 4, "checkout": out[1]}], person="Sol")
    assert back.status_code == 201, back.json
    assert states(loan, *out) == ["out", "returned"]


def test_of_two_people_the_chosen_ones(take, stand_sku, out, nias, loan):
    asked = take([stand_sku], dry=True).json["lines"][0]
    assert (asked["kind"], asked["checkouts"]) == ("whose", [out[0], nias, out[1]])
    back = take([{"code": stand_sku, "quantity": 3, "checkout": nias}])
    assert back.status_code == 201, back.json
    assert states(loan, *out, nias) == ["out", "out", "returned"]


def test_too_many_for_the_chosen_one_is_refused(take, stand_sku, out, loan):
    no = take([{"code": stand_sku, "quantity": 4, "checkout": out[0]}], person="Sol")
    why = "Only 3 are out on the loan that was chosen. Counted are 4"
    assert (no.status_code, why in no.text) == (409, True)
    assert states(loan, *out) == ["out", "out"]


@pytest.mark.parametrize("pile", ["give", "take"])
def test_a_loan_that_it_cannot_be_is_refused(
    request, as_, stand_sku, two, pile, loan, violins
):
    if pile == "take":
        act(as_("dora"), two[0], "hand_out")
    other = promise(as_, 1, 0, 3, who="nia")
    no = request.getfixturevalue(pile)(
        [{"code": stand_sku, "checkout": other}], person="Sol"
    )
    assert (no.status_code, "Not on the loan that was chosen" in no.text) == (409, True)
    assert loan(two[1]).status == "approved"


@pytest.mark.parametrize("value", [0, "two", True])
def test_what_is_no_loan_is_refused_at_its_place(give, stand_sku, two, value):
    no = give([{"code": stand_sku, "checkout": value}], person="Sol")
    assert (no.status_code, list(no.json["fields"])) == (422, ["codes.0.checkout"])


def test_the_tray_says_which_and_another_can_be_chosen(as_, stand_sku, two, loan):
    desk = Desk(as_("dora"))
    desk.scan(stand_sku)
    desk.scan("sol@school.test")
    assert desk.page.text.count('name="checkout-0"') == 2
    assert f'value="{two[0]}" id="loan-0-{two[0]}" checked' in desk.page.text
    done = desk.scan(**{"checkout-0": str(two[1]), "add": "1"})
    assert done.status_code == 303
    assert states(loan, *two) == ["approved", "out"]


def test_what_was_not_chosen_is_not_held_to(as_, stand_sku, out, loan):
    """Where nobody chose, more scans than the first loan has go to the one that has so many."""
    desk = Desk(as_("dora"))
    desk.scan("sol@school.test")
    for _each in range(4):
        desk.scan(stand_sku)
    assert f'id="loan-0-{out[1]}" checked' in desk.page.text
    desk.scan()
    assert states(loan, *out) == ["out", "returned"]


def test_whose_it_is_can_be_chosen_in_the_tray(as_, stand_sku, out, nias, loan):
    desk = Desk(as_("dora"))
    desk.scan(stand_sku)
    desk.scan(kind="take_back")
    assert desk.told[0] == "Whose?"
    desk.scan(**{"checkout-0": str(nias)})
    assert desk.told[0] == "Back"
    assert desk.press().status_code == 303
    assert loan(nias).out == 2


def test_one_loan_is_not_asked_about(as_, stand_sku, stand):
    promise(as_, stand, 0, 4, quantity=2)
    desk = Desk(as_("dora"))
    desk.scan(stand_sku)
    desk.scan("sol@school.test")
    assert "Which loan?" not in desk.page.text
