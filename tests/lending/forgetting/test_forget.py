"""Old loans forget the person: nothing names who had them, and all that was lent still adds up."""

import pytest
from sqlalchemy import func, select

from tests.lending.queue_acts import act, bring_back, join, take_out
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending.models import (
    Checkout,
    CheckoutEvent,
    ItemWait,
    ItemWaitEvent,
    Pile,
    Request,
)
from webapp.people import forgotten
from webapp.stock.ledger import verify

from .acts import API, NIA, SOL, closed_long_ago, forget

HER_WORDS = ("Sol", "sol@", "audition", "Ulm")


def test_n11_old_loans_forget_the_person(app, as_, old, naming):
    assert naming(*HER_WORDS)
    assert forget(app)[0] == 1
    assert naming(*HER_WORDS) == set()
    with app.app_context():
        loan, request = db.session.get(Checkout, old), db.session.get(Request, 1)
        assert (loan.student_id, loan.student_name) == (forgotten.ID, forgotten.NAME)
        assert loan.forgotten_at
        assert loan.item_name == "Student Violin 4/4"
        assert (request.student_id, request.asked_by) == (forgotten.ID, forgotten.ID)


def test_who_of_the_staff_did_what_stays(app, old):
    forget(app)
    with app.app_context():
        query = select(CheckoutEvent.kind, CheckoutEvent.by, CheckoutEvent.why)
        assert ("approve", 1, "") in db.session.execute(query).all()
        assert db.session.get(Checkout, old).decided_by == 1


def test_the_ledger_is_proved_before_and_after(app, old):
    with app.app_context():
        assert list(verify.problems()) == []
    forget(app)
    with app.app_context():
        assert list(verify.problems()) == []


def test_it_is_forgotten_once(app, old):
    assert [forget(app)[0], forget(app)[0]] == [1, 0]


@pytest.fixture
def left(app, as_, harp):
    """Sol's place in a queue, which offered something and was left then, long ago."""
    first = take_out(as_, harp)
    place = join(as_, "sol", harp)
    bring_back(as_, first)
    act(as_, "sol", place, "leave")
    with app.app_context():
        loan = db.session.scalars(select(Checkout.id).order_by(Checkout.id.desc())).first()
    closed_long_ago(app, loan)
    return place


def test_a_place_in_a_queue_is_forgotten_once_its_loan_is(app, left):
    assert forget(app)[:2] == [1, 1]
    with app.app_context():
        wait = db.session.get(ItemWait, left["id"])
        assert (wait.student_id, wait.student_name) == (forgotten.ID, forgotten.NAME)
        assert not db.session.scalar(select(func.count()).where(ItemWaitEvent.by == SOL))


def test_a_receipt_names_nobody_any_more(app, as_, naming):
    id = as_("sol").post(API, json={"item": 1}).json["id"]
    as_("tess").post(f"{API}{id}/approve/", json={"hand_out": True})
    sku = as_("dora").get("/api/inventory/items/1/").json["sku"]
    pile = {"codes": [{"code": sku, "quantity": 1}], "person": SOL}
    answer = as_("dora").post("/api/inventory/take_backs/", json=pile)
    assert answer.status_code == 201, answer.json
    closed_long_ago(app, id)
    assert forget(app)[0] == 1
    assert naming("Sol", "sol@") == set()
    assert "Forgotten" in as_("dora").get(f"/receipts/{answer.json['id']}").text


@pytest.fixture
def brought(app, as_):
    """A violin of Sol's that Nia brought back, years ago; the receipt."""
    id = as_("sol").post(API, json={"item": 1}).json["id"]
    as_("tess").post(f"{API}{id}/approve/", json={"hand_out": True})
    dora = as_("dora")
    code = {"code": dora.get("/api/inventory/items/1/").json["sku"], "quantity": 1}
    pile = dora.post("/api/inventory/take_backs/", json={"codes": [code]}).json["id"]
    with app.app_context(), transaction():
        receipt = db.session.get(Pile, pile)
        receipt.person_id, receipt.person_name = NIA, "Nia"
    closed_long_ago(app, id)
    return pile


