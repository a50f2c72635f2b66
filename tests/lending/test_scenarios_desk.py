"""Scenarios of handing out and taking back that other lending systems' own tests have."""

from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.people.models import User
from webapp.stock.models import Operation

from .ahead_acts import page_says, promise
from .conftest import API
from .desk_acts import act


def test_d06_what_is_retired_is_not_handed_out(as_, stand):
    id, tess = promise(as_, stand, 0, 4, quantity=2), as_("tess")
    cancelled = act(as_("dora"), id, "cancel")
    assert cancelled.status_code == 200
    path = f"/api/inventory/items/{stand}/archive/"
    assert tess.post(path, json={}).status_code == 200
    said = {"item": stand, "student": 2, "quantity": 1}
    assert as_("dora").post(API, json=said).status_code == 409


def test_d09_several_things_leave_with_one_person_in_one_act(
    give, violins, violas, stand_sku, written
):
    done = give(["VLN-1", "VLA-2", {"code": stand_sku, "quantity": 4}])
    assert done.status_code == 201
    assert {line["tone"] for line in done.json["lines"]} <= {"ok", "wait"}
    piles, loans, operations = written()
    assert (piles, loans, operations) == (1, 3, 3)


def test_d15_a_contract_to_print_and_to_sign(give, as_, violins):
    bow, _case = violins
    done = give([{"code": "VLN-2", "accessories": [bow]}]).json
    paper = page_says(as_("dora"), f"/receipts/{done['id']}")
    for words in (
        "Handed out to Sol", "Dora", "VLN-2", "with Bow", "without Case", "until",
        "Bring it back to the desk by its day.", "Received, Sol", "For the school",
    ):  # fmt: skip
        assert words in paper, words


def test_d19_what_is_used_up_leaves_for_good(as_, stand):
    id, dora = promise(as_, stand, 0, 4, quantity=4), as_("dora")
    act(dora, id, "hand_out")
    loan = act(dora, id, "return_item", outcome="used_up").json
    assert (loan["status"], loan["used_up"]) == ("returned", 4)
    assert dora.get(f"/api/inventory/items/{stand}/").json["quantity"] == 16


def test_e08_who_took_it_back_is_told(app, as_, harp):
    id = promise(as_, harp, 0, 4)
    act(as_("tess"), id, "hand_out")
    act(as_("dora"), id, "return_item")
    with app.app_context():
        returned = db.session.query(Operation).filter_by(checkout_id=id, kind="return")
        operation = returned.one().id
    for path in (f"/operations/{operation}", "/operations"):
        assert "Dora" in page_says(as_("tess"), path).partition("<main")[2]


def test_e16_somebody_who_has_no_access_any_more_brings_it_back(
    app, as_, harp, take, status
):
    id = promise(as_, harp, 0, 4)
    act(as_("dora"), id, "hand_out")
    with app.app_context(), transaction():
        db.session.get(User, 2).is_active = False
    assert act(as_("dora"), id, "return_item").json["status"] == "returned"
    assert str(ahead(0)) == as_("dora").get(f"{API}{id}/").json["return_date"]
