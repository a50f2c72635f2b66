"""A request for several things, answered in the inbox by one tap: what is ticked is approved."""

import re

import pytest

from tests.core.test_words_after import follow, undo_in, word
from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line

from ...support.loans import TESS, lend
from ..conftest import API, REQUESTS

NIA = 3
HERE = {"HX-Current-URL": "http://localhost/approvals"}


def statuses(as_, ids):
    return [as_("sol").get(f"{API}{id}/").json["status"] for id in ids]


def tick(browser, request, ids, **more):
    data = {"line": [str(id) for id in ids], **more}
    return browser.post(f"/requests/{request}/approve_ticked", data=data)


def loses_harp(app, harp):
    with app.app_context(), transaction():
        line = Line(harp, 1, "THEFT_LOSS", "available", "outside", 1)
        ledger.record(TESS, "lost", [line])


def test_what_is_ticked_is_approved_in_one_act(as_, three, letters):
    id, ids = three
    before = len(letters())
    assert tick(as_("tess"), id, ids, notes="Have fun").status_code == 303
    assert statuses(as_, ids) == ["approved"] * 3
    assert len(letters()) == before + 1
    assert "Have fun" in as_("sol").get(f"/requests/{id}").text


def test_one_card_ticked_where_it_is_free(app, as_, three, harp):
    id, ids = three
    loses_harp(app, harp)
    page = as_("tess").get("/approvals").text
    assert page.count(f'id="asked-{id}"') == 1
    ticked = [f'value="{each}" checked' in page for each in ids]
    assert ticked == [True, False, True]


def test_each_card_says_how_its_own_person_has_borrowed(app, as_, three):
    with app.app_context(), transaction():
        lend(NIA)
    said = {"lines": [{"item": 1}, {"item": 2}], "due_date": str(ahead(5))}
    id = as_("nia").post(REQUESTS, json=said).json["id"]
    page = as_("ada").get("/approvals?of=everyone").text
    cards = page.split('<article id="asked-')[1:]
    is_new = {int(card.partition('"')[0]): "No loans yet." in card for card in cards}
    assert is_new == {three[0]: True, id: False}


def test_what_is_not_free_and_not_ticked_is_declined_with_its_reason(app, as_, three, harp):
    id, ids = three
    loses_harp(app, harp)
    tick(as_("tess"), id, [ids[0], ids[2]])
    assert statuses(as_, ids) == ["approved", "rejected", "approved"]
    assert as_("sol").get(f"{API}{ids[1]}/").json["reason"] == "It is not available then"


def test_what_is_free_and_not_ticked_goes_on_waiting(as_, three):
    id, ids = three
    tick(as_("tess"), id, ids[:1])
    assert statuses(as_, ids) == ["approved", "pending", "pending"]


def heading(card):
    """What a card is called."""
    return re.sub(
        "<.*?>", "", card.partition("<h3")[2].partition(">")[2].partition("</h3>")[0]
    )


@pytest.mark.parametrize("htmx", [False, True])
def test_where_some_go_on_waiting_a_word_says_what_was_answered(as_, three, htmx):
    id, ids = three
    tess, here = as_("tess", htmx=htmx), "at=inbox&show=loans"
    data = {"line": str(ids[0])}
    answer = tess.post(f"/requests/{id}/approve_ticked?{here}", data=data, headers=HERE)
    page = answer.text if htmx else follow(tess, answer)
    said = "1 approved by you. Sol gets an e-mail in a minute."
    assert word(page).startswith(said)
    assert page.count(f'id="asked-{id}"') == 1
    assert page.count('name="line"') == 2
    assert undo_in(page) == f"/requests/{id}/undo?{here}"


def test_that_word_has_the_focus_and_its_undo_leads_back(as_, three):
    id, ids = three
    tess, data = as_("tess", htmx=True), {"line": str(ids[0])}
    path = f"/requests/{id}/approve_ticked?at=inbox&show=loans"
    card = tess.post(path, data=data, headers=HERE).text
    assert re.findall(r"<[^>]* autofocus>", card) == [
        '<div class="said" tabindex="-1" autofocus>'
    ]
    back = as_("tess").post(undo_in(card))
    assert back.location == "/approvals?show=loans"
    assert statuses(as_, ids) == ["pending"] * 3


def test_its_card_after_undo_says_nothing_of_an_answer(as_, three):
    id, ids = three
    tick(as_("tess"), id, ids[:1])
    tess = as_("tess", htmx=True)
    tess.post(f"/requests/{id}/approve_ticked", data={"line": str(ids[1])}, headers=HERE)
    card = tess.post(f"/requests/{id}/undo", headers=HERE).text
    assert not word(card)
    assert card.count('name="line"') == 2


def test_where_one_thing_of_it_is_left_it_is_called_so(as_, three):
    id, ids = three
    tess = as_("tess", htmx=True)
    assert heading(as_("tess").get("/approvals").text).endswith(" and 2 more")
    data = {"line": [str(each) for each in ids[:2]]}
    card = tess.post(f"/requests/{id}/approve_ticked", data=data, headers=HERE).text
    assert " more" not in heading(card)
    assert " more" not in heading(as_("tess").get("/approvals").text)


def test_one_set_is_called_by_its_name(as_, duo):
    days = {"checkout_date": str(ahead(1)), "due_date": str(ahead(5))}
    as_("sol").post(REQUESTS, json=days | {"lines": [{"set": duo}]})
    assert heading(as_("tess").get("/approvals").text) == "Set: Harp set"


def test_the_card_becomes_its_outcome_and_can_be_undone(as_, three):
    id, ids = three
    tess = as_("tess", htmx=True)
    path = f"/requests/{id}/approve_ticked"
    card = tess.post(path, data={"line": [str(each) for each in ids]}, headers=HERE).text
    assert f'id="asked-{id}"' in card
    assert "3 approved by you." in card
    assert 'hx-target="#waiting" hx-swap="innerHTML">Nothing waits for you<' in card
    card = tess.post(f"/requests/{id}/undo", headers=HERE).text
    assert card.count('name="line"') == 3
    assert statuses(as_, ids) == ["pending"] * 3


def test_somebody_was_quicker(as_, three):
    id, ids = three
    tick(as_("ada"), id, ids)
    late = tick(as_("tess", htmx=True), id, ids)
    assert late.status_code == 409
    assert "3 approved by Ada at " in late.text
    assert tick(as_("tess"), id, ids).status_code == 409


def test_nothing_ticked_where_all_is_free_is_refused(as_, three):
    id, ids = three
    assert tick(as_("tess"), id, []).status_code == 409
    assert statuses(as_, ids) == ["pending"] * 3


def test_a_line_of_another_request_is_not_answered(as_, three):
    id, ids = three
    other = as_("nia").post(API, json={"item": 2, "quantity": 1}).json["id"]
    assert tick(as_("tess"), id, [*ids, other]).status_code == 404
    assert statuses(as_, ids) == ["pending"] * 3


@pytest.mark.parametrize(("who", "code"), [("nia", 404), ("sol", 403), ("dora", 403)])
def test_who_may_not(as_, three, who, code):
    id, ids = three
    assert tick(as_(who), id, ids).status_code == code
    assert statuses(as_, ids) == ["pending"] * 3


def test_an_old_card_is_told(app, as_, three):
    id, ids = three
    with app.app_context():
        version = db.session.get_one(Checkout, ids[0]).version
    path = f"/requests/{id}/approve_ticked?version={version + 7}"
    answer = as_("tess").post(path, data={"line": [str(each) for each in ids]})
    assert answer.status_code == 412
