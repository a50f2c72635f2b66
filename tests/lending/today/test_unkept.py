"""Promises that cannot be kept are told at the desk and by the proof, until something is done about it."""

import pytest

from tests.support.days import ahead
from tests.support.loans import TESS, lend
from webapp.core.db import transaction
from webapp.lending.today import unkept
from webapp.lending.today.unkept import Claim
from webapp.stock.items import items
from webapp.stock.ledger import ledger, verify
from webapp.stock.ledger.ledger import Line

from ..ahead_acts import promise
from ..conftest import API

HEADING = "Promised, and not there"


def loses(app, item, quantity=1):
    with app.app_context(), transaction():
        home = items.find(TESS, item).home_location_id
        line = Line(item, home, "THEFT_LOSS", "available", "outside", quantity)
        ledger.record(TESS, "lost", [line])


def test_what_is_promised_and_lost_is_told_at_the_desk_until_it_is_cancelled(
    app, as_, harp
):
    dora = as_("dora")
    id = promise(as_, harp, 2, 6)
    assert HEADING not in dora.get("/desk").text
    loses(app, harp)
    page = dora.get("/desk").text
    assert page.index(HEADING) < page.index(f'id="unkept-{id}"')
    assert page.count(f'id="unkept-{id}"') == 1
    dora.post(f"{API}{id}/cancel/")
    assert HEADING not in dora.get("/desk").text


def test_a_scan_and_the_loans_own_page_tell_it_too(app, as_, harp):
    id, dora = promise(as_, harp, 2, 6), as_("dora")
    loses(app, harp)
    page = dora.get("/desk?code=nobody").text
    card = page.partition(f'id="unkept-{id}"')
    assert HEADING in card[0]
    assert f"/checkouts/{id}/set_aside" not in page
    loan = dora.get(f"/checkouts/{id}").text
    assert HEADING in loan
    assert "Lost on" in loan
    assert HEADING not in as_("sol").get(f"/checkouts/{id}").text


def test_the_proof_warns_of_it_and_holds(app, as_, harp):
    id = promise(as_, harp, 40, 45)
    loses(app, harp)
    with app.app_context():
        assert list(verify.problems()) == []
        (words,) = [each for each in verify.warnings() if "Harp" in each]
        assert words.startswith(f"checkout {id}: Harp is promised to Sol from {ahead(40)}")
    assert HEADING not in as_("dora").get("/desk").text


def test_what_is_not_back_in_time_is_told_too(app, as_):
    id = promise(as_, 1, 0, 4, who="sol", quantity=1)
    with app.app_context(), transaction():
        lend(3, item=1, quantity=1, days=2)
    assert HEADING not in as_("dora").get("/desk").text
    loses(app, 1)
    page = as_("dora").get("/desk").text
    assert page.index(HEADING) < page.index(f'id="unkept-{id}"')


def test_who_has_it_set_aside_keeps_it(app, as_):
    first, second = (promise(as_, 1, 0, 4, who=who) for who in ("sol", "nia"))
    as_("dora").post(f"{API}{second}/set_aside/", json={})
    loses(app, 1)
    with app.app_context():
        assert [loan.id for loan in unkept.everywhere()] == [first]


@pytest.mark.parametrize(
    ("lendable", "left"), [(3, []), (2, [3]), (1, [2, 3]), (0, [1, 2, 3])]
)
def test_the_first_to_ask_has_the_first_claim(lendable, left):
    claims = [Claim(id, 1, ahead(0), ahead(5)) for id in (3, 1, 2)]
    assert list(unkept.left_out(lendable, claims)) == left


def test_a_promise_after_another_one_is_kept_by_the_same_piece():
    early = Claim(1, 1, ahead(0), ahead(5))
    late = Claim(2, 1, ahead(5), ahead(10))
    assert list(unkept.left_out(1, [early, late])) == []


def test_home_never_says_fetch_what_is_not_there(app, as_, harp):
    promise(as_, harp, 2, 6, who="sol")
    assert "Fetch it at the desk from" in as_("sol").get("/").text
    loses(app, harp)
    home = as_("sol").get("/").text
    assert "Fetch it" not in home
    assert "it is not there now. The desk looks for a way" in home
