"""Naming somebody who may not come in any more: that is said, with what would do, to who sees them."""

import pytest

from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.people.models import User

CHECKOUTS = "/api/inventory/checkouts/"
HAND_OVERS = "/api/inventory/hand_overs/"
GONE = "may not come in any more: name somebody else, or ask an admin to enable the account"


@pytest.fixture
def without_nia(app):
    """Nia is disabled."""
    with app.app_context(), transaction():
        db.session.get(User, 3).is_active = False


@pytest.fixture
def asked(as_):
    """What the page says at the field, where that is asked for in somebody's name."""

    def said(who, words):
        answer = as_(who).post("/items/1", data={"student": words, "quantity": "1"})
        assert answer.status_code == 422
        return answer.text.partition("<main")[2]

    return said


@pytest.mark.parametrize("words", ["Nia", "nia@school.test", "ni"])
def test_who_is_disabled_is_known(without_nia, asked, words):
    page = asked("dora", words)
    assert f"Nia {GONE}" in page
    assert '<a href="/people/3">See their page</a>' in page


def test_a_program_is_told_who_it_is(as_, without_nia):
    no = as_("dora").post(HAND_OVERS, json={"person": "Nia", "codes": ["VLN-1"]})
    assert no.status_code == 422
    assert GONE in no.json["fields"]["person"][0]
    assert no.json["facts"] == {"person": 3}


def test_who_is_called_just_so_is_not_taken_for_another(app, as_, without_nia, asked):
    with app.app_context(), transaction():
        db.session.get(User, 2).name = "Niamh"
    assert f"Nia {GONE}" in asked("dora", "nia")
    named = {"student": "niam", "quantity": "1"}
    assert as_("dora").post("/items/1", data=named).status_code == 303


def test_a_part_of_a_name_means_who_may_come_in(app, as_, without_nia):
    with app.app_context(), transaction():
        db.session.get(User, 2).name = "Niamh"
    named = {"student": "ni", "quantity": "1"}
    assert as_("dora").post("/items/1", data=named).status_code == 303
    assert as_("dora").get(CHECKOUTS).json[0]["student"] == 2


def test_a_teacher_of_others_is_told_of_nobody(app, without_nia, asked):
    with app.app_context(), transaction():
        db.session.get(User, 3).teacher_id = None
    assert "Nobody is called Nia" in asked("tess", "Nia")


def test_the_tray_knows_them_too(as_, without_nia):
    page = as_("dora").get("/desk/tray?line=nia").text.partition("<main")[2]
    assert "Nia may not come in any more" in page


def test_without_words_nobody_is_meant(as_, without_nia):
    said = {"item": 1, "due_date": str(ahead(3)), "student": ""}
    assert as_("dora").post(CHECKOUTS, json=said).status_code == 422
