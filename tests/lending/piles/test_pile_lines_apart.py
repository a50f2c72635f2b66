"""Lines of a pile about the same counted thing: apart where anything said of them differs, else added up."""

import pytest

from webapp.stock.ledger import verify

from ..ahead_acts import promise
from ..desk_acts import act
from .test_take_backs import kinds, words
from .test_tray import Desk


@pytest.fixture
def promised(as_, stand):
    """Makes Sol's promises of so many stands each, what is due first before the others; their ids."""

    def make(*counts):
        return [
            promise(as_, stand, 0, last, quantity=count, send_anyway=True)
            for last, count in enumerate(counts, 3)
        ]

    return make


@pytest.fixture
def out(as_, promised):
    """The same, handed out."""

    def make(*counts):
        ids = promised(*counts)
        for id in ids:
            assert act(as_("dora"), id, "hand_out").status_code == 200
        return ids

    return make


@pytest.fixture
def left(app, loan):
    """How many are out of each of these loans, with a ledger that agrees."""

    def count(*ids):
        with app.app_context():
            assert list(verify.problems()) == []
        return [loan(id).out for id in ids]

    return count


def test_each_line_comes_back_on_its_own_loan(take, stand_sku, out, left):
    ids = out(2, 2)
    done = take([{"code": stand_sku, "checkout": id, "quantity": 1} for id in ids])
    assert done.status_code == 201, done.json
    assert [line["checkout"] for line in done.json["lines"]] == ids
    assert left(*ids) == [1, 1]


def test_one_is_lost_and_one_is_back(take, stand_sku, out, loan, left):
    (id,) = out(3)
    done = take([{"code": stand_sku, "outcome": "lost"}, stand_sku])
    assert kinds(done) == ["lost", "back"]
    assert (loan(id).lost, loan(id).returned, left(id)) == (1, 1, [1])


def test_numbers_and_outcomes_stay_with_their_line(take, stand_sku, out, loan, left):
    (id,) = out(4)
    lost = {"code": stand_sku, "quantity": 2, "outcome": "lost"}
    assert kinds(take([{"code": stand_sku, "quantity": 1}, lost])) == ["back", "lost"]
    assert (loan(id).lost, loan(id).returned, left(id)) == (2, 1, [1])


def test_notes_of_each_line_are_kept(take, stand_sku, out, loan):
    (id,) = out(2)
    said = [{"code": stand_sku, "notes": note} for note in ("No screw", "Bent")]
    assert take(said).status_code == 201
    assert loan(id).return_notes == "No screw\nBent"


def test_what_is_said_alike_adds_up(take, give, stand_sku, out, left):
    went = give([{"code": stand_sku, "quantity": count} for count in (2, 3)])
    assert [each["quantity"] for each in went.json["goods"]] == [5]
    back = take([{"code": stand_sku, "quantity": 2}, stand_sku], person="Sol")
    assert [each["quantity"] for each in back.json["goods"]] == [3]


def test_each_line_leaves_on_its_own_promise(give, stand_sku, promised, loan, left):
    ids = promised(2, 3)
    said = [
        {"code": stand_sku, "checkout": ids[0]},
        {"code": stand_sku, "checkout": ids[1], "quantity": 2},
    ]
    done = give(said)
    assert done.status_code == 201, done.json
    assert kinds(done) == ["asked", "part"]
    assert left(*ids) == [2, 2]


@pytest.mark.parametrize("is_chosen_last", [True, False])
def test_a_chosen_loan_comes_before_what_may_be_of_any(
    take, stand_sku, out, left, is_chosen_last
):
    ids = out(2, 2)
    said = [stand_sku, {"code": stand_sku, "checkout": ids[0], "quantity": 2}]
    assert take(said if is_chosen_last else said[::-1]).status_code == 201
    assert left(*ids) == [0, 1]


def test_more_than_the_pile_holds_is_said_of_the_whole_pile(take, stand_sku, out, left):
    (id,) = out(2)
    no = take([{"code": stand_sku, "quantity": 2, "outcome": "lost"}, stand_sku], dry=True)
    assert kinds(no) == ["lost", "too_many"]
    assert words(no)[1].startswith("Only 2 out to Sol. Counted are 3")


