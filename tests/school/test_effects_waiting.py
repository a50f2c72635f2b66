"""H04: what is fetched later because the school closes is kept as long as before."""

import pytest

from tests.support.days import ahead
from webapp.core.db import db
from webapp.lending.models import Checkout

from .conftest import CLOSED, LOANS, holidays


@pytest.fixture
def asked(as_):
    """Sol's request for the third to the seventh day from today; its id."""
    said = {"item": 1, "checkout_date": str(ahead(3)), "due_date": str(ahead(7))}
    return as_("sol").post(LOANS, json=said).json["id"]


@pytest.fixture
def days(app):
    def look(id):
        with app.app_context():
            loan = db.session.get(Checkout, id)
            return loan.starts_on, loan.due_on

    return look


@pytest.mark.parametrize("last", [3, 5, 7])
@pytest.mark.parametrize("is_promised", [False, True])
def test_both_days_move_as_far(as_, asked, days, last, is_promised):
    if is_promised:
        as_("tess").post(f"{LOANS}{asked}/approve/", json={})
    path, said = f"{CLOSED}?preview=1", holidays(3, last)
    seen = as_("ada").post(path, json=said).json["hits"]
    assert as_("ada").post(CLOSED, json=said).status_code == 201
    moved = last + 1 - 3
    assert days(asked) == (ahead(3 + moved), ahead(7 + moved))
    assert {hit["becomes"] for hit in seen} == set(map(str, days(asked)))


def test_the_end_of_the_term_binds_it_all_the_same(as_, asked, days):
    said = {"name": "Autumn", "starts_on": str(ahead(-30)), "ends_on": str(ahead(30))}
    as_("ada").post("/api/inventory/terms/", json=said | {"return_by": str(ahead(9))})
    as_("ada").post(CLOSED, json=holidays(3, 7))
    assert days(asked) == (ahead(8), ahead(9))


def test_the_history_tells_the_days_that_were_asked_for(as_, asked):
    as_("ada").post(CLOSED, json=holidays(3, 7))
    page = " ".join(as_("sol").get(f"/checkouts/{asked}").text.split())
    assert f"from {ahead(3):%-d %b} until {ahead(7):%-d %b %Y}" in page
