"""At the counter: part of what was agreed leaves first, and another due date, through each door."""

import pytest

from tests.support.days import ahead

from ..ahead_acts import promise
from ..conftest import API, HAND_OVERS, TAGS
from ..desk_acts import act, undo
from ..piles.test_hand_overs import kinds

IN_A_MONTH = 31


def numbers(as_, *ids):
    loans = [as_("tess").get(f"{API}{id}/").json for id in ids]
    return [(loan["quantity"], loan["out"], loan["status"]) for loan in loans]


def test_d03_part_of_what_was_agreed_leaves_first(as_, stand, rows, loan):
    id, dora = promise(as_, stand, 0, 4, quantity=10), as_("dora")
    left = act(dora, id, "hand_out", quantity=4)
    assert (left.status_code, left.json["out"], left.json["granted"]) == (200, 4, 4)
    assert numbers(as_, id, id + 1) == [(4, 4, "out"), (6, 0, "approved")]
    assert loan(id + 1).request_id == loan(id).request_id
    assert rows(id) == [(None, 4, "out")]
    assert act(dora, id + 1, "hand_out").json["out"] == 6


def test_d03_what_lies_ready_and_stays_behind_is_kept_aside(as_, stand, rows, loan):
    id, dora = promise(as_, stand, 0, 4, quantity=10), as_("dora")
    act(dora, id, "set_aside")
    assert act(dora, id, "hand_out", quantity=4).status_code == 200
    assert [row for row in rows(id) if row[2] != "released"] == [(None, 4, "out")]
    assert rows(id + 1) == [(None, 6, "aside")]
    assert loan(id + 1).ready_at == loan(id).ready_at


def test_d03_of_tagged_pieces_those_that_are_named_leave(as_, three_violas, rows):
    dora = as_("dora")
    no = act(dora, three_violas, "hand_out", quantity=2, units=TAGS)
    assert no.status_code == 422
    assert (
        act(dora, three_violas, "hand_out", quantity=2, units=TAGS[1:]).status_code == 200
    )
    assert rows(three_violas) == [(tag, 1, "out") for tag in TAGS[1:]]
    assert act(dora, three_violas + 1, "hand_out", units=TAGS[:1]).status_code == 200


def test_d03_in_a_pile_the_number_at_the_line_leaves(
    give, as_, stand, stand_sku, three_violas
):
    id = promise(as_, stand, 0, 4, quantity=10)
    done = give([{"code": stand_sku, "quantity": 3}, *TAGS[:2]])
    assert kinds(done) == ["part", "part", "part"]
    assert "3 leave now" in done.json["lines"][0]["words"]
    assert "7 stay promised" in done.json["lines"][0]["words"]
    assert numbers(as_, id, three_violas) == [(3, 3, "out"), (2, 2, "out")]
    assert sorted(numbers(as_, id + 1, id + 2)) == [(1, 0, "approved"), (7, 0, "approved")]


def test_d03_more_in_a_pile_than_was_agreed_stays_in_the_tray(give, as_, stand, stand_sku):
    promise(as_, stand, 0, 4, quantity=7)
    too_many = give([{"code": stand_sku, "quantity": 8}])
    assert too_many.json["facts"]["codes"][0]["why"].startswith("Asked for 7.")


def test_d03_undone_it_is_one_promise_again(give, as_, stand, stand_sku, loan, rows, last):
    id, dora = promise(as_, stand, 0, 4, quantity=10), as_("dora")
    done = give([{"code": stand_sku, "quantity": 3}]).json["id"]
    assert dora.post(f"{HAND_OVERS}{done}/undo/").status_code == 200
    assert numbers(as_, id) == [(10, 0, "approved")]
    assert loan(id + 1).is_joined
    assert rows(id) == []


def test_d03_undone_after_the_rest_was_set_aside_both_stay_promised(as_, stand, last):
    id, dora = promise(as_, stand, 0, 4, quantity=10), as_("dora")
    act(dora, id, "hand_out", quantity=3)
    act(dora, id + 1, "set_aside")
    assert undo(dora, last("hand out")).status_code == 201
    assert numbers(as_, id, id + 1) == [(3, 0, "approved"), (7, 0, "approved")]


