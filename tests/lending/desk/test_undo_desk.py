"""What the desk did is taken back with the checkout: handed out it waits again, returned it is out again."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.days import ahead
from tests.support.loans import TESS, tagged
from webapp.core.db import db, transaction
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Location, Unit

from ..ahead_acts import promise
from ..desk_acts import act, undo


def undone(browser, id, door):
    if door == "page":
        return browser.post(f"/operations/{id}/undo")
    return undo(browser, id)


@pytest.mark.parametrize("door", ["page", "api"])
@pytest.mark.parametrize("aside", [True, False])
def test_d18_a_hand_out_taken_back_waits_to_be_handed_out(
    as_, approved, shelf, last, loan, door, aside
):
    dora = as_("dora")
    before = (1, 1, 0, 0) if aside else (2, 0, 0, 0)
    if aside:
        act(dora, approved, "set_aside")
    act(dora, approved, "hand_out")
    assert shelf() == (1, 0, 1, 0)
    id = last("hand out")
    assert undone(dora, id, door).status_code in (201, 303)
    assert shelf() == before
    assert (loan().status, loan().out_at) == ("approved", None)
    assert act(dora, approved, "hand_out").json["status"] == "out"
    assert shelf() == (1, 0, 1, 0)


def test_the_loans_page_offers_it_as_long_as_it_can_be_done(as_, approved, last):
    dora = as_("dora")
    act(dora, approved, "hand_out")
    id = last("hand out")
    assert f"/operations/{id}/undo" in dora.get(f"/checkouts/{approved}").text
    assert (
        "is on the shelf again, promised to Sol" in dora.get(f"/operations/{id}/undo").text
    )
    undo(dora, id)
    assert f"/operations/{id}/undo" not in dora.get(f"/checkouts/{approved}").text


@pytest.mark.parametrize("aside", [True, False])
def test_a_unit_stays_set_aside_if_it_was_and_goes_home(
    app, as_, approved, shelf, last, loan, aside
):
    with app.app_context(), transaction():
        unit = tagged("VLN-1")
    dora = as_("dora")
    if aside:
        act(dora, approved, "set_aside", unit=unit)
    act(dora, approved, "hand_out", unit=unit)
    assert undo(dora, last("hand out")).status_code == 201
    assert loan().unit_ids == ([unit] if aside else [])
    assert shelf() == ((2, 1, 0, 0) if aside else (3, 0, 0, 0))
    with app.app_context():
        assert db.session.get(Unit, unit).reserved == aside


def in_the_annexe(app):
    """A violin with a tag that was taken to another place."""
    with app.app_context(), transaction():
        db.session.add(Location(name="Annexe"))
        unit = tagged("VLN-1")
        out = Line(1, 1, "TRANSFER_OUT", "available", "outside", 1, unit)
        there = Line(1, 2, "TRANSFER_IN", "outside", "available", 1, unit, carries=True)
        ledger.record(TESS, "move", [out, there])
        return unit


def test_a_unit_from_elsewhere_leaves_the_reservation_where_it_was(
    app, as_, approved, last, loan, shelf
):
    unit = in_the_annexe(app)
    dora = as_("dora")
    act(dora, approved, "set_aside")
    act(dora, approved, "hand_out", unit=unit)
    assert [row.location_id for row in loan().in_hands] == [2]
    undo(dora, last("hand out"))
    assert [row.location_id for row in loan().aside] == [1]
    assert shelf() == (1, 1, 0, 0)
    assert act(dora, approved, "cancel").json["status"] == "cancelled"
    assert shelf() == (2, 0, 0, 0)


def test_a_cancellation_is_undone_on_the_loan_s_page(as_, approved, shelf, last):
    tess = as_("tess")
    act(tess, approved, "set_aside")
    act(tess, approved, "cancel")
    assert "on the loan's page" in undo(tess, last("cancel")).json["detail"]
    assert shelf() == (2, 0, 0, 0)


def test_what_was_set_aside_goes_back_on_the_shelf_and_its_e_mail_stays(
    as_, approved, shelf, last, loan, letters
):
    dora = as_("dora")
    act(dora, approved, "set_aside")
    assert ("ready", "sol") in letters()
    assert f"/{approved}/undo_set_aside" in dora.get(f"/checkouts/{approved}").text
    assert undo(dora, last("set aside")).status_code == 201
    assert shelf() == (2, 0, 0, 0)
    assert (loan().status, loan().aside, loan().ready_at) == ("approved", [], None)
    assert ("ready", "sol") not in letters()
    assert act(dora, approved, "set_aside").status_code == 200
    assert letters().count(("ready", "sol")) == 1


def test_what_was_handed_out_since_is_not_put_back_from_the_desk(
    as_, approved, shelf, last
):
    dora = as_("dora")
    act(dora, approved, "set_aside")
    act(dora, approved, "hand_out")
    assert undo(dora, last("set aside")).status_code == 409
    assert shelf() == (1, 0, 1, 0)


def test_after_the_hand_out_the_decision_can_be_undone_too(as_, asked, shelf, status, last):
    tess = as_("tess")
    tess.post(f"/checkouts/{asked}/approve_and_hand_out")
    assert undo(tess, last("hand out")).status_code == 201
    assert shelf() == (2, 0, 0, 0)
    assert tess.post(f"/checkouts/{asked}/undo").status_code == 303
    assert (status(), shelf()) == ("pending", (2, 0, 0, 0))


def test_once_by_two_at_once(as_, approved, shelf, last):
    desks = [as_("dora") for _ in range(4)]
    act(desks[0], approved, "hand_out")
    id = last("hand out")
    with ThreadPoolExecutor(4) as pool:
        codes = [*pool.map(lambda desk: undo(desk, id).status_code, desks)]
    assert sorted(codes) == [201, 409, 409, 409]
    assert shelf() == (2, 0, 0, 0)


def test_either_taken_back_or_returned(as_, approved, shelf, status, last):
    """Undoing the hand-out against taking it back: one of them wins, and nothing is lost."""
    dora, tess = as_("dora"), as_("tess")
    act(dora, approved, "hand_out")
    id = last("hand out")
    acts = (
        lambda: undo(dora, id).status_code,
        lambda: act(tess, approved, "return_item").status_code,
    )
    with ThreadPoolExecutor(2) as pool:
        codes = [*pool.map(lambda one: one(), acts)]
    assert codes in (
        [201, 200],
        [409, 200],
    )  # what was taken back can still be returned: it is handed out first
    assert (status(), shelf()) == ("returned", (2, 0, 0, 0))


def test_the_desk_offers_it_after_each_act(app, as_, approved, last):
    with app.app_context(), transaction():
        unit = tagged("VLN-1")
    dora = as_("dora")
    to = dora.post(f"/checkouts/{approved}/hand_out?at=desk", data={"unit": unit}).location
    link = f"/operations/{last('hand out')}/undo"
    assert link in dora.get(to).text
    assert link in dora.get("/desk?code=VLN-1").text
    to = dora.post(
        f"/checkouts/{approved}/return?at=desk", data={"condition": "good"}
    ).location
    assert f"/operations/{last('return')}/undo" in dora.get(to).text
    assert "/undo" not in as_("sol").get(f"/checkouts/{approved}").text


@pytest.mark.parametrize("door", ["page", "api"])
def test_what_lay_ready_and_was_put_back_is_not_put_back_again(as_, harp, last, rows, door):
    id, dora = promise(as_, harp, 0, 5), as_("dora")
    act(dora, id, "set_aside")
    first = last("set aside")
    act(dora, id, "rearrange", due_date=str(ahead(6)))
    act(dora, id, "set_aside")
    no = undone(dora, first, door)
    assert no.status_code == 409
    assert "undo what was done last" in no.text
    assert [state for _tag, _pieces, state in rows(id)].count("aside") == 1
    assert undone(dora, last("set aside"), door).status_code in (201, 303)
