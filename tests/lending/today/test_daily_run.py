"""The daily run takes what is to be fetched by tomorrow off the shelf, and leaves what people put back there."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from webapp.core.db import db, transaction
from webapp.lending.models import Checkout
from webapp.lending.today import daily_run
from webapp.people import system_user
from webapp.stock.ledger import verify
from webapp.stock.models import Operation

from ..ahead_acts import ask, promise
from ..daily_acts import run_the_day
from ..desk_acts import act, undo


def aside(app, id):
    with app.app_context():
        assert list(verify.problems()) == []
        return [(row.tag, row.quantity) for row in db.session.get(Checkout, id).aside]


@pytest.mark.parametrize(("first", "pieces"), [(0, 4), (1, 4), (2, 0)])
def test_what_begins_by_tomorrow_is_set_aside(app, as_, stand, first, pieces):
    id = promise(as_, stand, first, 6, quantity=4)
    run_the_day(app)
    assert sum(count for _tag, count in aside(app, id)) == pieces


def test_of_tagged_pieces_the_units_that_fit(app, as_, three_violas):
    run_the_day(app)
    assert aside(app, three_violas) == [("VLA-1", 1), ("VLA-2", 1), ("VLA-3", 1)]


def test_nobody_is_told_until_a_person_says_that_it_lies_there(app, as_, stand, letters):
    id = promise(as_, stand, 0, 6)
    before = letters()
    run_the_day(app)
    assert letters() == before
    assert "Approved" in as_("sol").get("/checkouts").text
    assert act(as_("dora"), id, "set_aside").status_code == 200
    assert letters() == [*before, ("ready", "sol")]
    assert sum(count for _tag, count in aside(app, id)) == 1


def test_it_may_run_any_number_of_times(app, as_, stand, last):
    promise(as_, stand, 0, 6)
    run_the_day(app)
    first = last("set aside")
    assert run_the_day(app) == [0, 0]
    assert last("set aside") == first


def test_the_ledger_says_that_backline_did_it(app, as_, stand, last):
    promise(as_, stand, 0, 6)
    run_the_day(app)
    with app.app_context():
        operation = db.session.get(Operation, last("set aside"))
        assert operation.actor_id == system_user.ID
    assert "Backline" in as_("tess").get(f"/operations/{last('set aside')}").text


def test_what_a_person_put_back_the_run_leaves(app, as_, stand, last):
    id = promise(as_, stand, 0, 6)
    run_the_day(app)
    assert undo(as_("dora"), last("set aside")).status_code in (200, 201)
    run_the_day(app)
    assert aside(app, id) == []
    assert act(as_("dora"), id, "set_aside").status_code == 200
    assert aside(app, id) == [(None, 1)]


def test_who_comes_later_gets_nothing_that_is_promised_until_then(app, as_, harp):
    today = promise(as_, harp, 0, 0)
    tomorrow = promise(as_, harp, 1, 4, who="nia")
    with app.app_context():
        run_the_day(app)
    assert (aside(app, today), aside(app, tomorrow)) == ([(None, 1)], [])


def test_too_few_for_one_stop_no_other(app, as_, harp, stand):
    first = promise(as_, harp, 0, 6)
    second = promise(as_, stand, 0, 6)
    with app.app_context(), transaction():
        db.session.get(Checkout, first).quantity = 2
    run_the_day(app)
    assert (aside(app, first), aside(app, second)) == ([], [(None, 1)])


def test_what_moved_on_since_it_was_found_is_left(app, as_, stand):
    id = promise(as_, stand, 0, 6)
    with app.app_context():
        assert daily_run.due() == [id]
    act(as_("dora"), id, "hand_out")
    with app.app_context():
        assert daily_run.due() == []
        with pytest.raises(Exception, match="already out"), transaction():
            daily_run.set_aside(id)


def test_two_runs_at_once_set_aside_once(app, as_, stand):
    ids = [promise(as_, stand, 0, 6, who=who) for who in ("sol", "nia")]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: run_the_day(app), range(4)))
    for id in ids:
        assert aside(app, id) == [(None, 1)]


def test_what_is_only_asked_for_stays_on_the_shelf(app, as_, stand):
    ask(as_("sol"), stand, 0, 3)
    run_the_day(app)
    with app.app_context():
        assert db.session.query(Operation).filter_by(kind="set aside").count() == 0
