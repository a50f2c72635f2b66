"""At the desk: what is lent by the hour without a request, with its tag, and read before it leaves."""

from tests.lending.ahead_acts import page_says
from tests.lending.conftest import API
from webapp.core.db import db
from webapp.lending.models import Checkout

from .acts import DAY, moment


def test_h06_lend_it_now(app, as_, violin):
    dora = as_("dora")
    assert "now until 12:10 today" in page_says(dora, f"/desk/lend/{violin}")
    answer = dora.post(f"/desk/lend/{violin}", data={"student": "Sol", "due_date": DAY})
    assert answer.status_code == 303
    [loan] = dora.get(f"{API}?status=out").json
    assert (loan["due_date"], loan["due_at"]) == (DAY, moment("12:10"))


def test_h06_after_closing_nothing_is_lent_now(app, as_, clock, violin):
    clock.at("17:00")
    said = {"student": "Sol", "due_date": DAY}
    answer = as_("dora").post(f"/desk/lend/{violin}", data=said)
    assert answer.status_code == 409
    assert "the desk is closed for today" in answer.text
    with app.app_context():
        assert db.session.query(Checkout).count() == 0


def test_h06_the_panel_says_until_when(as_, violin):
    id = as_("sol").post(API, json={"item": 1}).json["id"]
    as_("tess").post(f"{API}{id}/approve/", json={})
    assert "until 12:10 today" in page_says(as_("dora"), "/desk?code=VLN-1")


def test_h06_approved_and_handed_out_in_one_act(as_, clock, violin):
    id = as_("sol").post(API, json={"item": 1}).json["id"]
    clock.at("16:40")
    as_("tess").post(f"/checkouts/{id}/approve_and_hand_out")
    assert as_("sol").get(f"{API}{id}/").json["due_at"] == moment("17:00")


def test_h06_who_said_no_and_sees_nothing(as_, lent):
    assert as_("nia").get(f"{API}{lent}/").status_code == 404
    assert as_("sol").post(f"{API}{lent}/hand_out/", json={}).status_code in (403, 409)


def test_h06_handing_out_twice(as_, lent):
    again = as_("dora").post(f"{API}{lent}/hand_out/", json={})
    assert again.status_code == 409
    assert as_("sol").get(f"{API}{lent}/").json["due_at"] == moment("12:10")


def test_h06_e_mails_say_for_how_long_and_until_when(as_, violin, letter):
    id = as_("sol").post(API, json={"item": 1}).json["id"]
    as_("tess").post(f"{API}{id}/approve/", json={})
    as_("dora").post(f"{API}{id}/set_aside/", json={})
    for kind in ("approved", "ready"):
        assert "It is lent for 3 hours from when it is handed out." in letter(kind)


def test_h06_the_e_mail_about_what_was_lent_says_until_when(as_, violin, letter):
    said = {"student": "Sol", "due_date": DAY}
    as_("dora").post(f"/desk/lend/{violin}", data=said)
    assert "until Monday 1 February 2027, 12:10" in letter("lent")