def test_d03_more_than_was_agreed_is_refused_with_what_was(as_, stand):
    id = promise(as_, stand, 0, 4, quantity=2)
    no = act(as_("dora"), id, "hand_out", quantity=3)
    assert (no.status_code, no.json["facts"]["promised"]) == (409, 2)
    assert no.json["offers"][0]["change"] == {"quantity": 2}


@pytest.fixture
def stands(as_, stand):
    """Sol's promise of ten stands; its id, and the path of the form."""
    id = promise(as_, stand, 0, 4, quantity=10)
    return id, f"/checkouts/{id}/hand_out_otherwise"


def test_d03_on_the_page_as_by_the_api(as_, stands):
    dora, (id, path) = as_("dora"), stands
    assert path in dora.get(f"/checkouts/{id}").text
    assert f'value="{ahead(4)}"' in dora.get(path).text
    sent = {"quantity": "4", "due_date": str(ahead(6))}
    assert dora.post(path, data=sent).status_code == 303
    assert numbers(as_, id, id + 1) == [(4, 4, "out"), (6, 0, "approved")]
    assert as_("tess").get(f"{API}{id}/").json["due_date"] == str(ahead(6))
    assert "4 of 10" in dora.get(f"/checkouts/{id}").text


def test_d03_the_form_is_the_desks_and_keeps_what_was_typed(as_, stands):
    _id, path = stands
    bad = as_("dora").post(path, data={"quantity": "many", "due_date": str(ahead(6))})
    assert bad.status_code == 422
    assert f'value="{ahead(6)}"' in bad.text
    assert as_("sol").post(path, data={"quantity": "4"}).status_code == 403
    assert as_("nia").post(path, data={"quantity": "4"}).status_code == 404


def test_d11_another_due_date_at_the_counter(as_, harp, loan, last):
    id, dora = promise(as_, harp, 0, 4), as_("dora")
    assert act(dora, id, "hand_out", due_date=str(ahead(9))).json["due_date"] == str(
        ahead(9)
    )
    assert undo(dora, last("hand out")).status_code == 201
    assert loan(id).due_on == ahead(4)


def test_d11_later_than_the_desk_may_say_needs_a_teacher(as_, harp, give):
    id, later = promise(as_, harp, 0, 4), str(ahead(IN_A_MONTH))
    no = act(as_("dora"), id, "hand_out", due_date=later)
    assert (no.status_code, [*no.json["fields"]]) == (422, ["due_date"])
    assert act(as_("dora"), id, "hand_out", due_date=str(ahead(-1))).status_code == 422
    assert act(as_("tess"), id, "hand_out", due_date=later).json["due_date"] == later


def test_d11_only_a_promise_to_others_is_against_it_with_the_longest_that_would_do(
    as_, harp
):
    id = promise(as_, harp, 0, 4)
    promise(as_, harp, 8, 9, who="nia")
    no = act(as_("dora"), id, "hand_out", due_date=str(ahead(8)))
    assert no.status_code == 409
    assert no.json["offers"][0]["change"] == {"due_date": str(ahead(7))}
    assert act(as_("dora"), id, "hand_out", due_date=str(ahead(7))).status_code == 200


def test_d11_of_a_whole_pile(as_, harp, violas, give, loan):
    id, day = promise(as_, harp, 0, 4), str(ahead(9))
    sku = as_("dora").get(f"/api/inventory/items/{harp}/").json["sku"]
    done = give([sku, TAGS[0]], due_date=day)
    assert [each["due_date"] for each in done.json["goods"]] == [day, day]
    assert [loan(each).due_on for each in (id, id + 1)] == [ahead(9)] * 2


def test_d11_of_a_pile_later_than_the_desk_may_say(give, violas):
    late = give([TAGS[1]], due_date=str(ahead(IN_A_MONTH)))
    assert "a teacher decides" in late.json["facts"]["codes"][0]["why"]
    assert give([TAGS[1]], due_date=str(ahead(-1))).status_code == 422
