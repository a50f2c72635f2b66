"""Loans are asked for ahead: on a day of their own, counted and shown from it, and fetched early if nobody minds."""

import pytest

from tests.support.days import ahead
from webapp.core import clock
from webapp.core.db import db
from webapp.lending.agenda import due
from webapp.lending.availability import availability
from webapp.lending.models import Checkout
from webapp.school import calendar
from webapp.stock.models import Operation

from ..ahead_acts import ask, promise
from ..conftest import API


def test_dates_are_asked_for_and_said_on_every_page(as_, harp):
    sol = as_("sol")
    form = {"quantity": 1, "checkout_date": str(ahead(4)), "due_date": str(ahead(9))}
    to = sol.post(f"/items/{harp}", data=form).location
    id = int(to.rpartition("/")[2])
    days = f"{ahead(4):%a %-d %b} to {ahead(9):%a %-d %b}"
    assert days in sol.get(to).text
    assert days in sol.get("/checkouts").text
    as_("tess").post(f"{API}{id}/approve/", json={})
    assert days in as_("dora").get("/desk").text


def test_a_program_reads_both_days(as_, harp):
    shown = ask(as_("sol"), harp, 4, 9).json
    assert (shown["checkout_date"], shown["due_date"]) == (str(ahead(4)), str(ahead(9)))


def test_the_calendar_says_when_to_pick_up(app, as_, harp):
    promise(as_, harp, 4, 9)
    with app.app_context():
        (event,) = due(2, clock.now())
        assert calendar.local(event.starts).date() == ahead(4)
    assert event.title == "Pick up: Harp"
    assert event.uid.startswith("pickup-")


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(-1, 3, "checkout_date"), (4, 3, "due_date"), (4000, 4010, "checkout_date")],
)
def test_days_must_make_sense(as_, harp, first, last, field):
    no = ask(as_("sol"), harp, first, last)
    assert no.status_code == 422
    assert list(no.json["fields"]) == [field]
    form = {"quantity": 1, "checkout_date": str(ahead(first)), "due_date": str(ahead(last))}
    page = as_("sol").post(f"/items/{harp}", data=form | {"notes": "for the gala"})
    assert page.status_code == 422
    assert "for the gala" in page.text
    assert f'value="{ahead(first)}"' in page.text


def test_a14_a_request_longer_than_allowed_is_counted_from_its_first_day(as_, harp):
    with_room = ask(as_("sol"), harp, 20, 20 + 29)
    assert with_room.status_code == 201
    no = ask(as_("sol"), harp, 100, 100 + 30)
    assert "This may be borrowed for 30 days" in no.json["fields"]["due_date"][0]


def test_a_request_ahead_expires_when_its_first_day_is_over(app, as_, harp):
    id = ask(as_("sol"), harp, 2, 9).json["id"]
    with app.app_context():
        _, over = calendar.day(ahead(2))
        assert db.session.get(Checkout, id).expires_at == over


def test_who_comes_early_is_refused_what_is_promised_until_then(as_, harp):
    late = promise(as_, harp, 7, 9)
    promise(as_, harp, 2, 4, who="nia")
    dora = as_("dora")
    no = dora.post(f"{API}{late}/hand_out/", json={})
    assert (no.status_code, no.json["facts"]["free"]) == (409, 0)
    assert dora.post(f"{API}{late}/set_aside/", json={}).status_code == 409


def test_who_comes_early_has_it_from_then_on_until_that_is_undone(app, as_, harp):
    late, dora = promise(as_, harp, 7, 9), as_("dora")
    out = dora.post(f"{API}{late}/hand_out/", json={})
    assert out.json["checkout_date"] == str(ahead(0))
    with app.app_context():
        assert availability.shelf(harp).days(ahead(0), 11) == [0] * 10 + [1]
        operation = db.session.query(Operation).filter_by(kind="hand out").one().id
    undone = dora.post(f"/api/inventory/operations/{operation}/undo/", json={})
    assert undone.status_code == 201
    assert dora.get(f"{API}{late}/").json["checkout_date"] == str(ahead(7))
