"""Every button of undo that a loan's page draws does what it says: none is there only to be refused."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.support.days import ahead
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout

from .ahead_acts import promise
from .conftest import API
from .daily_acts import run_the_day
from .desk_acts import act

FORM = re.compile(r'<form method="post" action="([^"]+)".*?</form>', re.DOTALL)


def undo_buttons(page):
    """Where each of them leads, of the page without its menu."""
    main = page.partition("<main")[2]
    forms = [(form.group(1), form.group(0)) for form in FORM.finditer(main)]
    return [path.replace("&amp;", "&") for path, form in forms if "#undo-2" in form]


def set_columns(app, id, **columns):
    with app.app_context(), transaction():
        db.session.execute(update(Checkout).where(Checkout.id == id).values(**columns))


def approved(app, as_, item):
    return promise(as_, item, 0, 3)


def set_aside(app, as_, item):
    id = promise(as_, item, 0, 3)
    act(as_("dora"), id, "set_aside")
    return id


def out(app, as_, item):
    id = promise(as_, item, 0, 3)
    act(as_("dora"), id, "hand_out")
    return id


def extended(app, as_, item):
    id = out(app, as_, item)
    said = {"due_date": str(ahead(5)), "reason": "A concert"}
    answer = as_("dora").post(f"{API}{id}/extend/", json=said)
    assert answer.status_code == 200, answer.json
    return id


def returned(app, as_, item):
    id = out(app, as_, item)
    act(as_("dora"), id, "return_item")
    return id


def to_settle(app, as_, item):
    id = out(app, as_, item)
    act(as_("dora"), id, "return_item", not_settled=True, notes="The bow is missing")
    return id


def settled(app, as_, item):
    id = to_settle(app, as_, item)
    act(as_("dora"), id, "settle")
    return id


def settled_and_taken_back(app, as_, item):
    id = settled(app, as_, item)
    act(as_("dora"), id, "undo_settle")
    return id


def missed(app, as_, item):
    id = promise(as_, item, 0, 3)
    at = clock.now() - timedelta(days=20)
    set_columns(app, id, starts_on=ahead(-20), decided_at=at)
    run_the_day(app)
    return id


def missed_and_over(app, as_, item):
    id = missed(app, as_, item)
    set_columns(app, id, due_on=ahead(-1))
    return id


def cancelled(app, as_, item):
    id = promise(as_, item, 0, 3)
    act(as_("dora"), id, "cancel")
    return id


def cancelled_and_over(app, as_, item):
    id = cancelled(app, as_, item)
    set_columns(app, id, starts_on=ahead(-9), due_on=ahead(-1))
    return id


STATES = {
    each.__name__: each
    for each in (
        approved,
        set_aside,
        out,
        extended,
        returned,
        to_settle,
        settled,
        settled_and_taken_back,
        missed,
        missed_and_over,
        cancelled,
        cancelled_and_over,
    )
}
WITH_UNDO = {"extended", "settled", "missed", "set_aside", "cancelled"}
WITHOUT = {"missed_and_over", "settled_and_taken_back"}


@pytest.mark.parametrize("who", ["sol", "dora", "tess", "ada"])
@pytest.mark.parametrize("state", STATES)
def test_each_that_is_drawn_works(app, as_, stand, state, who):
    id = STATES[state](app, as_, stand)
    browser = as_(who)
    for path in undo_buttons(browser.get(f"/checkouts/{id}").text)[:1]:
        answer = browser.post(path)
        assert answer.status_code == 303, (path, answer.text)


@pytest.mark.parametrize("state", sorted(WITH_UNDO))
def test_there_is_one_where_it_can_be_undone(app, as_, stand, state):
    id = STATES[state](app, as_, stand)
    assert undo_buttons(as_("dora").get(f"/checkouts/{id}").text)


@pytest.mark.parametrize("state", sorted(WITHOUT))
def test_there_is_none_where_it_would_be_refused(app, as_, stand, state):
    id = STATES[state](app, as_, stand)
    assert undo_buttons(as_("dora").get(f"/checkouts/{id}").text) == []


def test_a_borrower_sees_none_of_the_desk(app, as_, stand):
    id = set_aside(app, as_, stand)
    assert undo_buttons(as_("sol").get(f"/checkouts/{id}").text) == []
