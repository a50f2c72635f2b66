"""The numbers in the menu at the side: what is to be handed out, late, to be mended, and what stock asks for."""

import re

import pytest

from tests.support.loans import lend
from webapp.core.db import db, transaction
from webapp.lending.decisions import decisions
from webapp.lending.desk import handovers
from webapp.school import calendar
from webapp.stock.models import Level

from .conftest import SOL, TESS, repair, wish

CHECKOUTS = "/api/inventory/checkouts/"


@pytest.fixture
def numbers(app, as_):
    """What stands beside the places of somebody's menu; without those that have none there."""
    browsers = {}

    def read(name):
        browser = browsers.setdefault(name, as_(name))
        places = re.findall(r'id="rail-([a-z]+)"[^>]*>(\d*)', browser.get("/history").text)
        return {place: int(number) for place, number in places if number}

    return read


def test_nought_is_not_shown(numbers):
    assert numbers("dora") == {}


def test_each_is_right_after_each_act(app, numbers):
    dora = numbers("dora")
    with app.app_context(), transaction():
        today = wish(0)
        decisions.approve(TESS, today)
        decisions.approve(TESS, wish(4))
        late = lend(SOL.id, item=1)
        repair()
        db.session.query(Level).filter_by(item_id=2).one().reorder_point = 50
    dora = numbers("dora")
    assert dora == {"queue": 1, "overdue": 1, "repairs": 1, "alerts": 1}
    with app.app_context(), transaction():
        handovers.hand_out(TESS, today)
        handovers.return_item(TESS, late)
        db.session.query(Level).filter_by(item_id=2).one().reorder_point = 0
    assert numbers("dora") == {"repairs": 1}


def test_a_teachers_late_loans_are_those_of_their_students(app, numbers):
    with app.app_context(), transaction():
        lend(SOL.id, item=1)
        lend(5, item=2)  # Ada's, whom nobody teaches
    assert numbers("tess")["overdue"] == 1
    assert numbers("ada")["overdue"] == 2


def test_students_have_none(app, as_):
    with app.app_context(), transaction():
        lend(SOL.id, item=1)
    assert 'id="rail-overdue"' not in as_("sol").get("/").text


def test_an_answer_by_htmx_brings_them_along(app, as_):
    with app.app_context(), transaction():
        id = wish(0)
    answer = as_("tess", htmx=True).post(f"/checkouts/{id}/approve", data={"version": 1})
    assert answer.status_code == 200
    assert re.search(r'hx-target="#rail-queue"[^>]*>1<', answer.text)


def test_late_from_one_day_to_the_next(app, numbers, monkeypatch):
    with app.app_context(), transaction():
        lend(SOL.id, item=1, days=0)
        tomorrow = calendar.after(calendar.today(), 1)
    assert "overdue" not in numbers("dora")
    monkeypatch.setattr(calendar, "today", lambda: tomorrow)
    assert numbers("dora")["overdue"] == 1
