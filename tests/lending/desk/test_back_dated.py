"""Back-dated: what lay in the drop box came back on the day it was left there, whenever somebody wrote it down."""

from datetime import timedelta

import pytest

from tests.support.days import ahead
from tests.support.loans import lend
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout
from webapp.school import calendar
from webapp.stock.ledger import verify
from webapp.stock.models import Operation

from ..conftest import API
from ..desk_acts import act, undo

DOORS = pytest.mark.parametrize("door", ["page", "api"])
SOL = 2


@pytest.fixture
def late(app):
    """Three cellos that Sol has since ten days ago, and that were due three days ago; the loan's id."""
    with app.app_context(), transaction():
        id = lend(SOL, item=2, quantity=3)
        loan = db.session.get(Checkout, id)
        loan.out_at -= timedelta(days=10)
    return id


def end(browser, door, id, **said):
    if door == "api":
        return act(browser, id, "return_item", **said)
    return browser.post(f"/checkouts/{id}/return", data=said)


def days_in_ledger(app, id):
    """The day on which it came back, and the day on which that was written down."""
    with app.app_context():
        loan = db.session.get(Checkout, id)
        assert loan.returned_on <= loan.due_on
        assert list(verify.problems()) == []
        back = db.session.query(Operation).filter_by(kind="return").one()
        return back.happened_on, calendar.local(back.created_at).date()


@DOORS
def test_e09_taken_back_with_the_day_it_really_came(app, as_, late, letters, door):
    day = ahead(-4)
    answer = end(as_("dora"), door, late, returned_on=str(day))
    assert answer.status_code in (200, 303)
    shown = as_("sol").get(f"{API}{late}/").json
    assert (shown["return_date"], shown["status"]) == (str(day), "returned")
    assert days_in_ledger(app, late) == (day, ahead(0))
    page = as_("sol").get(f"/checkouts/{late}").text
    assert f'datetime="{day}"' in page
    assert "written down on" in page
    assert letters()[-1] == ("returned", "sol")


@DOORS
@pytest.mark.parametrize(
    ("days", "words"), [(-11, "It went out on"), (1, "That day is in the future")]
)
def test_a_day_that_cannot_be_says_so_at_its_field(as_, late, door, days, words):
    no = end(as_("dora"), door, late, returned_on=str(ahead(days)))
    assert no.status_code == 422
    assert words in no.text
    if door == "api":
        assert list(no.json["fields"]) == ["returned_on"]
    assert as_("sol").get(f"{API}{late}/").json["out"] == 3


def test_it_is_back_since_its_last_piece_came(as_, late):
    dora = as_("dora")
    act(dora, late, "return_item", quantity=1, returned_on=str(ahead(-4)))
    act(dora, late, "return_item", quantity=1, returned_on=str(ahead(-2)))
    shown = act(dora, late, "return_item", returned_on=str(ahead(-5))).json
    assert shown["return_date"] == str(ahead(-2))


def test_a_loss_has_no_day_of_return(as_, late):
    dora = as_("dora")
    act(dora, late, "return_item", quantity=2, returned_on=str(ahead(-4)))
    shown = act(dora, late, "return_item", outcome="lost").json
    assert (shown["return_date"], shown["status"]) == (str(ahead(-4)), "returned")


def test_undone_it_is_late_again(as_, late, last):
    dora = as_("dora")
    act(dora, late, "return_item", returned_on=str(ahead(-4)))
    assert undo(dora, last("return")).status_code == 201
    shown = dora.get(f"{API}{late}/").json
    assert (shown["return_date"], shown["overdue"]) == (None, True)


def test_the_borrower_cannot_say_when_it_came_back(as_, late):
    said = {"returned_on": str(ahead(-4))}
    assert act(as_("sol"), late, "return_item", **said).status_code == 403
    assert act(as_("nia"), late, "return_item", **said).status_code == 404
