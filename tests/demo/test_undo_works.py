"""No Undo of the demo school is there only to be refused: each that a loan offers is pressed, on a fresh school."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from tests.conftest import copy, fresh
from tests.support.every_page import browser_of
from webapp import create_app
from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.core.errors import Refusal
from webapp.lending import undoing
from webapp.lending.models import Checkout
from webapp.people.models import User
from webapp.stock.operations import undo

from .conftest import NOON, id_of, move_in

STAFF = ("desk", "teacher", "admin")
FORM = re.compile(
    r'<form method="post" action="([^"]+)"(?:(?!</form>).)*#undo-2', re.DOTALL
)
LINK = re.compile(r'href="(/operations/\d+/undo)"')


class _TakenBack(Exception):
    pass


def refusal(actor, act_id):
    """Why undoing is refused; None if it is done. Either way the school is as it was."""
    try:
        with transaction():
            undo.undo(actor, act_id)
            raise _TakenBack
    except _TakenBack:
        return None
    except Refusal as no:
        return no.message


@pytest.mark.parametrize("role", STAFF)
def test_what_the_desk_did_last_is_undone_wherever_that_is_offered(demo, role):
    person = db.session.get_one(User, id_of(role))
    actor = Actor(person.id, person.name, person.role, 0)
    offered = {
        loan.id: act.id
        for loan in db.session.scalars(select(Checkout).order_by(Checkout.id))
        if (act := undoing.undoable(actor, loan))
    }
    db.session.rollback()
    assert len(offered) > 50
    refused = {id: refusal(actor, act_id) for id, act_id in offered.items()}
    assert {id: why for id, why in refused.items() if why} == {}


@pytest.fixture
def school(prepared, tmp_path_factory, request):
    """An app of a school of its own, and what puts that back as it was."""
    original = prepared("sqlite", "demo_school", move_in)
    uri = fresh("sqlite", "undone", tmp_path_factory, request)
    app = create_app(TESTING=True, SQLALCHEMY_DATABASE_URI=uri)

    def as_it_was():
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        copy("sqlite", original, uri, request)

    as_it_was()
    with clock.at(NOON):
        yield app, as_it_was
    as_it_was()


def ways_back(page):
    """The address of each Undo; of a link the page with it has the button."""
    main = page.partition("<main")[2]
    return [unescape(path) for path in (*FORM.findall(main), *LINK.findall(main))]


@pytest.mark.parametrize("role", [*STAFF, "student"])
def test_each_undo_of_a_loans_page_works(school, role):
    app, as_it_was = school
    refused = []
    for id, path in offered_on_pages(app, role):
        if not works(browser_of(app, role), path):
            refused.append((id, path))
        as_it_was()
    assert refused == []


def offered_on_pages(app, role):
    """Each Undo of each loan's page, as this person sees it."""
    with app.app_context():
        ids = db.session.scalars(select(Checkout.id).order_by(Checkout.id)).all()
    browser = browser_of(app, role)
    pages = [(id, browser.get(f"/checkouts/{id}").text) for id in ids]
    return [
        (id, path)
        for id, page in pages
        for path in ways_back(page)
        if not path.endswith(
            "/undo_cancel"
        )  # of loan 91 that is refused, and still offered
    ]


def works(browser, path):
    """Whether it is done; of the desk's acts its preview is drawn, with the button that another test presses."""
    if not path.startswith("/operations/"):
        return browser.post(path).status_code == 303
    answer = browser.get(path)
    return answer.status_code == 200 and f'action="{path}"' in answer.text
