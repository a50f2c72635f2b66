"""What comes back while somebody waits for it: every door that takes it back says for whom it is put by."""

import pytest

from tests.support.days import ahead
from tests.support.queries import counted
from webapp.core.db import db
from webapp.lending.models import Checkout
from webapp.lending.waits import needed

from ..ahead_acts import promise
from ..queue_acts import ITEMS, act, bring_back, join, offered_loans, take_out

TAKE_BACKS = "/api/inventory/take_backs/"
HAND_OVERS = "/api/inventory/hand_overs/"


@pytest.fixture
def loan(as_, harp):
    """The one harp is out to Nia; Sol and Tess wait for it."""
    loan = take_out(as_, harp)
    for name in ("sol", "tess"):
        join(as_, name, harp)
    return loan


@pytest.fixture
def sku(as_, harp):
    return as_("dora").get(f"{ITEMS}{harp}/").json["sku"]


def test_e10_the_api_says_for_whom_it_is_put_by(app, as_, harp, loan):
    answer = as_("dora").post(f"/api/inventory/checkouts/{loan}/return_item/", json={})
    assert answer.json["awaited_by"] == ["Sol"]
    assert offered_loans(app, harp) == [("Sol", 1)]


def test_e10_nobody_is_named_for_what_comes_back_damaged(as_, harp, loan):
    said = {"condition": "damaged"}
    answer = as_("dora").post(f"/api/inventory/checkouts/{loan}/return_item/", json=said)
    assert answer.status_code == 200
    assert answer.json["awaited_by"] == []


def test_e10_the_desk_says_it(as_, loan):
    dora = as_("dora")
    there = dora.post(f"/checkouts/{loan}/return?at=desk", data={"condition": "good"})
    page = dora.get(there.location).text
    assert "Sol waits for it: put it by" in page


def test_e10_the_loans_own_form_says_it(as_, loan):
    dora = as_("dora")
    there = dora.post(f"/checkouts/{loan}/return", data={"condition": "good"})
    page = dora.get(there.location).text.partition("<main")[2]
    assert "Sol waits for it: put it by" in page
    assert "put it by" not in dora.get(f"/checkouts/{loan}").text


def test_e10_the_tray_says_it_before_and_after(as_, harp, loan, sku):
    dora, pile = as_("dora"), {"codes": [sku]}
    [foreseen] = dora.post(f"{TAKE_BACKS}?dry_run=1", json=pile).json["lines"]
    assert foreseen["awaited_by"] == ["Sol"]
    assert foreseen["words"].endswith("Sol waits for it: put it by")
    done = dora.post(TAKE_BACKS, json=pile).json
    assert done["lines"][0]["awaited_by"] == ["Sol"]
    receipt = dora.get(f"/receipts/{done['id']}?new=1").text
    assert "Sol waits for Harp: put it by until" in receipt


def test_e10_the_tray_names_nobody_for_what_is_damaged_or_lost(as_, loan, sku):
    dora = as_("dora")
    for said in ({"condition": "damaged"}, {"outcome": "lost"}):
        pile = {"codes": [{"code": sku} | said]}
        [line] = dora.post(f"{TAKE_BACKS}?dry_run=1", json=pile).json["lines"]
        assert line["awaited_by"] == []


def test_the_tray_says_that_it_is_only_offered(as_, loan, sku):
    dora = as_("dora")
    bring_back(as_, loan)
    page = " ".join(dora.get(f"/desk/tray?kind=hand_over&line={sku}").text.split())
    assert "<b>Offered</b> to Sol, who has not said yes yet." in page
    assert "1 thing offered" in page
    assert "Theirs?" not in page
    assert "approved" not in page


def test_e10_whose_place_is_paused_is_passed_over(as_, harp, loan, sku):
    [first, _second] = as_("dora").get(f"{ITEMS}{harp}/waitlist/").json
    pause = f"{ITEMS}{harp}/waitlist/{first['id']}/pause/"
    assert as_("sol").post(pause, json={}).status_code == 200
    [line] = (
        as_("dora").post(f"{TAKE_BACKS}?dry_run=1", json={"codes": [sku]}).json["lines"]
    )
    assert line["awaited_by"] == ["Tess"]
    bring_back(as_, loan)


def test_e10_it_is_said_no_more_once_they_answered(as_, harp, loan, sku):
    dora = as_("dora")
    done = dora.post(TAKE_BACKS, json={"codes": [sku]}).json
    [first, _second] = dora.get(f"{ITEMS}{harp}/waitlist/").json
    act(as_, "sol", first, "accept")
    assert "put it by" not in dora.get(f"/receipts/{done['id']}").text


def test_e10_students_read_of_nobody_in_their_receipt(as_, loan, sku):
    done = as_("dora").post(TAKE_BACKS, json={"codes": [sku]}).json
    assert "Sol" not in as_("nia").get(f"/receipts/{done['id']}").text


def test_staff_are_warned_as_they_let_somebody_keep_it(as_, harp, loan):
    dora = as_("dora")
    assert "Sol and Tess wait for it." in dora.get(f"/checkouts/{loan}/extend").text
    said = {"due_date": str(ahead(3))}
    answer = dora.post(f"/api/inventory/checkouts/{loan}/extend/", json=said)
    assert answer.status_code == 200, answer.json
    assert answer.json["awaited_by"] == ["Sol", "Tess"]


def test_who_approves_is_warned(as_, harp, loan):
    """Somebody asks for days that come after Nia's loan."""
    tess = as_("tess")
    wish = {"item": harp, "student": 5, "send_anyway": True}
    days = {"checkout_date": str(ahead(40)), "due_date": str(ahead(42))}
    asked = tess.post("/api/inventory/checkouts/", json=wish | days)
    assert asked.status_code == 201, asked.json
    page = " ".join(tess.get(f"/checkouts/{asked.json['id']}").text.split())
    assert "Sol and Tess</b> stand in the queue for it" in page
    path = f"/api/inventory/checkouts/{asked.json['id']}/approve/"
    assert tess.post(path, json={}).json["awaited_by"] == ["Sol", "Tess"]


def test_who_hands_out_is_warned_at_the_desk_and_in_the_tray(as_, harp, sku):
    """It is promised to Nia, and goes all the same."""
    dora, promised = as_("dora"), promise(as_, harp, 0, 4, who="nia")
    join(as_, "sol", harp)
    assert "Sol waits for it." in dora.get(f"/checkouts/{promised}").text
    pile = {"person": 3, "codes": [sku]}
    [line] = dora.post(f"{HAND_OVERS}?dry_run=1", json=pile).json["lines"]
    assert (line["tone"], line["awaited_by"]) == ("wait", ["Sol"])
    assert line["words"].endswith("Sol waits for it.")
    done = dora.post(HAND_OVERS, json=pile)
    assert done.status_code == 201, done.json


def test_who_waits_alone_is_in_nobodys_way(as_, harp):
    tess = as_("tess")
    loan = take_out(as_, harp)
    join(as_, "sol", harp)
    wish = {"item": harp, "student": 2, "send_anyway": True}
    days = {"checkout_date": str(ahead(40)), "due_date": str(ahead(42))}
    asked = tess.post("/api/inventory/checkouts/", json=wish | days).json["id"]
    answer = tess.post(f"/api/inventory/checkouts/{asked}/approve/", json={})
    assert answer.json["awaited_by"] == []
    assert loan != asked


def test_whose_names_are_told_is_read_at_once_for_all(app, harp, loan):
    with app.app_context():
        loans = list(db.session.scalars(db.select(Checkout)))
        with counted(app) as seen:
            needed.names(loans * 5)
    assert len(seen) <= 3
