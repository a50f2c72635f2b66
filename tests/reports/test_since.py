"""Since when somebody has a thing is one fact: the day on which it was handed out, not the one it was promised for."""

import pytest

from tests.support.days import ahead
from tests.support.loans import lend, tagged
from webapp.core import clock, dates
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout
from webapp.school import calendar

SOL = 2


@pytest.fixture
def late_fetched(app):
    """A unit that was promised from five days ago and handed out today; its id and the loan's."""
    with app.app_context(), transaction():
        unit = tagged("VLA-1")
        id = lend(SOL, item=1, unit=unit, days=-5)
        loan = db.session.get_one(Checkout, id)
        loan.starts_on = ahead(-5)
        return unit, id


def main_of(page):
    return " ".join(page.partition("<main")[2].split())


def test_it_is_the_same_on_every_page(app, as_, late_fetched):
    unit, id = late_fetched
    dora = as_("dora")
    with app.test_request_context():
        out, promised = (
            dates.written(day, "%a %-d %b")
            for day in (calendar.local(clock.now()).date(), ahead(-5))
        )
    for path in (f"/units/{unit}", f"/people/{SOL}", f"/checkouts/{id}"):
        page = main_of(dora.get(path).text)
        assert out in page, path
        assert promised not in page, path


def test_past_loans_tell_it_too(app, as_, late_fetched):
    _unit, id = late_fetched
    as_("dora").post(f"/checkouts/{id}/return", data={"condition": "good"})
    page = main_of(as_("dora").get("/checkouts/past").text)
    with app.test_request_context():
        promised = dates.written(ahead(-5), "%-d %b %Y")
    assert promised not in page
