"""Counting while lending goes on: each line is compared with the ledger of its moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from tests.stock.stocktakes.counts import (
    CELLO,
    STORE,
    VIOLIN,
    act,
    apply,
    begin,
    count,
    findings,
    level,
    operations,
)
from tests.support.loans import TESS, lend
from webapp.core.db import db, transaction
from webapp.lending.asking import asking
from webapp.lending.decisions import decisions
from webapp.lending.desk import handovers
from webapp.stock.ledger import ledger
from webapp.stock.models import Level, Movement, StocktakeLine
from webapp.stock.stocktakes import counting


@pytest.mark.parametrize("when", ["before", "after"])
def test_what_is_lent_and_returned_meanwhile_changes_nothing(app, dora, when):
    """Of five cellos four are there: one is missing, whoever borrows one before or after they are counted."""
    if when == "before":
        act(app, lend, 2, item=CELLO)
    at = begin(dora)
    count(dora, at, item=CELLO, counted=4 if when == "after" else 3)
    if when == "after":
        act(app, lend, 2, item=CELLO, quantity=2)
    dora.post(f"{at}review/")
    found = findings(dora, at)["Cello 3/4"]
    assert (found["verdict"], found["counted"] - found["expected"]) == ("missing", -1)
    assert apply(dora, at).status_code == 200
    assert sum(level(app, CELLO).values()) == 4


def test_what_comes_back_after_it_was_counted_is_not_one_more(app, dora):
    loan = act(app, lend, 2, item=CELLO)
    at = begin(dora)
    count(dora, at, item=CELLO, counted=4)
    act(app, handovers.return_item, TESS, loan)
    assert findings(dora, at)["Cello 3/4"]["verdict"] == "as_expected"
    count(dora, at, item=CELLO, counted=5)
    assert findings(dora, at)["Cello 3/4"]["expected"] == 5


def test_expected_is_the_snapshot_of_the_movement_it_was_counted_at(app, dora):
    at = begin(dora)
    count(dora, at, item=CELLO, counted=5)
    for _ in range(3):
        act(app, lend, 2, item=CELLO)
    with app.app_context():
        line = db.session.scalars(select(StocktakeLine)).one()
        seen = select(Movement.available_after).where(
            Movement.item_id == CELLO, Movement.seq == line.level_seq
        )
        assert db.session.scalar(seen) == findings(dora, at)["Cello 3/4"]["expected"] == 5


def test_what_lies_ready_is_there_and_what_is_out_is_not(app, dora, violins):
    def set_aside():
        loan = asking.ask_for(TESS, item=CELLO, quantity=2, student=2).id
        decisions.approve(TESS, loan)
        handovers.set_aside(TESS, loan)

    act(app, set_aside)
    assert level(app, CELLO)["reserved"] == 2
    act(app, lend, 3, item=VIOLIN, unit=violins[0])
    at = begin(dora)
    found = findings(dora, at)
    assert found["Cello 3/4"]["expected"] == 5
    assert "VLN-1" not in found
    assert found["VLN-2"]["verdict"] == "not_counted"


def test_what_is_out_by_the_ledger_but_here_is_only_said(app, dora, violins):
    loan = act(app, lend, 2, item=VIOLIN, unit=violins[0])
    at = begin(dora)
    found = count(dora, at, code="S1")["finding"]
    assert (found["verdict"], found["words"], found["checkout"]) == (
        "out",
        "Out to Sol",
        loan,
    )
    dora.post(f"{at}review/")
    assert f'href="/checkouts/{loan}"' in dora.get("/stocktakes/1/review").text
    assert apply(dora, at).json["written"]["adjustments"] == []
    assert operations(app) == []
    assert level(app)["on_rent"] == 1


def test_a_unit_returned_after_it_was_found_is_set_right(app, dora, violins):
    loan = act(app, lend, 2, item=VIOLIN, unit=violins[0])
    at = begin(dora)
    count(dora, at, code="VLN-1")
    act(app, handovers.return_item, TESS, loan)
    assert findings(dora, at)["VLN-1"]["verdict"] == "as_expected"


def test_a_unit_said_to_be_missing_but_lent_since_is_not_written_off(app, dora, violins):
    at = begin(dora)
    count(dora, at, unit=violins[0], counted=0)
    act(app, lend, 2, item=VIOLIN, unit=violins[0])
    dora.post(f"{at}review/")
    assert findings(dora, at)["VLN-1"]["words"] == "Out to Sol"
    assert apply(dora, at).json["written"]["adjustments"] == []


def test_a_count_and_loans_at_once_agree(app, as_, dora):
    """Whenever the cellos leave, before or after they are counted, none of them is found missing or left over."""
    at, desk = begin(dora), as_("tess")
    loans = [act(app, _ready, 2) for _ in range(4)]

    def hand_out(loan):
        return desk.post(f"/api/inventory/checkouts/{loan}/hand_out/", json={}).status_code

    with ThreadPoolExecutor(3) as pool:
        counts = [pool.submit(_count_what_lies_there, app) for _ in range(6)]
        assert [*pool.map(hand_out, loans)] == [200] * 4
        assert {each.result() for each in counts} <= set(range(1, 6))
    _check_nothing_differs(app, dora, at)


def _check_nothing_differs(app, dora, at):
    """As expected, and nothing to write."""
    assert findings(dora, at)["Cello 3/4"]["verdict"] == "as_expected"
    dora.post(f"{at}review/")
    assert apply(dora, at).json["written"]["adjustments"] == []
    assert level(app, CELLO) == {"available": 1, "on_rent": 4, "reserved": 0}


def _count_what_lies_there(app):
    """Under the ledger's lock, as the person who looks into the cupboard sees it at one moment."""
    with app.app_context(), transaction():
        ledger.lock()
        here = db.session.scalars(
            select(Level).filter_by(item_id=CELLO, location_id=STORE)
        ).one()
        seen = here.available + here.reserved
        counting.count(TESS, 1, item=CELLO, counted=seen)
        return seen


def _ready(student):
    return decisions.approve(TESS, asking.ask_for(TESS, item=CELLO, student=student).id).id


def test_applying_and_lending_the_last_at_once_never_loses_a_piece(app, as_, dora):
    """Four of five are there, by a count; whoever is first, the fifth is written off or its loan refused."""
    at, desk = begin(dora), as_("tess")
    count(dora, at, item=CELLO, counted=4)
    dora.post(f"{at}review/")
    loans = [act(app, _ready, student) for student in (2, 3, 2, 3)]
    acts = [lambda: apply(dora, at).status_code]
    acts += [
        lambda id=id: (
            desk.post(f"/api/inventory/checkouts/{id}/hand_out/", json={}).status_code
        )
        for id in loans
    ]
    with ThreadPoolExecutor(5) as pool:
        codes = list(pool.map(lambda do: do(), acts))
    assert codes == [200] * 5
    assert level(app, CELLO) == {"available": 0, "on_rent": 4, "reserved": 0}
