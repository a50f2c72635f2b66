"""Taking the last change of a request back, and how changes read in a loan's history."""

import pytest

from ..ahead_acts import ask, page_says, promise
from ..change_acts import DOORS, asked_for, change, days, kinds_of, pending, send_all, undo
from ..conftest import API as LOANS
from ..conftest import REQUESTS as API


def without_versions(request):
    for row in (request, *request["lines"]):
        row.pop("version")
    return request


@DOORS
def test_undone_it_asks_for_what_it_asked_before(app, as_, three, door):
    id, (_violin, harp, stands) = three
    before = as_("sol").get(f"{API}{id}/").json
    lines = {"checkout": stands, "quantity": 2}, {"checkout": harp} | days(3, 9)
    change(as_("sol"), door, id, *lines, purpose="The exam")
    assert undo(as_("sol"), door, id).status_code in (200, 303)
    after = as_("sol").get(f"{API}{id}/").json
    assert without_versions(after) == without_versions(before)
    assert kinds_of(app, harp) == ["changed", "undo"]


@DOORS
def test_one_change_after_the_other(as_, three, door):
    id, (_violin, _harp, stands) = three
    for quantity in (3, 2):
        change(as_("sol"), "API", id, {"checkout": stands, "quantity": quantity})
    for quantity in (3, 4):
        assert undo(as_("sol"), door, id).status_code in (200, 303)
        assert asked_for(as_("sol"), id)[2][0] == quantity
    assert undo(as_("sol"), door, id).status_code == 409


def test_the_page_offers_it_while_it_can_be_done(as_, three):
    id, (_violin, _harp, stands) = three
    path, words = f"/requests/{id}", "Undo the last change"
    assert words not in page_says(as_("sol"), path)
    change(as_("sol"), "API", id, {"checkout": stands, "quantity": 2})
    assert words in page_says(as_("sol"), path)
    assert words not in page_says(as_("tess"), path)
    undo(as_("sol"), "page", id)
    assert words not in page_says(as_("sol"), path)
    assert "Change undone" in page_says(as_("sol"), f"/checkouts/{stands}")


def test_who_had_not_read_of_it_hears_nothing(app, as_, three, letters):
    id, (_violin, _harp, stands) = three
    send_all(app)
    change(as_("sol"), "API", id, {"checkout": stands, "quantity": 2})
    undo(as_("sol"), "API", id)
    assert letters() == [("requested_several", "tess")]


def test_who_had_read_of_it_reads_of_the_undo(app, as_, three, letters):
    id, (_violin, _harp, stands) = three
    send_all(app)
    change(as_("sol"), "API", id, {"checkout": stands, "quantity": 2})
    send_all(app)
    undo(as_("sol"), "API", id)
    assert letters().count(("request_changed", "tess")) == 2


def test_not_once_others_have_it(as_, harp):
    loan = ask(as_("sol"), harp, 0, 4).json
    change(as_("sol"), "API", loan["request"], {"checkout": loan["id"]} | days(2, 4))
    promise(as_, harp, 0, 1, who="nia")
    no = undo(as_("sol"), "API", loan["request"])
    assert (no.status_code, no.json["facts"]["free"]) == (409, 0)
    assert asked_for(as_("sol"), loan["request"]) == [pending(1, 2, 4)]


def test_not_once_it_is_answered(as_, harp):
    loan = ask(as_("sol"), harp, 0, 4).json
    change(as_("sol"), "API", loan["request"], {"checkout": loan["id"]} | days(2, 4))
    as_("tess").post(f"{LOANS}{loan['id']}/approve/", json={})
    assert undo(as_("sol"), "API", loan["request"]).status_code == 409
    assert asked_for(as_("sol"), loan["request"])[0][3] == "approved"


@pytest.fixture
def changed_twice(as_, harp):
    """Sol's loan, which Sol changed before it was approved and Dora after that; its id."""
    loan = ask(as_("sol"), harp, 1, 4).json
    id = loan["id"]
    change(as_("sol"), "API", loan["request"], {"checkout": id} | days(2, 5))
    as_("tess").post(f"{LOANS}{id}/approve/", json={})
    as_("dora").post(f"{LOANS}{id}/rearrange/", json=days(3, 6))
    return id


def test_both_read_well_in_the_history(as_, changed_twice):
    page = page_says(as_("sol"), f"/checkouts/{changed_twice}")
    acts = ["Asked for<", "Asked for something else<", "<b>Approved", "<b>Changed"]
    places = [page.index(act) for act in acts]
    assert places == sorted(places)


def test_each_has_its_own_undo(as_, changed_twice):
    back = as_("dora").post(f"{LOANS}{changed_twice}/undo_rearrange/").json
    assert {name: back[name] for name in days(2, 5)} == days(2, 5)
    no = as_("dora").post(f"{LOANS}{changed_twice}/undo_rearrange/")
    assert no.status_code == 409
    assert undo(as_("sol"), "API", back["request"]).status_code == 409
