"""Approving promises and moves nothing: days that do not meet share a piece."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from tests.support.days import ahead
from tests.support.loans import TESS, tagged
from webapp.core.db import db, transaction
from webapp.lending.asking import asking
from webapp.lending.asking.asking import Wish
from webapp.lending.availability import availability
from webapp.lending.models import Checkout, CheckoutEvent
from webapp.stock.items import items
from webapp.stock.ledger import ledger, verify
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Operation

from ..ahead_acts import ask, promise
from ..conftest import API


def test_a04_the_one_harp_is_promised_for_different_weeks(app, as_, harp):
    first = promise(as_, harp, 0, 6)
    second = promise(as_, harp, 7, 13, who="nia")
    with app.app_context():
        assert availability.shelf(harp).days(ahead(0), 15) == [0] * 14 + [1]
        assert list(verify.problems()) == []
        for id in (first, second):
            assert db.session.get(Checkout, id).status == "approved"
    no = ask(as_("sol"), harp, 5, 8)
    assert (no.status_code, no.json["facts"]["free"]) == (409, 0)


def test_a_promise_moves_nothing_and_is_kept_as_an_event(app, as_, harp):
    id = promise(as_, harp, 0, 6)
    with app.app_context():
        assert not db.session.query(Operation).filter_by(checkout_id=id).count()
        event = db.session.query(CheckoutEvent).one()
        assert (event.kind, event.by) == ("approve", TESS.id)
        assert (event.before["status"], event.after["status"]) == ("pending", "approved")


def test_the_loans_page_tells_each_decision(as_, harp):
    tess = as_("tess")
    id = promise(as_, harp, 3, 6)
    tess.post(f"{API}{id}/undo/")
    tess.post(f"{API}{id}/reject/", json={"reason": "The harp is on tour"})
    page = tess.get(f"/checkouts/{id}").text
    told = [page.index(words) for words in ("Approved", "Decision undone", "Declined</b>")]
    assert told == sorted(told)
    assert "“The harp is on tour”" in page
    with_days = as_("sol").get(f"/checkouts/{id}").text
    assert f"from {ahead(3):%-d %b} until" in with_days


def test_what_was_decided_is_never_changed(app, as_, harp):
    promise(as_, harp, 0, 6)
    for statement in (
        "UPDATE checkout_events SET why = 'x'",
        "DELETE FROM checkout_events",
    ):
        with (
            app.app_context(),
            pytest.raises(Exception, match="decided is never"),
            transaction(),
        ):
            db.session.execute(text(statement))


def test_what_is_set_aside_is_taken_from_then_on(app, as_, harp):
    id = promise(as_, harp, 3, 5)
    assert as_("dora").post(f"{API}{id}/set_aside/", json={}).status_code == 200
    with app.app_context():
        assert availability.shelf(harp).days(ahead(0), 7) == [0] * 6 + [1]
    assert ask(as_("nia"), harp, 0, 1).status_code == 409


@pytest.fixture
def tagged_harp(app, harp):
    """The harp, which is now the one with the tag HRP-1; its unit."""
    with app.app_context(), transaction():
        home = items.find(TESS, harp).home_location_id
        ledger.record(
            TESS, "lost", [Line(harp, home, "THEFT_LOSS", "available", "outside", 1)]
        )
        return tagged("HRP-1", item=harp)


def test_setting_aside_what_has_tags_takes_the_first_that_fits(app, as_, harp, tagged_harp):
    id, dora = promise(as_, harp, 0, 5), as_("dora")
    assert dora.post(f"{API}{id}/set_aside/", json={}).status_code == 200
    with app.app_context():
        assert db.session.get(Checkout, id).unit_ids == [tagged_harp]
    page = dora.get(f"/checkouts/{id}").text
    assert page.index("Set aside</b>") < page.index("HRP-1")
    assert dora.post(f"{API}{id}/hand_out/", json={}).json["status"] == "out"
    with app.app_context():
        assert list(verify.problems()) == []


def test_what_lies_ready_for_one_is_not_set_aside_for_another(as_, harp, tagged_harp):
    id, dora = promise(as_, harp, 0, 5), as_("dora")
    dora.post(f"{API}{id}/set_aside/", json={})
    other = promise(as_, harp, 8, 9, who="nia")
    no = dora.post(f"{API}{other}/set_aside/", json={"unit": tagged_harp})
    assert no.status_code == 409


def test_damage_is_reported_on_what_is_only_promised(as_, harp):
    """Until approving became a promise, nothing was left on the shelf to report."""
    promise(as_, harp, 0, 6)
    answer = as_("dora").post(
        "/api/inventory/repairs/", json={"item": harp, "description": "A string broke"}
    )
    assert answer.status_code == 201


def test_two_approvers_of_overlapping_days_promise_it_once(app, as_, harp):
    ids = [ask(as_("sol"), harp, 0, 3).json["id"]]
    with app.app_context(), transaction():
        second = asking.new(TESS, Wish(harp, 1, ahead(5), ahead(9)), student=3)
        second.starts_on, ids = ahead(2), [*ids, second.id]
    browsers = [as_("tess") for _ in ids]
    with ThreadPoolExecutor(2) as pool:
        codes = list(
            pool.map(
                lambda at: (
                    browsers[at].post(f"{API}{ids[at]}/approve/", json={}).status_code
                ),
                range(2),
            )
        )
    assert sorted(codes) == [200, 409]
