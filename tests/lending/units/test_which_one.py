"""What has a tag leaves with its tag: lists lead to the choice, and the verb refuses and offers it."""

import re

import pytest

from tests.support.loans import TESS, tagged
from webapp.core.db import db, transaction
from webapp.lending.decisions import decisions
from webapp.lending.loans import checkouts, pieces
from webapp.lending.models import Checkout
from webapp.stock.items import items
from webapp.stock.ledger import ledger, verify
from webapp.stock.ledger.ledger import Line

API = "/api/inventory/checkouts/"


@pytest.fixture
def lutes(app):
    """An item with two tagged pieces and no other; its id."""
    with app.app_context(), transaction():
        item = items.add(
            TESS, name="Lute", category="instrument", location="Store", max_checkout_days=30
        ).id
        for number in (1, 2):
            tagged(f"LUT-{number}", item=item)
        return item


@pytest.fixture
def wanted(as_, lutes):
    """Sol's request for one; its id."""
    return as_("sol").post(API, json={"item": lutes, "quantity": 1}).json["id"]


@pytest.fixture
def unit_of(app):
    def tag(id):
        with app.app_context():
            loan = db.session.get(Checkout, id)
            return loan.status, next((row.tag for row in loan.units), None)

    return tag


@pytest.mark.parametrize("path", ["/desk", "/checkouts?status=approved", "/desk?code=sol"])
def test_every_lists_button_leads_to_the_choice(as_, wanted, path):
    as_("tess").post(f"{API}{wanted}/approve/", json={})
    page = as_("dora").get(path).text
    assert f'href="/checkouts/{wanted}#which"' in page
    assert f'action="/checkouts/{wanted}/hand_out"' not in page
    assert as_("dora").get(f"/checkouts/{wanted}").text.count('name="unit"') == 2


def test_what_has_loose_pieces_is_handed_out_by_one_button(as_, asked):
    as_("tess").post(f"{API}{asked}/approve/", json={})
    assert f'action="/checkouts/{asked}/hand_out"' in as_("dora").get("/desk").text


def test_without_a_tag_it_does_not_leave_and_the_answer_says_which_could(
    as_, wanted, unit_of
):
    dora = as_("dora")
    as_("tess").post(f"{API}{wanted}/approve/", json={})
    no = dora.post(f"{API}{wanted}/hand_out/", json={})
    assert no.status_code == 409
    assert [each["tag"] for each in no.json["facts"]["units"]] == ["LUT-1", "LUT-2"]
    assert [offer["label"] for offer in no.json["offers"]] == ["LUT-1", "LUT-2"]
    assert dora.post(f"{API}{wanted}/return_item/", json={}).status_code == 409
    assert unit_of(wanted) == ("approved", None)


def test_a_unit_that_was_offered_leaves(as_, wanted, unit_of):
    dora = as_("dora")
    as_("tess").post(f"{API}{wanted}/approve/", json={})
    offers = dora.post(f"{API}{wanted}/hand_out/", json={}).json["offers"]
    out = dora.post(f"{API}{wanted}/hand_out/", json=offers[1]["change"])
    assert out.json["status"] == "out"
    assert unit_of(wanted) == ("out", "LUT-2")


def test_what_lies_ready_for_another_is_not_offered(as_, lutes, wanted):
    tess = as_("tess")
    other = as_("nia").post(API, json={"item": lutes, "quantity": 1}).json["id"]
    for id in (wanted, other):
        tess.post(f"{API}{id}/approve/", json={})
    first = tess.post(f"{API}{wanted}/hand_out/", json={}).json["offers"][0]["change"]
    tess.post(f"{API}{other}/set_aside/", json=first)
    assert [
        o["label"] for o in tess.post(f"{API}{wanted}/hand_out/", json={}).json["offers"]
    ] == ["LUT-2"]


def test_a_teacher_approves_and_hands_out_the_one_she_chooses(as_, wanted, unit_of):
    tess = as_("tess")
    card = tess.get(f"/checkouts/{wanted}").text
    chosen = re.findall(r'name="unit" value="(\d+)">(LUT-\d)<', card)
    assert [tag for _, tag in chosen] == ["LUT-1", "LUT-2"]
    assert (
        tess.post(
            f"/checkouts/{wanted}/approve_and_hand_out", data={"unit": chosen[0][0]}
        ).status_code
        == 303
    )
    assert unit_of(wanted) == ("out", "LUT-1")


def test_approving_and_handing_out_without_a_choice_shows_the_card_with_it(
    as_, wanted, unit_of
):
    no = as_("tess").post(f"/checkouts/{wanted}/approve_and_hand_out")
    assert no.status_code == 409
    assert "Which one is handed out?" in no.text
    assert 'name="unit"' in no.text
    assert (
        as_("tess").post(f"{API}{wanted}/approve/", json={"hand_out": True}).status_code
        == 409
    )
    assert unit_of(wanted) == ("pending", None)


def test_another_day_and_a_certain_one_at_once(as_, wanted, unit_of, soon):
    tess = as_("tess")
    unit = re.search(
        r'<option value="(\d+)">LUT-2<', tess.get(f"/checkouts/{wanted}/change").text
    )[1]
    form = {"due_date": soon, "hand_out": "y", "unit": unit}
    assert tess.post(f"/checkouts/{wanted}/change", data=form).status_code == 303
    assert unit_of(wanted) == ("out", "LUT-2")


def test_the_proof_warns_of_what_is_out_without_its_tag(app, lutes, wanted):
    with app.app_context(), transaction():
        decisions.approve(TESS, wanted)
        loan = db.session.get(Checkout, wanted)
        ledger.record(
            TESS,
            "hand out",
            [Line(lutes, 1, "RENTAL_OUT", "available", "on_rent", 1)],
            checkout_id=wanted,
        )
        loan.status = "out"
        pieces.follow(loan)
    with app.app_context():
        assert list(verify.problems()) == []
        assert [words for words in verify.warnings() if "Lute" in words and "Sol" in words]
    said = app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert said.exit_code == 0
    assert "warning: checkout" in said.output
    assert "The ledger holds." in said.output
    with app.app_context():
        assert checkouts.listed(TESS, status="out")
