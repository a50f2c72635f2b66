"""What was ticked as a unit left or came back, undone: its accessories are as they were before."""

import pytest
from sqlalchemy import select

from webapp.core.db import db
from webapp.stock.models import Accessory

from ..conftest import API, HAND_OVERS, TAKE_BACKS

OPERATIONS = "/api/inventory/operations/"


@pytest.fixture
def missing(app):
    """The names of what is missing now."""

    def names():
        with app.app_context():
            query = select(Accessory.name).where(Accessory.is_missing)
            return list(db.session.scalars(query.order_by(Accessory.name)))

    return names


def test_of_a_pile_that_was_handed_out(give, as_, violins, missing):
    bow, _case = violins
    done = give([{"code": "VLN-2", "accessories": [bow]}]).json
    assert missing() == ["Case"]
    assert "missing: Case" in as_("dora").get("/checkouts/1").text
    as_("dora").post(f"{HAND_OVERS}{done['id']}/undo/")
    assert missing() == []


def test_of_one_loan_that_was_handed_out(as_, last, approved, violins, missing):
    said = {"units": ["VLN-2"], "accessories": []}
    out = as_("dora").post(f"{API}{approved}/hand_out/", json=said)
    assert out.status_code == 200, out.json
    assert missing() == ["Bow", "Case"]
    as_("dora").post(f"{OPERATIONS}{last('hand out')}/undo/", json={})
    assert missing() == []


def test_of_a_pile_that_came_back_and_what_was_found_again(
    give, take, as_, violins, missing
):
    bow, case = violins
    give([{"code": "VLN-2", "accessories": [bow]}])
    done = take([{"code": "VLN-2", "accessories": [case]}]).json
    assert missing() == ["Bow"]
    as_("dora").post(f"{TAKE_BACKS}{done['id']}/undo/")
    assert missing() == ["Case"]


def test_of_one_loan_that_came_back_its_note_goes_too(
    as_, give, last, loan, violins, missing
):
    give(["VLN-2"])
    said = {"accessories": [], "notes": "Wet"}
    as_("dora").post(f"{API}1/return_item/", json=said)
    back = loan(1)
    assert missing() == back.missing_accessories == ["Bow", "Case"]
    assert back.return_notes == "Wet"
    as_("dora").post(f"{OPERATIONS}{last('return')}/undo/", json={})
    back = loan(1)
    assert (missing(), back.missing_accessories, back.return_notes) == ([], [], "")


def test_an_act_that_looked_at_nothing_leaves_them_as_they_are(
    give, take, as_, last, violins, missing
):
    give([{"code": "VLN-2", "accessories": []}])
    take(["VLN-2"])
    as_("dora").post(f"{OPERATIONS}{last('return')}/undo/", json={})
    assert missing() == ["Bow", "Case"]