def test_two_reports_of_one_unit_are_refused_and_two_scans_are_one(take, brought, loan):
    no = take(["VLA-1", {"code": "VLA-1", "outcome": "lost"}])
    assert (no.status_code, "Not the same is said" in no.text) == (409, True)
    assert loan(brought[0]).status == "out"
    lost = {"code": "VLA-1", "outcome": "lost"}
    assert kinds(take([lost, "VLA-1"], dry=True)) == ["lost", "twice"]
    assert kinds(take([lost, lost])) == ["lost", "twice"]
    assert loan(brought[0]).status == "lost"


def test_too_many_for_one_come_back_on_several(take, stand_sku, out, left):
    ids = out(1, 3)
    done = take([{"code": stand_sku, "quantity": 4}])
    assert [(line["checkout"], line["quantity"]) for line in done.json["lines"]] == [
        (ids[0], 1),
        (ids[1], 3),
    ]
    assert left(*ids) == [0, 0]


def test_too_many_for_one_leave_on_several(give, stand_sku, promised, left):
    ids = promised(1, 3)
    no = give([{"code": stand_sku, "quantity": 5}], dry=True)
    assert words(no)[0].startswith("Asked for 4. Counted are 5")
    done = give([{"code": stand_sku, "quantity": 4}])
    assert [each["quantity"] for each in done.json["goods"]] == [1, 3]
    assert left(*ids) == [1, 3]


def test_too_many_of_all_says_how_many_are_out(take, stand_sku, out):
    out(1, 2)
    no = take([{"code": stand_sku, "quantity": 4}])
    assert (no.status_code, "Only 3 out to Sol. Counted are 4" in no.text) == (409, True)


def test_too_many_for_the_chosen_promise_is_said_of_its_number(give, stand_sku, promised):
    ids = promised(1, 2)
    no = give([{"code": stand_sku, "quantity": 3, "checkout": ids[1]}])
    why = "On the loan that was chosen: 2. Counted are 3"
    assert (no.status_code, why in no.text) == (409, True)


def test_a_number_that_cannot_be_stays_on_its_line_in_the_tray(as_, stand_sku, out, left):
    (id,) = out(3)
    desk = Desk(as_("dora"))
    desk.scan(stand_sku)
    desk.scan(**{"notes-0": "Bent"})
    desk.scan(stand_sku)
    desk.scan(**{"quantity-1": "many"})
    assert desk.told[:2] == ["That cannot be.", "Back"]
    assert 'value="many"' in desk.page.text
    assert desk.press().status_code == 303
    assert left(id) == [2]


def test_the_tray_keeps_lines_apart_and_spreads_what_is_too_many(
    as_, stand_sku, out, loan, left
):
    ids = out(1, 3)
    desk = Desk(as_("dora"))
    desk.scan(stand_sku)
    desk.scan(**{"quantity-0": "3", "checkout-0": str(ids[1]), "notes-0": "Bent"})
    desk.scan(stand_sku)
    assert desk.told[:2] == ["Back", "Back"]
    assert "4 things back" in desk.page.text
    assert desk.press().status_code == 303
    assert left(*ids) == [0, 0]
    assert [loan(id).return_notes for id in ids] == ["", "Bent"]


def test_spread_lines_sent_again_are_the_same(as_, stand_sku, out, left):
    ids = out(1, 3)
    desk = Desk(as_("dora"))
    desk.scan(stand_sku)
    desk.scan(**{"quantity-0": "3"})
    desk.scan(stand_sku)
    desk.scan(kind="take_back")
    assert "4 things back" in desk.page.text
    desk.press()
    assert left(*ids) == [0, 0]


def test_undone_it_is_in_the_tray_again_line_by_line(as_, take, stand_sku, out, left):
    ids = out(2, 2)
    said = [{"code": stand_sku, "checkout": id, "quantity": 1} for id in ids]
    pile = take(said).json["id"]
    as_("dora").post(f"/api/inventory/take_backs/{pile}/undo/")
    receipt = as_("dora").get(f"/receipts/{pile}").text
    for place, id in enumerate(ids):
        assert f'name="checkout-{place}" value="{id}"' in receipt


def test_what_was_said_of_a_line_is_kept_while_it_needs_an_answer(
    as_, stand_sku, out, loan, left
):
    (id,) = out(3)
    desk = Desk(as_("dora"))
    desk.scan(stand_sku)
    desk.scan(**{"quantity-0": "4", "notes-0": "Bent"})
    assert desk.told[0].startswith("Only 3 out to Sol")
    desk.scan(**{"quantity-0": "2"})
    assert desk.press().status_code == 303
    assert (left(id), loan(id).return_notes) == ([1], "Bent")
