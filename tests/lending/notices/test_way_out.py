"""Whoever opens a form by the link of an e-mail can leave it without doing anything, to where they were."""

import pytest

from tests.support.loans import lend
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout
from webapp.people import links

TESS, SOL = 1, 2


def link(app, path, purpose, id, reader):
    with app.app_context():
        return path + links.sign(purpose, id, to=reader)


def leads_back(browser, base, form):
    page = browser.get(f"{base}/{form}")
    assert page.status_code == 200, page.text
    main = page.text.partition("<main")[2]
    assert f'href="{base}"' in main
    assert browser.get(base).status_code == 200
    return main


@pytest.mark.parametrize("verb", ["reject", "change"])
def test_of_an_answer(app, as_, asked, status, verb):
    main = leads_back(as_(), link(app, "/r/", "decision", asked, TESS), verb)
    assert "Leave it as it is" in main
    assert status(asked) == "pending"


def test_after_what_was_typed_is_refused_too(app, as_, asked):
    base = link(app, "/r/", "decision", asked, TESS)
    browser = as_()
    answer = browser.post(f"{base}/reject", data={"reason": ""})
    assert answer.status_code == 422
    assert f'href="{base}"' in answer.text.partition("<main")[2]


def test_signed_in_it_leads_to_the_loan(as_, asked):
    page = as_("tess").get(f"/checkouts/{asked}/reject").text.partition("<main")[2]
    assert f'<a href="/checkouts/{asked}">Leave it as it is</a>' in page


def test_of_a_set(app, as_, set_asked):
    base = link(app, "/q/", "request", set_asked, TESS)
    with app.app_context():
        set_id = db.session.get_one(Checkout, 1).request_set_id
    assert "Leave it as it is" in leads_back(as_(), base, f"reject?set={set_id}")


def test_of_keeping_it_longer(app, as_):
    with app.app_context(), transaction():
        id = lend(SOL, days=2)
    base = link(app, "/k/", "keep", id, SOL)
    assert "Leave it as it is" in leads_back(as_(), base, "ask_longer")