def test_who_brought_what_is_forgotten_is_named_no_more(app, as_, brought):
    assert forget(app)[0] == 1
    shown = as_("dora").get(f"/api/inventory/take_backs/{brought}/").json
    assert (shown["person"], shown["person_name"]) == (forgotten.ID, forgotten.NAME)


@pytest.fixture
def fetched(app, as_):
    """A loan of Sol's that Nia fetched and brought back, years ago."""
    tess, dora = as_("tess"), as_("dora")
    loan = tess.post(API, json={"item": 1, "student": SOL, "contact": NIA}).json
    for person in (None, NIA):  # as they thought of it meanwhile
        path = f"/api/inventory/requests/{loan['request']}/contact/"
        assert tess.post(path, json={"contact": person}).status_code == 200
    tess.post(f"{API}{loan['id']}/approve/", json={})
    code = {"code": dora.get("/api/inventory/items/1/").json["sku"]}
    for piles in ("hand_overs", "take_backs"):
        pile = {"codes": [code], "person": SOL}
        assert dora.post(f"/api/inventory/{piles}/", json=pile).status_code == 201
    closed_long_ago(app, loan["id"])
    return loan["id"]


def test_who_fetched_it_for_another_is_forgotten_too(app, fetched, naming):
    assert naming("Nia", "nia@")
    assert forget(app)[0] == 1
    assert naming("Sol", "sol@", "Nia", "nia@") == set()


def test_lists_of_then_are_deleted_with_the_last_loan_they_tell_of(app, as_, old):
    at = clock.now()
    with app.app_context(), transaction():
        letter = db.session.scalars(select(Letter)).first()
        letter.kind, letter.subject_type, letter.step = "weekly", "person", "weekly:x"
    assert forget(app)[2] == 1
    with app.app_context():
        kept = select(func.count(Letter.id)).where(Letter.written_at < at)
        assert db.session.scalar(kept) == 0


@pytest.mark.parametrize("name", ["dora", "ada"])
def test_nothing_of_it_is_undone_any_more(app, as_, old, name):
    done = as_("dora").get("/api/inventory/operations/").json[0]["id"]
    forget(app)
    answer = as_(name).post(f"/api/inventory/operations/{done}/undo/", json={})
    assert answer.status_code == 409
    assert "is forgotten" in answer.json["detail"]
    assert "Undo" not in as_(name).get(f"/checkouts/{old}").text.partition("<main")[2]


def test_whoever_had_it_does_not_find_it_any_more(app, as_, old):
    forget(app)
    sol = as_("sol")
    assert sol.get(f"{API}{old}/").status_code == 404
    assert sol.get("/api/inventory/past-loans/").json == []
    assert as_("ada").get(f"/api/inventory/past-loans/?student={SOL}").json == []


def test_what_was_lent_is_still_told(app, as_, old):
    forget(app)
    ada = as_("ada")
    (past,) = ada.get("/api/inventory/past-loans/").json
    assert (past["student"], past["item_name"]) == (forgotten.ID, "Student Violin 4/4")
    for path in (f"/checkouts/{old}", "/checkouts/past", "/checkouts?status=returned"):
        page = ada.get(path)
        assert page.status_code == 200
        assert "Forgotten" in page.text
    for path in ("/history", "/items/1/history", "/reports/most-lent", "/items/1"):
        assert ada.get(path).status_code in (200, 404), path


@pytest.mark.parametrize("path", ["checkouts", "past-loans", "requests"])
def test_programs_find_what_is_forgotten_by_the_id_they_read(app, as_, old, path):
    ada, path = as_("ada"), f"/api/inventory/{path}/?student="
    assert ada.get(f"{path}{forgotten.ID}").json == []
    forget(app)
    found = ada.get(f"{path}{forgotten.ID}")
    assert [each["student"] for each in found.json] == [forgotten.ID]
    assert as_("sol").get(f"{path}{forgotten.ID}").json == []
    for nobody in (0, -2):
        assert "At least" in str(ada.get(f"{path}{nobody}").json["fields"]["student"])


def test_the_one_who_stands_for_them_is_nobody(app, as_):
    ada = as_("ada")
    assert "Forgotten" not in ada.get("/people/export.csv").text
    assert ada.get("/people/-1").status_code == 404
    lent = {"item": 1, "student": forgotten.ID}
    assert as_("tess").post(API, json=lent).status_code == 422
