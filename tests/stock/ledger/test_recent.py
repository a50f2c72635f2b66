"""Many small adjustments by one person count as the big one they are: splitting does not evade the second person."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from tests.stock.operations.acts import API, TESS, level, operations, post, unit
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.people import tokens
from webapp.people.models import User
from webapp.school import settings
from webapp.stock.ledger import verify
from webapp.stock.models import Operation

CELLO = {"item": 2}  # 300.00 each, five of them; above 500.00 a second person must approve
ADA, DORA = Actor(5, "Ada", "admin", 0), 4


@pytest.fixture(autouse=True)
def all_is_well_afterwards(app):
    yield
    with app.app_context():
        assert list(verify.problems()) == []


def adjust(browser, line=None, reason="counted_fewer", **said):
    return post(browser, "adjust", CELLO | (line or {}), reason=reason, **said)


def test_the_second_half_waits_and_says_why(app, as_):
    dora = as_("dora")
    assert adjust(dora).status_code == 201
    asked = adjust(dora)
    assert asked.status_code == 202
    assert level(app, item=2).available == 4
    words = "It is worth €300.00, with what the same person adjusted of it in the last 24 hours €600.00"
    assert asked.json["why"] == f"{words}; above €500.00 a second person must approve"
    assert words in dora.get("/operations/pending").text
    dry = post(dora, "adjust", CELLO, reason="counted_fewer", path=f"{API}batch/?dry_run=1")
    assert dry.status_code == 200
    assert dry.json["second_person"].startswith(words)


def test_on_the_page_too(as_):
    dora, said = as_("dora"), {"code": "INS-00002", "quantity": "1", "reason": "used_up"}
    assert "5 → 4" in dora.post("/operations/adjust", data=said, follow_redirects=True).text
    page = dora.post("/operations/adjust", data=said, follow_redirects=True).text
    assert "Nothing is changed yet" in page
    assert "in the last 24 hours €600.00" in page


def test_what_comes_in_counts_too(as_):
    dora = as_("dora")
    assert adjust(dora, reason="found").status_code == 201
    assert adjust(dora).status_code == 202


def test_others_and_other_things_are_not_counted(as_):
    assert adjust(as_("dora")).status_code == 201
    assert adjust(as_("tess")).status_code == 201
    assert adjust(as_("dora"), {"item": 1}).status_code == 201
    assert adjust(as_("ada")).status_code == 201
    assert adjust(as_("ada")).status_code == 202


def test_what_was_undone_is_not_counted(as_):
    dora = as_("dora")
    done = adjust(dora).json["id"]
    assert dora.post(f"{API}{done}/undo/", json={}).status_code == 201
    assert adjust(dora).status_code == 201


def test_what_two_agreed_on_is_not_counted(app, as_):
    dora = as_("dora")
    assert adjust(dora, {"quantity": 2}).status_code == 202
    assert as_("tess").post(f"{API}pending/1/approve/").status_code == 200
    assert adjust(dora).status_code == 201
    assert level(app, item=2).available == 2


def test_sales_and_deliveries_are_not_counted(as_):
    dora = as_("dora")
    for kind in ("sell", "receive", "sell"):
        assert post(dora, kind, CELLO).status_code == 201
    assert adjust(dora).status_code == 201


def test_tags_put_on_are_not_counted(as_):
    dora = as_("dora")
    said = {"item": 2, "quantity": 3, "already_here": "y"}
    assert dora.post("/units/new?item=2", data=said).status_code == 303
    assert adjust(dora).status_code == 201


def test_after_a_day_it_begins_anew(as_):
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        assert adjust(as_("dora")).status_code == 201
        clock.shift(timedelta(hours=23))
        assert adjust(as_("dora")).status_code == 202
        clock.shift(timedelta(hours=2))
        assert adjust(as_("dora")).status_code == 201


def test_the_school_sets_how_long(app, as_):
    with app.app_context(), transaction():
        settings.change("second_person_hours", 0)
    assert adjust(as_("dora")).status_code == 201
    assert adjust(as_("dora")).status_code == 201


def test_what_is_in_the_books_for_little_counts_at_what_replacing_it_costs(app, as_):
    dora = as_("dora")
    post(dora, "receive", CELLO | {"quantity": 1_000, "unit_cost": 0})
    assert adjust(dora).status_code == 201
    assert adjust(dora).status_code == 202


def test_a_count_is_a_way_to_adjust_too(app, as_):
    dora, at = as_("dora"), "/api/inventory/stocktakes/1/"
    assert adjust(dora).status_code == 201
    dora.post("/api/inventory/stocktakes/", json={"location": 1})
    dora.post(f"{at}count/", json={"item": 2, "counted": 3})
    dora.post(f"{at}review/")
    no = dora.post(f"{at}apply/", json={})
    assert no.status_code == 403
    assert "in the last 24 hours €600.00" in no.text
    assert "in the last 24 hours €600.00" in dora.get("/stocktakes/1/apply").text
    assert level(app, item=2).available == 4
    assert as_("tess").post(f"{at}apply/", json={}).status_code == 200
    assert adjust(dora).status_code == 202  # hers of before still counts
    assert adjust(as_("tess"), {"item": 1}).status_code == 201


def test_many_halves_at_once_are_one_written_and_the_others_wait(app, as_):
    before, doras = operations(app), [as_("dora") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(lambda dora: adjust(dora).status_code, doras))
    assert sorted(codes) == [201, 202, 202, 202]
    assert level(app, item=2).available == 4
    assert operations(app) == before + 1


def test_a_unit_counts_as_one_of_its_kind(app, as_):
    unit(app, "CEL-1", item=2)
    assert adjust(as_("dora")).status_code == 201
    assert (
        post(
            as_("dora"), "adjust", {"code": "CEL-1"}, reason="missing", notes="Gone"
        ).status_code
        == 202
    )


@pytest.fixture
def program(app):
    """`program(user_id, issuer)`: a client that acts in somebody's name, by a token that the issuer made."""

    def client(user_id, issuer):
        with app.app_context(), transaction():
            token = tokens.issue(db.session.get_one(User, user_id), by=issuer)
        client = app.test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        return client

    return client


