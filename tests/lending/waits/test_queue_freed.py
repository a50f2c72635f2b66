"""Whatever frees a thing leads to the offer: mended, received, unblocked, cancelled, declined, found."""

import pytest

from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.stock.models import Supplier

from ..queue_acts import CHECKOUTS, bring_back, join, line, offered_loans, take_out


@pytest.fixture
def loan(as_, harp):
    """The one harp's, which Nia has; Sol and Tess wait for it, in this order."""
    return take_out(as_, harp, due_date=str(ahead(5)))


@pytest.fixture
def places(as_, harp, loan):
    return join(as_, "sol", harp, days=3), join(as_, "tess", harp, days=3)


def vendor(app):
    with app.app_context(), transaction():
        vendor = Supplier(name="Luthier Huber")
        db.session.add(vendor)
        db.session.flush()
        return vendor.id


def test_what_is_found_again_is_no_more_than_it_was(app, as_, harp, loan, places):
    as_("tess").post(f"{CHECKOUTS}{loan}/return_item/", json={"outcome": "lost"})
    assert line(app, harp) == [("Sol", "waiting"), ("Tess", "waiting")]
    bring_back(as_, loan, code=409)
    as_("tess").post(f"{CHECKOUTS}{loan}/found/", json={})
    bring_back(as_, loan)
    assert line(app, harp) == [("Sol", "offered"), ("Tess", "waiting")]


def test_what_is_received_is_offered(app, as_, harp, loan, places):
    act = {"kind": "receive", "lines": [{"item": harp, "quantity": 2, "location": 1}]}
    answer = as_("tess").post("/api/inventory/operations/", json=act)
    assert answer.status_code == 201, answer.json
    assert line(app, harp) == [("Sol", "offered"), ("Tess", "offered")]


def test_what_is_unblocked_is_offered(app, as_, violas):
    """One of three is blocked, and the others are out."""
    dora, [blocked] = as_("dora"), [2]
    said = {"reason": "Lent to the museum"}
    assert dora.post(f"/api/inventory/units/{blocked}/block/", json=said).status_code == 200
    for student, tag in ((3, "VLA-1"), (5, "VLA-3")):
        take_out(as_, violas, student=student, unit=tag)
    join(as_, "sol", violas)
    assert dora.post(f"/api/inventory/units/{blocked}/unblock/").status_code == 200
    assert line(app, violas) == [("Sol", "offered")]


def test_what_somebody_does_not_fetch_after_all_is_offered(app, as_, harp):
    """It was promised to Nia, and lies on the shelf."""
    tess = as_("tess")
    id = tess.post(CHECKOUTS, json={"item": harp, "student": 3}).json["id"]
    tess.post(f"{CHECKOUTS}{id}/approve/", json={})
    join(as_, "sol", harp)
    as_("nia").post(f"{CHECKOUTS}{id}/cancel/", json={})
    assert line(app, harp) == [("Sol", "offered")]


def test_what_is_declined_to_others_is_offered(app, as_, harp):
    id = as_("nia").post(CHECKOUTS, json={"item": harp}).json["id"]
    join(as_, "sol", harp)
    as_("tess").post(f"{CHECKOUTS}{id}/reject/", json={"reason": "No"})
    assert line(app, harp) == [("Sol", "offered")]


def test_cancelling_an_offer_on_its_loan_is_a_no(app, as_, harp, loan, places):
    bring_back(as_, loan)
    id = as_("dora").get(f"/api/inventory/items/{harp}/waitlist/").json[0]["checkout"]
    assert as_("sol").post(f"{CHECKOUTS}{id}/cancel/", json={}).status_code == 200
    assert line(app, harp) == [("Tess", "offered")]
    assert as_("sol").post(f"{CHECKOUTS}{id}/undo_cancel/").status_code == 409


def test_one_that_breaks_is_offered_once_it_is_mended(app, as_, harp, loan, places):
    bring_back(as_, loan, outcome="damaged", notes="A string")
    assert line(app, harp) == [("Sol", "waiting"), ("Tess", "waiting")]
    repair = as_("dora").get("/api/inventory/repairs/").json[0]["id"]
    steps = {
        "assess": ("dora", {"damage_type": "physical", "severity": "moderate"}),
        "approve": ("tess", {"estimate": "45.00"}),
        "send": ("dora", {"vendor": vendor(app)}),
        "finish": ("dora", {"quality_check": "passed"}),
    }
    for step, (who, said) in steps.items():
        answer = as_(who).post(f"/api/inventory/repairs/{repair}/{step}/", json=said)
        assert answer.status_code == 200, answer.json
    assert line(app, harp) == [("Sol", "offered"), ("Tess", "waiting")]


def test_who_may_not_come_in_any_more_is_passed_over(app, as_, harp, loan, places):
    with app.app_context(), transaction():
        db.session.execute(db.text("UPDATE users SET is_active = false WHERE id = 2"))
    bring_back(as_, loan)
    assert line(app, harp) == [("Tess", "offered")]


def test_two_are_offered_when_both_are_there(app, as_, violas):
    """Sol waits for two violas, Dora behind for one."""
    loans = [
        take_out(as_, violas, student=id, unit=f"VLA-{number}")
        for number, id in enumerate((3, 5, 1), 1)
    ]
    join(as_, "sol", violas, quantity=2, days=3)
    bring_back(as_, loans[0])
    assert line(app, violas) == [("Sol", "waiting")]
    bring_back(as_, loans[1])
    assert line(app, violas) == [("Sol", "offered")]
    assert offered_loans(app, violas) == [("Sol", 2)]
