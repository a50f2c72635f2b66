"""What came back is looked after for so many open days of the school, until somebody says that it is ready."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.support.days import ahead
from tests.support.opening import shut
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.stock.models import ServiceEnd

from ..conftest import API
from ..desk_acts import undo
from ..queue_acts import ITEMS, bring_back, take_out
from .acts import free, grantable, later, ready, serve


def ends(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(ServiceEnd))


def test_it_can_be_asked_for_once_the_days_are_over(app, as_, harp, back):
    assert free(as_, harp, 5) == [0, 0, 0, 1, 1]
    assert grantable(app, harp, 5) == [1, 1, 1, 1, 1]


def test_a_day_is_over_as_the_schools_clock_turns(as_, harp, back):
    for days, left in ((1, [0, 0, 1]), (2, [0, 1]), (3, [1])):
        with clock.at(later(days)):
            answer = as_("sol").get(f"{ITEMS}{harp}/availability/?to={ahead(4)}")
            assert [day["free"] for day in answer.json][: len(left)] == left


def test_a_closed_day_that_is_entered_later_moves_its_end(app, as_, harp, back):
    with app.app_context(), transaction():
        shut(ahead(1), ahead(2))
    assert free(as_, harp, 6) == [0, 0, 0, 0, 0, 1]


def test_the_day_on_which_it_came_back_counts_not_that_on_which_it_was_written(as_, harp):
    with clock.at(later(-3)):
        loan = take_out(as_, harp, due_date=str(ahead(5)))
    bring_back(as_, loan, returned_on=str(ahead(-1)))
    assert free(as_, harp, 3) == [0, 0, 1]


def test_ready_now_ends_it_and_needs_more_time_lets_it_go_on(app, as_, harp, back):
    ready(as_, back)
    assert free(as_, harp, 3) == [1, 1, 1]
    assert ends(app) == 1
    ready(as_, back, verb="undo_ready_now")
    assert free(as_, harp, 4) == [0, 0, 0, 1]
    assert ends(app) == 0


def test_twice_is_refused(as_, back):
    ready(as_, back)
    no = ready(as_, back, code=409)
    assert no["detail"] == "Nothing of this loan is looked after now"
    ready(as_, back, verb="undo_ready_now")
    ready(as_, back, code=409, verb="undo_ready_now")


def test_it_cannot_be_said_of_what_is_out_or_over(as_, harp, back):
    with clock.at(later(3)):
        ready(as_, back, code=409)
    out = take_out(as_, 1)
    ready(as_, out, code=409)


@pytest.mark.parametrize("verb", ["ready_now", "undo_ready_now"])
def test_strangers_do_not_see_it_and_borrowers_may_not_say_it(as_, back, verb):
    ready(as_, 999, code=404, verb=verb)
    assert as_("sol").post(f"/checkouts/{back}/{verb}").status_code == 404
    assert as_("nia").post(f"/checkouts/{back}/{verb}").status_code == 403
    ready(as_, back, code=403, who="nia", verb=verb)


def test_four_at_once_say_it_once(app, as_, back):
    browsers = [as_("dora") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        codes = pool.map(
            lambda dora: dora.post(f"{API}{back}/ready_now/", json={}).status_code, browsers
        )
    assert sorted(codes) == [200, 409, 409, 409]
    assert ends(app) == 1


def test_a_unit_of_several_is_ready_for_itself(app, as_, violas, violas_out):
    serve(app, violas, 2)
    bring_back(as_, violas_out)
    rows = as_("dora").get(f"{ITEMS}{violas}/looked_after/").json
    assert len(rows) == 3
    assert free(as_, violas, 1) == [0]
    ready(as_, violas_out, unit=rows[0]["unit"])
    assert free(as_, violas, 1) == [1]
    ready(as_, violas_out)
    assert free(as_, violas, 1) == [3]


def test_undoing_the_return_takes_it_away_and_a_new_return_begins_anew(
    as_, last, harp, back
):
    ready(as_, back)
    assert undo(as_("dora"), last("return")).status_code == 201
    assert free(as_, harp, 8) == [0] * 8
    with clock.at(later(1)):
        bring_back(as_, back)
        answer = as_("sol").get(f"{ITEMS}{harp}/availability/?to={ahead(5)}")
        assert [day["free"] for day in answer.json] == [0, 0, 0, 1]


def test_what_came_back_damaged_follows_its_repair(as_, viola, violas):
    ready(as_, viola)
    loan = take_out(as_, violas, unit="VLA-1")
    bring_back(as_, loan, outcome="damaged", notes="A crack")
    assert as_("dora").get(f"{ITEMS}{violas}/looked_after/").json == []
    assert free(as_, violas, 1) == [2]


def test_a_loose_piece_that_came_back_damaged_says_nothing_of_the_others(app, as_, stand):
    serve(app, stand, 2)
    loan = take_out(as_, stand, quantity=20)
    bring_back(as_, loan, quantity=1)
    bring_back(as_, loan, quantity=1, outcome="damaged", notes="Bent")
    assert free(as_, stand, 1) == [0]


def test_loose_pieces_leave_the_shelf_that_are_ready_first(app, as_, stand):
    serve(app, stand, 2)
    loan = take_out(as_, stand, quantity=5)
    bring_back(as_, loan, quantity=2)
    assert free(as_, stand, 4) == [15, 15, 15, 17]
    bring_back(as_, loan)
    assert free(as_, stand, 4) == [15, 15, 15, 20]
    take_out(as_, stand, quantity=15, student=2)
    assert free(as_, stand, 1) == [0]
    assert grantable(app, stand, 1) == [5]
