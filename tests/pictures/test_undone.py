"""How a thing looked as it left or came back is undone with the act, whichever door undoes; other photos stay."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from tests.pictures.doors import add, restore
from tests.support.loans import TESS
from tests.support.photographs import jpeg
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.pictures.models import Picture
from webapp.stock.models import Operation
from webapp.stock.operations import undo as operations_undo

LOANS, DONE = "/api/inventory/checkouts/", "/api/inventory/operations/"


@pytest.fixture
def act(app):
    """The id of the newest operation of this kind."""

    def newest(kind):
        with app.app_context():
            query = select(Operation.id).where(Operation.kind == kind)
            return db.session.scalars(query.order_by(Operation.id.desc())).first()

    return newest


@pytest.fixture
def lent(as_, wish):
    """Sol has a violin, and there is a photo of how it left."""
    as_("sol").post(LOANS, json=wish)
    as_("tess").post(f"{LOANS}1/approve/", json={})
    hand_out(as_("dora"))
    add(as_("dora"), "page", jpeg(), kind="hand_out")
    return 1


@pytest.fixture
def four(as_):
    """Sol has four cellos of five; the loan's id."""
    id = as_("sol").post(LOANS, json={"item": 2, "quantity": 4}).json["id"]
    as_("tess").post(f"{LOANS}{id}/approve/", json={"hand_out": True})
    return id


def hand_out(browser):
    assert browser.post(f"{LOANS}1/hand_out/", json={}).status_code == 200


def take_back(browser, id=1, **said):
    answer = browser.post(f"{LOANS}{id}/return_item/", json=said)
    assert answer.status_code == 200


def undo(browser, door, id):
    if door == "api":
        return browser.post(f"{DONE}{id}/undo/", json={}).status_code
    return browser.post(f"/operations/{id}/undo", data={}).status_code


UNDOERS = pytest.mark.parametrize(("door", "status"), [("page", 303), ("api", 201)])


@UNDOERS
def test_a_hand_out_taken_back_takes_its_photos_along(
    as_, pictures, lent, act, door, status
):
    dora = as_("dora")
    assert undo(dora, door, act("hand out")) == status
    assert pictures("hand_out") == []
    hand_out(dora)
    assert pictures("hand_out") == []
    assert "How it looked" not in as_("sol").get("/checkouts/1").text


@UNDOERS
@pytest.mark.parametrize(
    ("outcome", "kind"), [("returned", "return"), ("damaged", "return damaged")]
)
def test_a_return_taken_back_takes_its_photos_along(
    as_, pictures, lent, act, door, status, outcome, kind
):
    dora = as_("dora")
    take_back(dora, outcome=outcome)
    add(dora, "page", jpeg("navy"), kind="return")
    assert undo(dora, door, act(kind)) == status
    assert pictures("return") == []
    assert pictures("hand_out") == [(1, 1)]
    assert "Came back" not in dora.get("/checkouts/1").text


def test_an_undo_tells_before_that_photos_go(as_, lent, act):
    page = as_("dora").get(f"/operations/{act('hand out')}/undo").text
    assert "The photo that was taken of it then is removed." in page


def test_without_photos_it_tells_nothing_of_any(as_, lent, act):
    take_back(as_("dora"))
    page = as_("dora").get(f"/operations/{act('return')}/undo").text
    assert "taken of it then" not in page


@pytest.mark.parametrize("first", [True, False])
def test_of_several_returns_only_the_photos_of_the_one_go(as_, pictures, four, act, first):
    dora, acts = as_("dora"), []
    for hours, colour in enumerate(("teal", "navy")):
        with time_machine.travel(clock.now() + timedelta(hours=hours)):
            take_back(dora, four, quantity=1)
            acts.append(act("return"))
            add(dora, "api", jpeg(colour), kind="return", id=four)
    assert undo(dora, "api", acts[0 if first else 1]) == 201
    assert pictures("return") == [(2 if first else 1, four)]


def test_the_photos_of_what_came_back_stay_when_a_loss_is_undone(as_, pictures, four, act):
    dora = as_("dora")
    take_back(dora, four, quantity=1)
    take_back(dora, four, outcome="lost")
    add(dora, "api", jpeg(), kind="return", id=four)
    assert undo(dora, "api", act("lost")) == 201
    assert pictures("return") == [(1, four)]


def test_a_pile_taken_back_takes_the_photos_along(as_, pictures, lent, unit):
    dora = as_("dora")
    as_("sol").post(LOANS, json={"item": 1, "quantity": 1})
    as_("tess").post(f"{LOANS}2/approve/", json={})
    assert dora.post(f"{LOANS}2/hand_out/", json={"unit": unit}).status_code == 200
    pile = dora.post("/api/inventory/take_backs/", json={"codes": ["VLN-1"]})
    assert pile.status_code == 201
    add(dora, "api", jpeg("navy"), kind="return", id=2)
    path = f"/api/inventory/take_backs/{pile.json['id']}/undo/"
    assert dora.post(path).status_code == 200
    assert pictures("return") == []


def test_who_undid_it_removed_them(app, as_, lent, act):
    undo(as_("tess"), "api", act("hand out"))
    with app.app_context():
        photo = db.session.get(Picture, 1)
        assert photo.removed_at is not None
        assert photo.removed_by == TESS.id


@pytest.mark.parametrize("door", ["page", "api"])
def test_a_photo_is_brought_back_only_while_its_act_stands(as_, pictures, lent, act, door):
    dora = as_("dora")
    undo(dora, "api", act("hand out"))
    assert restore(dora, door, 1).status_code == 409
    assert pictures("hand_out") == []
    hand_out(dora)
    assert restore(dora, door, 1).status_code in (200, 303)
    assert pictures("hand_out") == [(1, 1)]


def test_a_refused_undo_takes_no_photo_along(as_, pictures, lent, act):
    take_back(as_("dora"))
    assert undo(as_("dora"), "api", act("hand out")) == 409
    assert pictures("hand_out") == [(1, 1)]


def test_who_may_not_undo_takes_no_photo_along(as_, pictures, lent, act):
    assert undo(as_("sol"), "api", act("hand out")) in (403, 404)
    assert pictures("hand_out") == [(1, 1)]


def test_a_photo_sent_while_its_act_is_undone_is_refused(app, as_, pictures, lent, act):
    dora, done = as_("dora"), act("hand out")
    with ThreadPoolExecutor(1) as people:
        with app.app_context(), transaction():
            operations_undo.undo(TESS, done)
            sending = people.submit(add, dora, "api", jpeg("navy"), kind="hand_out")
            wait([sending], timeout=1)  # in which it comes as far as the lock
        assert sending.result().status_code == 409
    assert pictures("hand_out") == []
