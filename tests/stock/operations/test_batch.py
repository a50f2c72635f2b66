"""A line or a thousand: all of them or nothing."""

import pytest
from sqlalchemy import func, select

from tests.stock.operations.acts import API, level, operations, post, unit
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.stock.models import Item, Location, Unit

LONG = "x" * 300
BAD = [
    ({"item": 1, "quantity": 0}, "quantity"),
    ({"item": 1, "quantity": -1}, "quantity"),
    ({"item": 1, "quantity": 10**9}, "quantity"),
    ({"item": 1, "quantity": "2"}, "quantity"),
    ({"item": 99}, "item"),
    ({}, "item"),
    ({"code": "nobody"}, "code"),
    ({"code": "=1+1"}, "code"),
    ({"code": LONG}, "code"),
    ({"code": "https://x.test/t/1U"}, "code"),
    ({"unit": 99}, "unit"),
    ({"item": 2, "unit": 1}, "unit"),
    ({"unit": 1, "quantity": 2}, "quantity"),
    ({"unit": 2}, "unit"),
    ({"item": 1, "location": "Nowhere"}, "location"),
    ({"unit": 1, "location": "Annexe"}, "location"),
    ({"item": 1, "state": "on_rent"}, "state"),
    ({"item": 1, "state": "beyond_repair"}, "state"),
    ({"item": 1, "unit_cost": -1}, "unit_cost"),
    ({"item": 1, "unit_cost": "1.001"}, "unit_cost"),
    ({"item": 1, "serials": ["a"]}, "serials"),
]


@pytest.mark.parametrize(("line", "field"), BAD, ids=lambda each: str(each)[:40])
def test_a_bad_line_is_told_by_its_number_and_nothing_is_written(app, as_, line, field):
    unit(app, "VLN-1")
    unit(app, "VLN-2", "on_rent")
    with app.app_context(), transaction():
        db.session.add(Location(name="Annexe"))
    before = operations(app)
    no = post(as_("dora"), "sell", {"item": 2}, line, path=f"{API}batch/")
    assert no.status_code in (409, 422)
    told = [name for name in no.json["fields"] if name.startswith(f"lines.1.{field}")]
    assert told
    assert operations(app) == before


@pytest.mark.parametrize("lines", [[], [{"item": 2}] * 1_001])
def test_a_batch_has_one_to_a_thousand_lines(app, as_, lines):
    no = post(as_("dora"), "sell", *lines, path=f"{API}batch/")
    assert no.status_code == 422
    assert list(no.json["fields"]) == ["lines"]


def test_a_dry_run_says_what_would_be_and_writes_nothing(app, as_):
    before, dora = operations(app), as_("dora")
    lines = {"item": 1, "serials": ["S1"]}, {"item": 2, "quantity": 4}
    trial = _try(app, before, dora, lines)
    done = post(dora, "receive", *lines, path=f"{API}batch/")
    assert done.status_code == 201
    assert [done.json[name] for name in ("levels", "kind")] == [
        trial.json[name] for name in ("levels", "kind")
    ]
    no = post(dora, "sell", {"item": 1, "quantity": 3}, path=f"{API}batch/?dry_run=1")
    assert no.status_code == 409
    assert no.json["facts"]["have"] == 2


def _try(app, before, dora, lines):
    """The dry run of a delivery, which writes nothing."""
    trial = post(dora, "receive", *lines, path=f"{API}batch/?dry_run=1")
    assert trial.status_code == 200
    assert trial.json["id"] is None
    assert [
        (c["before"]["available"], c["after"]["available"]) for c in trial.json["levels"]
    ] == [(2, 3), (5, 9)]
    assert operations(app) == before
    assert level(app).available == 2
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Unit)) == 0
    return trial


def test_a_thousand_lines_ask_no_more_than_two(app, as_):
    with app.app_context(), transaction():
        made = [
            Item(
                sku=f"S{n}",
                name=f"Stand {n}",
                category="equipment",
                home_location_id=1,
                folded="",
                created_by=1,
            )
            for n in range(1_000)
        ]
        db.session.add_all(made)
    dora = as_("dora")
    with counted(app) as few:
        assert (
            post(
                dora, "receive", {"code": "S0"}, {"code": "S1"}, path=f"{API}batch/"
            ).status_code
            == 201
        )
    with counted(app) as many:
        lines = [{"code": f"s{n}", "quantity": 2} for n in range(1_000)]
        assert post(dora, "receive", *lines, path=f"{API}batch/").status_code == 201
    assert len(many) <= len(few) + 12  # ids go in portions of 500


def test_students_do_none_of_it(as_):
    sol = as_("sol")
    assert (
        post(sol, "receive", {"item": 1}).status_code
        == post(sol, "sell", {"item": 1}, path=f"{API}batch/").status_code
        == 403
    )
    assert sol.get("/api/inventory/reasons/").status_code == 403


def test_the_same_twice_is_done_once(app, as_):
    dora, before = as_("dora"), operations(app)
    said, once = {"kind": "receive", "lines": [{"item": 1}]}, {"Idempotency-Key": "k"}
    answers = [dora.post(API, json=said, headers=once) for _ in range(2)]
    assert answers[0].json == answers[1].json
    assert operations(app) == before + 1
