"""Back, but not settled: it stands on the desk's list until somebody settles it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from webapp.core.db import db
from webapp.lending.models import CheckoutEvent

from ..conftest import API
from ..desk_acts import act, undo

WHY = "The bow is missing"
DOORS = pytest.mark.parametrize("door", ["api", "page"])


@pytest.fixture
def back(as_, approved):
    """Sol's violin came back without its bow; the loan's id."""
    dora = as_("dora")
    act(dora, approved, "hand_out")
    done = act(dora, approved, "return_item", not_settled=True, notes=WHY)
    assert done.status_code == 200, done.json
    return approved


def send(browser, door, id, verb="settle"):
    if door == "api":
        return browser.post(f"{API}{id}/{verb}/", json={})
    return browser.post(f"/checkouts/{id}/{verb}")


def to_settle(browser):
    return [loan["id"] for loan in browser.get(f"{API}?status=unsettled").json]


@DOORS
def test_e13_back_but_not_settled_it_stays_on_a_list(as_, back, door, shelf):
    dora = as_("dora")
    assert shelf()[2] == 0
    assert to_settle(dora) == [back]
    assert dora.get(f"{API}{back}/").json["settled"] is False
    assert 'href="/checkouts?status=unsettled"' in dora.get("/desk").text
    listed = dora.get("/checkouts?status=unsettled").text
    assert WHY in listed
    assert f"/checkouts/{back}/settle" in listed
    assert send(dora, door, back).status_code == (200 if door == "api" else 303)
    assert to_settle(dora) == []
    page = dora.get(f"/checkouts/{back}").text
    assert "Taken back, but not settled" in page
    assert "<b>Settled</b> by Dora" in page


def test_it_says_what_is_to_be_settled_and_only_of_what_is_back(as_, approved):
    dora = as_("dora")
    act(dora, approved, "hand_out")
    no = act(dora, approved, "return_item", not_settled=True)
    assert (no.status_code, [*no.json["fields"]]) == (422, ["notes"])
    lost = act(dora, approved, "return_item", not_settled=True, notes="x", outcome="lost")
    assert (lost.status_code, [*lost.json["fields"]]) == (422, ["not_settled"])
    page = dora.post(f"/checkouts/{approved}/return", data={"not_settled": "y"})
    assert page.status_code == 422
    assert "Say what is missing" in page.text


@DOORS
def test_settling_is_undone(as_, back, door, loan):
    dora, since = as_("dora"), loan(back).unsettled_at
    send(dora, "api", back)
    assert f"/checkouts/{back}/undo_settle" in dora.get(f"/checkouts/{back}").text
    assert send(dora, door, back, "undo_settle").status_code in (200, 303)
    assert loan(back).unsettled_at == since
    assert "Not settled after all" in dora.get(f"/checkouts/{back}").text
    assert send(dora, door, back, "undo_settle").status_code == 409


def test_undoing_the_return_takes_it_off_the_list(as_, back, last, loan):
    assert undo(as_("dora"), last("return")).status_code == 201
    assert (loan(back).status, loan(back).unsettled_at) == ("out", None)


@DOORS
def test_what_is_settled_is_not_settled_again(as_, back, door):
    dora = as_("dora")
    send(dora, "api", back)
    no = send(dora, door, back)
    assert no.status_code == 409
    assert "nothing to settle" in no.text


@DOORS
@pytest.mark.parametrize("verb", ["settle", "undo_settle"])
def test_only_staff_settle_and_others_do_not_know_of_it(as_, back, door, verb):
    assert send(as_("sol"), door, back, verb).status_code == 403
    assert send(as_("nia"), door, back, verb).status_code == 404


def test_two_at_once(app, as_, back):
    people = [as_("dora"), as_("tess")]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda who: send(who, "api", back), people))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    with app.app_context():
        settled = select(func.count()).where(CheckoutEvent.kind == "settled")
        assert db.session.scalar(settled) == 1


def test_in_a_pile_it_is_said_at_the_line(as_, brought, take, letter):
    viola = {"code": "VLA-1", "not_settled": True, "notes": WHY}
    done = take([viola, "VLA-2"])
    assert done.status_code == 201, done.json
    assert to_settle(as_("dora")) == [brought[0]]
    silent = take([{"code": "VLA-2", "not_settled": True}], dry=True)
    assert silent.json["lines"][0]["tone"] in ("alert", "mute")
    as_("dora").post(f"/api/inventory/take_backs/{done.json['id']}/undo/")
    assert to_settle(as_("dora")) == []
    silent = take([{"code": "VLA-2", "not_settled": True}], dry=True)
    assert "Say what is missing" in silent.json["lines"][0]["words"]


@pytest.fixture
def two_back(as_, violas_out, last):
    """Two of three violas came back one after the other, neither settled; the loan's id, and both returns."""
    dora, returned = as_("dora"), []
    for tag in ("VLA-1", "VLA-2"):
        said = {"units": [tag], "not_settled": True, "notes": f"{WHY}: {tag}"}
        assert act(dora, violas_out, "return_item", **said).status_code == 200
        returned.append(last("return"))
    return violas_out, *returned


def test_what_an_earlier_return_left_stays_to_be_settled(as_, two_back, loan):
    id, _first, second = two_back
    assert undo(as_("dora"), second).status_code == 201
    assert to_settle(as_("dora")) == [id]


@pytest.mark.parametrize("is_settled_first", [True, False])
def test_a_mark_goes_with_its_return_and_is_not_revived(as_, back, last, is_settled_first):
    dora = as_("dora")
    if is_settled_first:
        send(dora, "api", back)
    assert undo(dora, last("return")).status_code == 201
    assert to_settle(dora) == []
    assert send(dora, "api", back, "undo_settle").status_code == 409
    assert dora.get(f"{API}{back}/").json["settled"] is True


def test_settled_it_stays_while_one_of_its_returns_stands(as_, two_back, loan):
    dora, (id, first, second) = as_("dora"), two_back
    send(dora, "api", id)
    since = loan(id).unsettled_at
    undo(dora, second)
    assert (since, to_settle(dora)) == (None, [])
    assert send(dora, "api", id, "undo_settle").status_code == 200
    assert to_settle(dora) == [id]
    undo(dora, first)
    assert to_settle(dora) == []
