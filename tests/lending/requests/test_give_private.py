"""Whoever is given a request reads nothing that was written by the one who had it, or to them."""

import pytest

from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.people.models import User

from ..ahead_acts import page_says
from ..conftest import API as LOANS
from ..conftest import BASKET
from ..conftest import REQUESTS as API
from ..desk_acts import act
from ..give_acts import DOORS, NIA, SOL, give, owner, undo

SAID = ("The concert", "My diagnosis", "Get well soon")


@pytest.fixture
def told(as_, three):
    """Sol's request, of which he and his teacher said something to each other; with the ids of its lines."""
    id, ids = three
    changed = {"purpose": "My diagnosis", "due_date": str(ahead(4))}
    as_("sol").post(f"{API}{id}/change/", json=changed)
    assert act(as_("tess"), ids[0], "approve", notes="Get well soon").status_code == 200
    return id, ids


@DOORS
def test_its_new_borrower_reads_no_word_of_before(as_, told, door):
    id, ids = told
    give(as_("dora"), door, id, reason="Yours for the tour")
    nia = as_("nia")
    nia.post(f"{API}{id}/cancel/")
    nia.post(f"{API}{id}/again/")
    pages = [f"/requests/{id}", *(f"/checkouts/{line}" for line in ids)]
    for path in (*pages, f"{API}{id}/", "/checkouts/export.csv", BASKET, LOANS, API):
        text = nia.get(path).text
        assert [words for words in SAID if words in text] == [], path
    assert "Yours for the tour" in page_says(nia, f"/checkouts/{ids[0]}")


def test_nor_who_asked_for_it(as_, told):
    id, _ids = told
    give(as_("dora"), "API", id)
    assert as_("nia").get(f"{API}{id}/").json["asked_by"] != SOL


def test_staff_read_all_of_it(as_, told):
    id, ids = told
    give(as_("dora"), "API", id)
    for line, words in ((0, SAID), (1, SAID[:2])):
        page = page_says(as_("tess"), f"/checkouts/{ids[line]}")
        assert [said for said in words if said not in page] == []


@pytest.mark.parametrize("words", SAID)
def test_nor_finds_it_by_one(as_, told, words):
    id, _ids = told
    give(as_("dora"), "API", id)
    found = as_("nia").get("/find", query_string={"q": words})
    assert found.status_code == 200
    assert f"/requests/{id}" not in found.text


@DOORS
def test_who_had_it_reads_no_name_of_who_has_or_had_it(as_, told, door):
    id, ids = told
    give(as_("dora"), door, id)
    as_("nia").post(f"{API}{id}/change/", json={"purpose": "Only for Nia"})
    assert undo(as_("dora"), door, id).status_code in (200, 303)
    for path in (f"/requests/{id}", *(f"/checkouts/{line}" for line in ids)):
        text = page_says(as_("sol"), path)
        assert "Nia" not in text, path
    assert "Given back to you" in page_says(as_("sol"), f"/checkouts/{ids[0]}")


@DOORS
def test_given_back_it_says_what_its_borrower_said(as_, told, door):
    id, ids = told
    before = as_("sol").get(f"{API}{id}/").json
    give(as_("dora"), door, id)
    undo(as_("dora"), door, id)
    now = as_("sol").get(f"{API}{id}/").json
    for name in ("purpose", "asked_by"):
        assert now[name] == before[name]
    assert [line["notes"] for line in now["lines"]] == ["My diagnosis"] * 3
    assert "Get well soon" in page_says(as_("sol"), f"/checkouts/{ids[0]}")


@DOORS
def test_a_teacher_takes_back_what_they_gave_of_anothers_student(app, as_, three, door):
    with app.app_context(), transaction():
        db.session.get(User, SOL).teacher_id = 5
        db.session.get(User, NIA).teacher_id = 1
    id, _ids = three
    assert give(as_("tess"), door, id).status_code in (200, 303)
    assert owner(as_("dora"), id)[0] == NIA
    assert undo(as_("tess"), door, id).status_code in (200, 303)
    assert owner(as_("dora"), id)[0] == SOL
