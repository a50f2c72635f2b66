"""A loan that was cancelled is what it was before, if it can still be had."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import update

from tests.support.days import ahead
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout
from webapp.school import settings
from webapp.stock.ledger import verify

from ..ahead_acts import ask, promise
from ..cancel_acts import DOORS, is_done, undo
from ..conftest import API
from ..desk_acts import act


@DOORS
def test_undone_it_waits_as_before(as_, asked, door, status, letters, decisions):
    act(as_("sol"), asked, "cancel")
    before = letters()
    assert "Undo: not cancelled after all" in as_("sol").get(f"/checkouts/{asked}").text
    assert is_done(undo(as_("sol"), door, asked))
    assert status(asked) == "pending"
    assert letters() == before
    assert [kind for kind, *_ in decisions(asked)] == ["cancel", "undo"]
    assert undo(as_("sol"), door, asked).status_code == 409


def test_undone_it_reads_as_before(as_, asked):
    act(as_("sol"), asked, "cancel")
    undo(as_("sol"), "api", asked)
    page = as_("sol").get(f"/checkouts/{asked}").text
    assert "Not cancelled after all" in page
    assert "Undo: not cancelled" not in page
    shown = as_("sol").get(f"{API}{asked}/").json
    assert (shown["cancelled_by"], shown["closed_at"]) == (None, None)


@DOORS
def test_undone_it_is_promised_and_not_set_aside(app, as_, approved, door, status, shelf):
    act(as_("dora"), approved, "set_aside")
    act(as_("dora"), approved, "cancel")
    assert is_done(undo(as_("dora"), door, approved))
    assert status(approved) == "approved"
    assert shelf()[1:] == (0, 0, 0)
    assert act(as_("dora"), approved, "set_aside").status_code == 200
    assert act(as_("dora"), approved, "hand_out").status_code == 200
    with app.app_context():
        assert list(verify.problems()) == []


@DOORS
def test_what_others_were_promised_since_is_not_taken_from_them(as_, harp, door, status):
    id = promise(as_, harp, 3, 9)
    act(as_("sol"), id, "cancel")
    promise(as_, harp, 5, 6, who="nia")
    no = undo(as_("sol"), door, id)
    assert no.status_code == 409
    assert "free" in no.text
    assert status(id) == "cancelled"


def test_nor_what_they_asked_for(as_, harp, status):
    id = ask(as_("sol"), harp, 3, 9).json["id"]
    act(as_("sol"), id, "cancel")
    assert ask(as_("nia"), harp, 3, 9).status_code == 201
    no = undo(as_("sol"), "api", id)
    assert no.status_code == 409
    assert "offers" not in no.json
    assert status(id) == "cancelled"


def test_nor_twice_for_the_same_person(as_, asked, wish):
    act(as_("sol"), asked, "cancel")
    as_("sol").post(API, json=wish)
    no = undo(as_("sol"), "api", asked)
    assert no.status_code == 409
    assert "offers" not in no.json
    assert "already waiting" in no.json["detail"]


def test_nor_beyond_what_one_may_have(app, as_, asked, harp, stand):
    act(as_("sol"), asked, "cancel")
    with app.app_context(), transaction():
        settings.change("most_loans", 1)
    as_("sol").post(API, json={"item": stand})
    assert undo(as_("sol"), "api", asked).status_code == 409


@DOORS
def test_nor_once_its_time_is_over(app, as_, approved, door):
    act(as_("dora"), approved, "cancel")
    with app.app_context(), transaction():
        gone = {"starts_on": ahead(-9), "due_on": ahead(-1)}
        db.session.execute(update(Checkout).where(Checkout.id == approved).values(**gone))
    no = undo(as_("dora"), door, approved)
    assert no.status_code == 409
    assert "Its last day was" in no.text
    assert "Undo: not cancelled" not in as_("dora").get(f"/checkouts/{approved}").text


def test_what_nobody_could_answer_any_more_is_asked_for_anew(app, as_, asked):
    act(as_("sol"), asked, "cancel")
    with app.app_context(), transaction():
        past = {"expires_at": clock.now() - timedelta(hours=1)}
        db.session.execute(update(Checkout).where(Checkout.id == asked).values(**past))
    assert undo(as_("sol"), "api", asked).status_code == 409


@DOORS
def test_who_may(as_, asked, door, status):
    act(as_("dora"), asked, "cancel")
    assert undo(as_("nia"), door, asked).status_code == 404
    assert undo(as_("sol"), door, asked).status_code == 403
    assert "Undo: not cancelled" not in as_("sol").get(f"/checkouts/{asked}").text
    assert status(asked) == "cancelled"
    assert is_done(undo(as_("tess"), door, asked))


def test_of_an_older_version_nobody_knows_who(app, as_, asked):
    with app.app_context(), transaction():
        old = {"stored_status": "cancelled", "closed_at": clock.now()}
        db.session.execute(update(Checkout).where(Checkout.id == asked).values(**old))
    assert "<b>Cancelled</b> on" in as_("sol").get(f"/checkouts/{asked}").text
    assert undo(as_("dora"), "api", asked).status_code == 409


def test_an_email_that_has_not_left_stays_in_the_house(as_, asked, letters):
    act(as_("dora"), asked, "cancel")
    assert letters()[-1] == ("cancelled", "sol")
    undo(as_("tess"), "api", asked)
    assert {kind for kind, _to in letters()} == {"requested"}


def test_who_was_told_is_told_otherwise_once(as_, asked, letters, letter, all_sent):
    act(as_("dora"), asked, "cancel")
    all_sent()
    undo(as_("dora"), "api", asked)
    assert letters()[-1] == ("restored", "sol")
    assert "waits for an answer again" in letter("restored")
    act(as_("dora"), asked, "cancel")
    assert letters()[-1] == ("cancelled", "sol")


def test_who_cancelled_it_is_told_that_staff_undid_that(as_, approved, letters, letter):
    act(as_("sol"), approved, "cancel")
    undo(as_("dora"), "api", approved)
    assert letters()[-1] == ("restored", "sol")
    assert "Dora undid" in letter("restored")
    assert "promised to you from" in letter("restored")


def test_two_at_once_undo_it_once(app, as_, harp, decisions):
    id = promise(as_, harp, 3, 9)
    act(as_("dora"), id, "cancel")
    browsers = [as_("dora"), as_("tess"), as_("ada")]
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda each: undo(each, "api", id), browsers))
    assert sorted(each.status_code for each in answers) == [200, 409, 409]
    assert [kind for kind, *_ in decisions(id)].count("undo") == 1


def test_undone_against_a_new_promise_only_one_has_it(app, as_, harp, status):
    id = promise(as_, harp, 3, 9)
    act(as_("dora"), id, "cancel")
    other = ask(as_("nia"), harp, 3, 9).json["id"]
    dora, tess = as_("dora"), as_("tess")
    with ThreadPoolExecutor(2) as pool:
        both = [
            pool.submit(undo, dora, "api", id),
            pool.submit(act, tess, other, "approve"),
        ]
    assert sorted(each.result().status_code for each in both) == [200, 409]
    assert [status(id), status(other)].count("approved") == 1
    with app.app_context():
        assert list(verify.problems()) == []
