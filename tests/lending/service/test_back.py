"""What came back is looked after for so many open days of the school, until somebody says that it is ready."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.support.days import ahead
from tests.support.opening import shut
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.stock.models import ServiceEnd

from ..ahead_acts import ask
from ..conftest import API
from ..desk_acts import undo
from ..queue_acts import ITEMS, bring_back, take_out
from .acts import free, grantable, later, ready, serve, shown


@pytest.fixture
def back(as_, harp):
    """The harp's loan, which came back today."""
    loan = take_out(as_, harp, due_date=str(ahead(5)))
    bring_back(as_, loan)
    return loan


@pytest.fixture
def viola(app, as_, violas):
    """A loan of one of the three violas, VLA-1, which came back today; service takes two days."""
    serve(app, violas, 2)
    loan = take_out(as_, violas, unit="VLA-1")
    bring_back(as_, loan)
    return loan


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


def test_the_pages_say_until_when_and_have_the_button(as_, harp, back):
    words = f"to be looked after until {ahead(2):%a} {ahead(2).day} {ahead(2):%b}"
    for path in (f"/items/{harp}", f"/checkouts/{back}", "/desk/looked-after"):
        page = shown(as_, path)
        assert f"Only back since today: {words}" in page
        assert f"/checkouts/{back}/ready_now" in page
    assert "Looked after for 2 open days after each return" in shown(as_, f"/items/{harp}")
    assert words not in shown(as_, f"/items/{harp}", who="nia")
    assert words not in shown(as_, f"/checkouts/{back}", who="nia")


def test_the_page_ends_it_and_leads_back(as_, harp, back):
    done = as_("dora").post(f"/checkouts/{back}/ready_now?at=item")
    assert (done.status_code, done.location) == (303, f"/items/{harp}")
    assert free(as_, harp, 1) == [1]
    assert "Needs more time" in shown(as_, f"/items/{harp}")
    assert "Nothing is looked after" in shown(as_, "/desk/looked-after")
    done = as_("dora").post(f"/checkouts/{back}/undo_ready_now?at=desk")
    assert done.location == "/desk/looked-after"
    assert free(as_, harp, 1) == [0]


def test_the_desk_reads_it_of_a_unit_before_it_lends_it(as_, viola):
    words = "Only back since today"
    unit = as_("dora").get("/api/inventory/units/?code=VLA-1").json[0]["id"]
    for path in ("/desk?code=VLA-1", f"/desk/lend/{unit}", f"/units/{unit}"):
        assert words in shown(as_, path)
    assert words not in shown(as_, "/desk?code=VLA-2")


def test_the_list_for_programs(as_, violas, viola):
    path = f"{ITEMS}{violas}/looked_after/"
    assert as_("sol").get(path).status_code == 403
    [each] = as_("dora").get(path).json
    assert (each["tag"], each["checkout"]) == ("VLA-1", viola)
    assert (each["returned_on"], each["until"]) == (str(ahead(0)), str(ahead(2)))
    ready(as_, viola, unit=each["unit"])
    assert as_("dora").get(path).json[0]["is_ready"]


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


def test_staff_hand_it_out_all_the_same_and_then_nothing_is_looked_after(as_, viola):
    unit = as_("dora").get("/api/inventory/units/?code=VLA-1").json[0]["id"]
    form = {"student": "Sol", "due_date": str(ahead(3))}
    assert as_("dora").post(f"/desk/lend/{unit}", data=form).status_code == 303
    assert "Only back" not in shown(as_, f"/units/{unit}")
    ready(as_, viola, code=409)


def test_the_card_tells_whoever_answers(as_, harp, back):
    """Asked for while it was out, for a day on which it is looked after still."""
    ready(as_, back)
    asked = ask(as_("sol"), harp, 0, 3).json["id"]
    ready(as_, back, verb="undo_ready_now")
    page = shown(as_, f"/checkouts/{asked}", who="tess")
    assert "Only back since today:" in page
    assert "more requested" not in page
    assert as_("tess").post(f"{API}{asked}/approve/", json={}).status_code == 200


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
