"""Who has a thing says what is broken; the desk is told, and sees it until the thing is back. Nothing moves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.lending.conftest import API
from tests.lending.desk_acts import act
from tests.lending.piles.test_tray import Desk
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending.forgetting import requests
from webapp.lending.models import Checkout, FaultReport
from webapp.people import forgotten
from webapp.school import settings
from webapp.stock.ledger import verify

FAULTS = "/api/inventory/faults/"
DOORS = pytest.mark.parametrize("door", ["page", "API"])
WORDS = "The bridge is cracked"


def report(browser, door, id, words=WORDS, **said):
    if door == "API":
        return browser.post(f"{API}{id}/faults/", json={"words": words} | said)
    return browser.post(f"/checkouts/{id}/fault", data={"words": words} | said)


def withdraw(browser, door, id):
    if door == "API":
        return browser.post(f"{FAULTS}{id}/withdraw/", json={})
    return browser.post(f"/faults/{id}/withdraw")


def word_after(browser, answer):
    """What the page that follows says of the act."""
    page = browser.get(answer.location).text
    return page.partition('class="said')[2].partition("</div>")[0]


@DOORS
def test_the_desk_is_told_and_sees_it(app, as_, out, door, letter, letters):
    assert report(as_("sol"), door, out).status_code in (201, 303)
    assert ("fault_reported", "dora") in letters()
    text = letter("fault_reported")
    assert WORDS in text
    assert "It cannot be played." in text
    dora = as_("dora")
    for path in (f"/checkouts/{out}", "/faults", f"/checkouts/{out}/return", "/units/1"):
        assert WORDS in dora.get(path).text
    (shown,) = dora.get(FAULTS).json
    assert shown["tag"] == "VLN-1"
    assert shown["waits"]
    with app.app_context():
        assert list(verify.problems()) == []
        assert db.session.get(Checkout, out).status == "out"


def test_a_scan_shows_it_and_the_desk_need_not_type_it_again(as_, out):
    report(as_("sol"), "API", out)
    desk = Desk(as_("dora"))
    said = f'name="notes" value="{WORDS}"'
    assert said in desk.browser.get("/desk?code=VLN-1").text
    desk.scan("VLN-1")
    assert f"“{WORDS}”" in desk.page.text
    assert desk.fields["notes-0"] == [WORDS]
    assert desk.scan().status_code == 303
    assert as_("dora").get(f"{API}{out}/").json["return_notes"] == WORDS


def test_what_was_taken_out_of_the_notes_stays_out(as_, out):
    report(as_("sol"), "API", out)
    desk = Desk(as_("dora"))
    desk.scan("VLN-1")
    desk.scan("Sol", **{"notes-0": "", "add": "1"})
    assert desk.fields["notes-0"] == [""]


@DOORS
def test_it_is_taken_back(as_, out, door, letters):
    sol = as_("sol")
    report(sol, "API", out)
    assert withdraw(sol, door, 1).status_code in (200, 303)
    assert ("fault_reported", "dora") not in letters()
    assert WORDS not in as_("dora").get(f"/checkouts/{out}").text
    assert withdraw(sol, door, 1).status_code == 409
    assert report(sol, door, out).status_code in (201, 303)


def test_the_page_says_whether_anybody_had_heard_of_it(app, as_, out):
    sol = as_("sol")
    report(sol, "API", out)
    unheard = word_after(sol, withdraw(sol, "page", 1))
    assert "Report withdrawn" in unheard
    assert "Nobody had been told of it." in unheard
    report(sol, "API", out)
    with app.app_context(), transaction():
        sent = update(Letter).where(Letter.cancelled_at.is_(None))
        db.session.execute(sent.values(sent_at=clock.now()))
    heard = word_after(sol, withdraw(sol, "page", 2))
    assert "An e-mail about it had left before." in heard
    assert "Nobody had been told" not in heard


def test_a_units_page_leads_to_reporting_it_while_it_is_out(as_, out):
    dora = as_("dora")
    link = f'href="/checkouts/{out}/fault?unit=1"'
    assert link in dora.get("/units/1").text
    assert "What is wrong?" in dora.get(f"/checkouts/{out}/fault?unit=1").text
    report(dora, "API", out)
    assert link not in dora.get("/units/1").text
    act(dora, out, "return_item")
    assert link not in dora.get("/units/1").text


@DOORS
def test_it_waits_until_the_thing_is_back(as_, out, door):
    report(as_("sol"), "API", out)
    dora = as_("dora")
    act(dora, out, "return_item", outcome="damaged", notes=WORDS)
    assert dora.get(f"{FAULTS}?waiting=true").json == []
    assert "Nothing is broken" in dora.get("/faults").text
    assert withdraw(dora, door, 1).status_code == 409
    assert report(as_("sol"), door, out).status_code == 409


@DOORS
def test_a_return_that_is_undone_lets_it_wait_again(as_, out, door, last):
    report(as_("sol"), door, out)
    dora = as_("dora")
    act(dora, out, "return_item")
    dora.post(f"/api/inventory/operations/{last('return')}/undo/", json={})
    assert [each["id"] for each in dora.get(f"{FAULTS}?waiting=true").json] == [1]


@DOORS
def test_the_same_thing_is_reported_once(as_, out, door):
    sol = as_("sol")
    report(sol, door, out)
    again = report(sol, door, out, "And a string")
    assert again.status_code == 409
    assert WORDS in again.text


def test_what_was_typed_is_shown_again_if_it_was_checked_in_meanwhile(as_, out):
    sol = as_("sol")
    act(as_("dora"), out, "return_item")
    no = report(sol, "page", out, is_playable="y")
    assert no.status_code == 409
    assert f"{WORDS}</textarea>" in no.text
    assert "copy it" in no.text
    assert sol.get(f"/checkouts/{out}/fault").status_code == 409
    assert sol.get(FAULTS).json == []


@DOORS
@pytest.mark.parametrize("words", ["", "   ", "x" * 1001, "a\u0000b"])
def test_what_makes_no_sense_is_refused_at_its_field(as_, out, door, words):
    assert report(as_("sol"), door, out, words).status_code == 422


def test_only_a_unit_of_the_loan_is_meant(as_, out):
    assert report(as_("sol"), "API", out, unit=99).status_code == 422
    assert (
        as_("sol").post(f"/checkouts/{out}/fault?unit=99", data={"words": "x"}).status_code
        == 422
    )


@DOORS
def test_a_stranger_meets_nothing(as_, out, door):
    nia = as_("nia")
    assert report(nia, door, out).status_code == 404
    report(as_("sol"), door, out)
    assert withdraw(nia, door, 1).status_code == 404
    assert nia.get(f"{FAULTS}1/").status_code == 404
    assert nia.get(FAULTS).json == []
    assert nia.get("/faults").status_code == 403


@DOORS
def test_what_staff_report_is_not_its_borrowers_to_take_back(as_, out, door):
    report(as_("tess"), door, out)
    assert withdraw(as_("sol"), door, 1).status_code == 403
    assert withdraw(as_("dora"), door, 1).status_code in (200, 303)


def test_two_report_it_at_once(app, as_, out):
    browsers = [as_("sol"), as_("dora")]

    def press(at):
        return report(browsers[at], "API", out).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, range(2))) == [201, 409]
    with app.app_context():
        assert db.session.query(FaultReport).count() == 1


def test_the_same_request_twice_is_one_report(app, as_, out):
    sol, key = as_("sol"), {"Idempotency-Key": "once"}
    for _ in range(2):
        answer = sol.post(f"{API}{out}/faults/", json={"words": WORDS}, headers=key)
        assert answer.status_code == 201
    with app.app_context():
        assert db.session.query(FaultReport).count() == 1


def test_what_was_reported_is_forgotten_with_its_loan(app, as_, out):
    report(as_("sol"), "API", out)
    act(as_("dora"), out, "return_item")
    with app.app_context(), transaction():
        long_ago = clock.now() - timedelta(days=400)
        db.session.execute(update(Checkout).values(closed_at=long_ago))
        settings.change("forget_loans_after", 6)
        assert requests.forget(1)
        fault = db.session.get(FaultReport, 1)
        db.session.refresh(fault)
        assert (fault.words, fault.by) == ("", forgotten.ID)
        told = select(Letter.id).where(Letter.subject_type == "fault")
        assert db.session.scalars(told).all() == []
