"""A unit kept back is not lent and does not count as free; given free it does again."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Unit

API, WISH = "/api/inventory/units/1/", "/api/inventory/checkouts/"


@pytest.fixture(autouse=True)
def one_more_violin(app):
    """Two violins without a tag are there already; this one has one."""
    with app.app_context(), transaction():
        db.session.add(Unit(item_id=1, location_id=1, tag="VLN-1"))
        db.session.flush()
        ledger.record(
            Actor(1, "Tess", "teacher", 0),
            "receive",
            [Line(1, 1, "PURCHASE", "outside", "available", 1, 1)],
        )


def act(browser, door, verb, **said):
    if door == "page":
        return browser.post(f"/units/1/{verb}", data=said)
    return browser.post(f"{API}{verb}/", json=said)


@pytest.mark.parametrize("door", ["page", "api"])
def test_blocked_it_is_not_free_and_then_it_is_again(as_, wish, door):
    dora, sol = as_("dora"), as_("sol")
    assert act(dora, door, "block", reason="The peg slips").status_code in (200, 303)
    assert "The peg slips" in dora.get("/units/1").text
    assert dora.get(API).json["blocked"] is True
    assert sol.post(WISH, json=wish | {"quantity": 3}).json["facts"]["free"] == 2
    assert act(dora, door, "unblock").status_code in (200, 303)
    assert dora.get(API).json["blocked_reason"] is None
    assert sol.post(WISH, json=wish | {"quantity": 3}).status_code == 201


@pytest.mark.parametrize("door", ["page", "api"])
def test_what_is_not_blocked_cannot_be_given_free(as_, door):
    no = act(as_("dora"), door, "unblock")
    assert no.status_code == 409
    assert "can already be lent" in no.text


@pytest.mark.parametrize("door", ["page", "api"])
@pytest.mark.parametrize("verb", ["block", "unblock"])
def test_students_keep_nothing_back(as_, door, verb):
    assert (
        act(
            as_("sol"), door, verb, **({"reason": "mine"} if verb == "block" else {})
        ).status_code
        == 403
    )


def test_unknown_units_and_missing_reasons(as_):
    dora = as_("dora")
    assert dora.post("/units/99/block", data={"reason": "x"}).status_code == 404
    assert dora.post("/api/inventory/units/99/unblock/").status_code == 404
    assert dora.get("/units/99/block").status_code == 404
    for reason in ("", "x" * 201, "a\u202eb"):
        assert act(dora, "api", "block", reason=reason).json["fields"]["reason"]
        assert act(dora, "page", "block", reason=reason).status_code == 422


def test_given_free_once_by_two_at_once(as_):
    act(as_("dora"), "api", "block", reason="The peg slips")
    desks = [as_("dora") for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        codes = list(pool.map(lambda desk: act(desk, "api", "unblock").status_code, desks))
    assert sorted(codes) == [200] + [409] * 5
