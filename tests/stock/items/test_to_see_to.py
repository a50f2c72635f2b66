"""What staff should see to is counted where they start, quietly, and in as many queries for much as for little."""

from datetime import timedelta

import pytest

from tests.support.loans import tagged
from tests.support.queries import counted
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.repairs import opening
from webapp.school import calendar
from webapp.stock.models import Level, Unit
from webapp.stock.operations import operations

DORA = Actor(4, "Dora", "desk", 0)
STARTS = pytest.mark.parametrize(
    ("who", "path"), [("dora", "/desk"), ("ada", "/desk"), ("tess", "/approvals")]
)


def something_of_everything(times):
    """So many acts that wait and repairs; so many units with a maintenance due and a warranty that ends; one level."""
    for n in range(times):
        operations.act(DORA, "adjust", [{"item": 2}], reason="disposed")
        id = tagged(f"VLN-{n}")
        opening.open(DORA, unit=id)
        unit = db.session.get_one(Unit, id)
        unit.next_maintenance_on = calendar.today() + timedelta(days=3)
        unit.warranty_until = calendar.today() + timedelta(days=9)
        db.session.flush()
    db.session.get_one(Level, 1).reorder_point = 100
    db.session.flush()


def shows_all(page, *, has_cards):
    """All of it is counted; in the inbox, what has a card there is not counted once more."""
    for words in ("1 running low", "2 need maintenance", "2 warranties ending"):
        assert words in page, words
    for words in ("2 need a second approval", "2 repairs"):
        assert (words in page) != has_cards, words


@STARTS
def test_where_staff_start(app, as_, who, path):
    browser = as_(who)
    assert "To see to" not in browser.get(path).text
    with app.app_context(), transaction():
        something_of_everything(2)
    shows_all(browser.get(path).text, has_cards=path == "/approvals")
    with counted(app) as few:
        browser.get(path)
    with app.app_context(), transaction():
        operations.act(DORA, "adjust", [{"item": 2}], reason="disposed")
    browser.get(path)  # what is kept is made
    with counted(app) as many:
        assert browser.get(path).status_code == 200
    assert len(few) == len(many)


def test_what_was_seen_to_is_not_counted(app, as_):
    tess = as_("tess")
    with app.app_context(), transaction():
        something_of_everything(1)
    tess.post("/operations/pending/1/reject")
    tess.post("/api/inventory/repairs/1/cancel/", json={})
    page = tess.get("/approvals").text
    assert "second approval" not in page
    assert "1 repair" not in page
    assert "1 running low<" in page


def test_the_hub_has_them_on_its_cards(app, as_):
    dora = as_("dora")
    assert "Needs attention" not in dora.get("/stock").text
    with app.app_context(), transaction():
        something_of_everything(3)
    page = dora.get("/stock").text
    assert page.count(" to do</span>") == 4
    assert '>7<span class="vh"> to do' in page
    with counted(app) as seen:
        dora.get("/stock")
    assert len(seen) < 10
    assert as_("sol").get("/stock").status_code == 403
