"""Who has something late is suspended by itself until it is back, or, where so decided, asks for nothing more."""

import pytest

from tests.support.days import ahead
from webapp import day
from webapp.lending.suspensions import by_itself

from ..ahead_acts import ask
from ..conftest import API
from ..desk_acts import act
from ..renewals.acts import decide, hand_out, move

SUSPENSIONS = "/api/inventory/suspensions/"


def run(app):
    with app.app_context():
        (chore,) = (each for each in day.DAILY if getattr(each, "find", 0) == by_itself.due)
        return chore()


@pytest.fixture
def late(app, as_, harp):
    """Sol's loan, three days late."""
    id = hand_out(as_, harp)
    move(app, id, -9, -3)
    return id


def test_j07_by_itself_when_late_until_it_is_back(app, as_, stand, late, letters):
    assert run(app) == 0
    decide(app, suspend_after_days=3)
    assert run(app) == 1
    assert run(app) == 0
    assert ("suspended", "sol") in letters()
    no = ask(as_("sol"), stand, 0, 4)
    assert (no.status_code, no.json["facts"]["reason"]) == (409, "suspended")
    act(as_("dora"), late, "return_item")
    assert ask(as_("sol"), stand, 0, 4).status_code == 201
    assert run(app) == 1
    (row,) = as_("sol").get(SUSPENSIONS).json
    assert row["is_automatic"]
    assert row["lifted_at"]


def test_not_before_so_many_open_days(app, late):
    decide(app, suspend_after_days=4)
    assert run(app) == 0


def test_what_somebody_lifted_does_not_begin_again(app, as_, late):
    decide(app, suspend_after_days=3)
    run(app)
    (row,) = as_("dora").get(SUSPENSIONS).json
    as_("dora").post(f"{SUSPENSIONS}{row['id']}/lift/", json={})
    assert run(app) == 0


def test_j10_late_things_stop_new_loans(app, as_, stand, late):
    assert ask(as_("sol"), stand, 0, 4).status_code == 201
    decide(app, late_stops_loans=True)
    no = ask(as_("sol"), stand, 5, 6)
    assert (no.status_code, no.json["facts"]["checkout"]) == (409, late)
    assert f"{ahead(-3):%a %-d %b}" in no.json["detail"]
    assert ask(as_("tess"), stand, 5, 6, student=2).status_code == 201
    act(as_("dora"), late, "return_item")
    assert ask(as_("sol"), stand, 7, 8).status_code == 201


def test_k03_the_rules_that_apply_are_told(app, as_, harp):
    decide(app, most_loans=3, late_stops_loans=True)
    page = as_("sol").get(f"/items/{harp}").text
    for words in (
        "2 times without asking, from 7 days before it is due",
        "Loans at a time",
    ):
        assert words in page
    as_("tess").patch(f"/api/inventory/items/{harp}/", json={"renews_itself": True})
    assert "until somebody else wants it" in as_("sol").get(f"/items/{harp}").text
    assert as_("sol").get(API).status_code == 200
