"""A repair of what left before repairs heard of it is closed by hand, or goes on with what is there."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.loans import TESS
from webapp.core.db import db, transaction
from webapp.repairs.models import Repair
from webapp.stock.ledger import verify

from .conftest import API


@pytest.fixture
def stuck(app):
    """A repair from before repairs heard of it: unit 1 is on the shelf, and nothing is damaged."""

    def put(**columns):
        with app.app_context(), transaction():
            row = Repair(opened_by=TESS.id, location_id=1, **{"item_id": 1} | columns)
            db.session.add(row)
            db.session.flush()
            return row.id

    return put


def test_one_that_is_stuck_is_warned_of_and_shown(app, as_, stuck):
    id = stuck(item_id=2, quantity=2, status="approved")
    with app.app_context():
        (warning,) = [each for each in verify.warnings() if "repair" in each]
    assert warning == "repair 1 is open for 2 pieces, of which 0 are damaged"
    page = as_("dora").get(f"/repairs/{id}").text.partition("<main")[2]
    assert "By the books it is not here any more" in page
    assert f'href="/repairs/{id}/gone"' in page
    assert f'href="/repairs/{id}/cancel"' not in page


@pytest.mark.parametrize("door", ["page", "api"])
def test_it_is_closed_by_hand_once(as_, act, stuck, repair, door):
    id = stuck(item_id=2, quantity=2, status="approved")
    done = act("dora", door, id, "gone", notes="Sold in 2024")
    assert done.status_code == (303 if door == "page" else 200)
    assert repair() == ("gone", 2)
    (told,) = as_("dora").get(f"{API}{id}/").json["history"]
    assert (told["kind"], told["notes"]) == ("close_what_is_gone", "Sold in 2024")
    assert act("dora", "api", id, "gone").status_code == 409


def test_one_that_is_partly_stuck_goes_on_with_the_others(as_, begun, stuck, act, repair):
    begun(item=2, quantity=1)
    id = stuck(item_id=2, quantity=1)
    assert act("dora", "api", id, "gone").status_code == 200
    assert (repair(1), repair(id)) == (("pending", 1), ("gone", 1))
    assert act("dora", "api", 1, "gone").status_code == 409
    assert act("dora", "api", 1, "cancel").status_code == 200


def test_what_is_here_is_not_closed_as_gone(as_, begun, act, repair):
    begun()
    no = act("dora", "api", 1, "gone")
    assert no.status_code == 409
    assert "All of it is still here" in no.json["detail"]
    assert repair() == ("pending", 1)
    assert "/repairs/1/gone" not in as_("dora").get("/repairs/1").text


def test_only_staff_say_so(act, stuck):
    id = stuck()
    assert act("sol", "api", id, "gone").status_code == 403
    assert act("sol", "page", id, "gone").status_code == 403
    assert act("dora", "api", 99, "gone").status_code == 404


def test_closed_by_hand_by_two_at_once_it_is_closed_once(app, as_, stuck):
    id = stuck()
    desks = [as_("dora") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda desk: desk.post(f"{API}{id}/gone/", json={}), desks))
    assert len(as_("dora").get(f"{API}{id}/").json["history"]) == 1
