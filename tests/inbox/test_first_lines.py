"""Requests in the inbox stand by their first lines; sorts of which nothing waits are not asked for."""

import pytest
from sqlalchemy import func, select

from tests.support.days import ahead
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.lending.asking import asking
from webapp.lending.asking.asking import Wish
from webapp.lending.models import Checkout

from .conftest import NIA, SOL, act, plenty, repair, wish
from .test_inbox import API, PATH, cards, kinds_of, told


@pytest.fixture
def of_several_days(app):
    """Sol's request, first for a later day: its id, and that of the line that is wanted first, of two on that day."""
    with app.app_context(), transaction():
        plenty()
        days = [(9, 12), (2, 4), (9, 14), (2, 3)]
        lines = [Wish(2, 1, ahead(first), ahead(last)) for first, last in days]
        id = asking.ask_for_several(SOL, lines, send_anyway=True).id
        query = select(func.min(Checkout.id)).where(Checkout.starts_on == ahead(2))
        return id, db.session.scalar(query)


def test_a_request_stands_where_its_first_day_does(app, as_, of_several_days):
    asked, first = of_several_days
    with app.app_context(), transaction():
        others = [("loan", wish(2, NIA)), ("loan", wish(3, NIA))]
    assert told(as_("tess").get(API)) == [("loan", first), *others]
    assert cards(as_("tess").get(PATH)) == [("asked", asked), *others]


def test_what_nothing_of_waits_is_not_asked_for(app, as_):
    tess = as_("tess")
    tess.get(PATH)  # what is kept is made
    with counted(app) as seen:
        tess.get(PATH)
    assert len(seen) <= 3, "\n".join(seen)  # who it is, when the desk is open, the alerts
    with app.app_context(), transaction():
        act(), repair(), wish(3)
    tess.get(PATH)
    with counted(app) as seen:
        assert kinds_of(as_, "tess") == {"loan", "act"}
    assert not [query for query in seen if "FROM renewal_requests" in query]