def test_who_issued_a_token_and_whom_it_names_count_as_one_person(as_, program):
    doras = program(DORA, ADA)
    assert adjust(doras).status_code == 201
    for one_of_them in (as_("ada"), as_("dora")):
        assert adjust(one_of_them).status_code == 202
    assert adjust(doras).status_code == 403  # nor does it ask for a second person
    assert adjust(as_("tess")).status_code == 201


def test_what_was_done_in_person_counts_with_a_token_in_anothers_name(as_, program):
    assert adjust(as_("ada")).status_code == 201
    assert adjust(program(DORA, ADA)).status_code == 403
    assert adjust(as_("dora")).status_code == 201


def test_two_tokens_of_one_issuer_in_two_names_count_as_one_person(app, as_, program):
    assert adjust(program(DORA, ADA)).status_code == 201
    assert adjust(program(TESS.id, ADA)).status_code == 403
    assert adjust(as_("tess")).status_code == 201
    with app.app_context():
        query = select(Operation.actor_id, Operation.issuer_id).order_by(Operation.id)
        assert db.session.execute(query).all()[-2:] == [(DORA, ADA.id), (TESS.id, None)]


def test_a_count_by_a_token_in_anothers_name_is_one_of_both(as_, program):
    """Ada's own adjustment counts where she applies a stocktake as Dora."""
    assert adjust(as_("ada")).status_code == 201
    doras, at = program(DORA, ADA), "/api/inventory/stocktakes/1/"
    as_("tess").post("/api/inventory/stocktakes/", json={"location": 1})
    doras.post(f"{at}count/", json={"item": 2, "counted": 3})
    doras.post(f"{at}review/")
    assert doras.post(f"{at}apply/", json={}).status_code == 403


def test_who_stands_behind_an_operation_is_never_changed(app, as_, program):
    assert adjust(program(DORA, ADA)).status_code == 201
    with (
        app.app_context(),
        pytest.raises(DatabaseError, match="never changed"),
        transaction(),
    ):
        db.session.execute(update(Operation).values(issuer_id=None))
