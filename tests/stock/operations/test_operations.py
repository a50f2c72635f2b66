"""Operations beside lending: what comes in and goes out is what the ledger says, and nonsense writes nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import func, select

from tests.support.queries import counted
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.stock.ledger import ledger, verify
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Item, Level, Location, Movement, Operation, Supplier, Unit

API = "/api/inventory/operations/"
TESS = Actor(1, "Tess", "teacher", 0)


@pytest.fixture(autouse=True)
def all_is_well_afterwards(app):
    yield
    with app.app_context():
        assert list(verify.problems()) == []


def post(browser, kind, *lines, path=API, **said):
    return browser.post(path, json={"kind": kind, "lines": list(lines)} | said)


def level(app, item=1, location=1):
    with app.app_context():
        return db.session.scalars(
            select(Level).filter_by(item_id=item, location_id=location)
        ).one()


def operations(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Operation))


def unit(app, tag, state="available", item=1, serial=None, place=1):
    with app.app_context(), transaction():
        made = Unit(item_id=item, location_id=place, tag=tag, serial_number=serial)
        db.session.add(made)
        db.session.flush()
        line = Line(
            item, place, "ADJUSTMENT_POSITIVE", "outside", state, 1, made.id, 30_000
        )
        ledger.record(TESS, "test", [line])
        return made.id


def test_pieces_come_in_at_their_cost(app, as_):
    done = post(
        as_("dora"),
        "receive",
        {"item": 1, "quantity": 3, "unit_cost": "250.50"},
        reference="LS 4711",
    )
    assert done.status_code == 201
    (change,) = done.json["levels"]
    assert (
        change["before"]["available"],
        change["after"]["available"],
        change["location"],
    ) == (2, 5, "Store")
    assert (change["before"]["value"], change["after"]["value"]) == ("600.00", "1351.50")
    with app.app_context():
        made = db.session.get(Operation, done.json["id"])
        assert (made.kind, made.reference, made.actor_id) == ("receive", "LS 4711", 4)
        assert db.session.scalars(
            select(Movement.type).where(Movement.operation_id == made.id)
        ).all() == ["PURCHASE"]


def test_without_a_cost_they_are_worth_what_replacing_them_costs(app, as_):
    assert (
        post(as_("dora"), "receive", {"code": "ins-00001", "quantity": 2}).status_code
        == 201
    )
    assert level(app).value_minor == 120_000


def test_serials_become_units_with_tags_that_are_counted_on(app, as_):
    with app.app_context(), transaction():
        db.session.add(Supplier(name="Geigenbau Kern"))
    dora, line = as_("dora"), {"item": 1, "serials": ["AB 1", "AB 2"], "unit_cost": 199}
    done = post(dora, "receive", line, supplier=1, purchased_on="2026-03-01", notes="Boxed")
    assert [step["tag"] for step in done.json["movements"]] == [
        "INS-00001-001",
        "INS-00001-002",
    ]
    assert [step["serial_number"] for step in done.json["movements"]] == ["AB 1", "AB 2"]
    more = post(
        dora,
        "receive",
        {"item": 1, "quantity": 2, "tagged": True},
        {"item": 2, "tags": ["CEL-9"]},
    )
    assert [step["tag"] for step in more.json["movements"]] == [
        "INS-00001-003",
        "INS-00001-004",
        "CEL-9",
    ]
    with app.app_context():
        first = db.session.scalars(select(Unit).filter_by(tag="INS-00001-001")).one()
        assert (first.available, first.supplier_id, first.purchase_price_minor) == (
            1,
            1,
            19_900,
        )
        assert first.purchased_on == date(2026, 3, 1)
        assert (
            db.session.get(Operation, done.json["id"]).note == "From Geigenbau Kern. Boxed"
        )


def test_a_tag_is_not_used_again_when_its_unit_is_gone(app, as_):
    dora = as_("dora")
    post(dora, "receive", {"item": 1, "quantity": 2, "tagged": True})
    post(dora, "sell", {"code": "ins-00001-002"})
    again = post(dora, "receive", {"item": 1, "quantity": 1, "tagged": True})
    assert again.json["movements"][0]["tag"] == "INS-00001-003"


def test_a_serial_that_exists_is_refused_with_its_line(app, as_):
    unit(app, "VLN-1", serial="SN 77a")
    before = operations(app)
    no = post(as_("dora"), "receive", {"item": 1, "serials": ["X1", "sn77 A", "x 1"]})
    assert no.status_code == 422
    told = no.json["fields"]["lines.0.serials"][0]
    assert "Line 2: sn77 A is that of VLN-1 already" in told
    assert "Line 3: x 1 is there twice" in told
    many = post(as_("dora"), "receive", {"item": 1}, {"item": 1, "serials": ["SN77A"]})
    assert many.json["fields"]["lines.1.serials"] == [
        "Line 2: SN77A is that of VLN-1 already"
    ]
    assert post(as_("dora"), "receive", {"item": 1, "tags": ["vln-1"]}).status_code == 422
    assert (
        post(as_("dora"), "receive", {"item": 2, "serials": ["SN77A"]}).status_code == 201
    )  # another maker's
    assert operations(app) == before + 1


@pytest.mark.parametrize("state", ["available", "damaged"])
@pytest.mark.parametrize("kind", ["return_to_supplier", "sell"])
def test_what_goes_takes_its_share_of_the_value_along(app, as_, kind, state):
    unit(app, "VLN-1", state)
    answer = post(as_("dora"), kind, {"code": "VLN-1"})
    if (kind, state) == ("sell", "damaged"):
        assert answer.status_code == 409
        assert "VLN-1 is damaged and cannot be part of “sell”" in answer.text
    else:
        assert answer.status_code == 201
        assert answer.json["movements"][0]["value"] == "-300.00"
        assert level(app).value_minor == 60_000


def test_what_was_sold_comes_back_and_nothing_else(app, as_):
    unit(app, "VLN-1")
    dora = as_("dora")
    assert "VLN-1 is available already" in post(dora, "sale_return", {"code": "VLN-1"}).text
    assert (
        post(dora, "sell", {"code": "VLN-1"}, {"item": 1, "quantity": 1}).status_code == 201
    )
    no = post(dora, "sale_return", {"item": 1, "quantity": 2})
    assert no.status_code == 409
    assert no.json["facts"] == {"have": 1, "asked": 2, "line": 1}
    back = post(dora, "sale_return", {"item": 1, "state": "damaged"}, {"code": "VLN-1"})
    assert back.status_code == 201
    assert (level(app).available, level(app).damaged) == (2, 1)
    post(dora, "return_to_supplier", {"code": "VLN-1"})
    assert "VLN-1 was not sold" in post(dora, "sale_return", {"code": "VLN-1"}).text
    assert (
        post(dora, "receive", {"code": "VLN-1", "unit_cost": 5}).status_code == 201
    )  # mended by the maker


@pytest.mark.parametrize(
    ("reason", "type", "left"),
    [
        ("found", "ADJUSTMENT_POSITIVE", 3),
        ("counted_fewer", "ADJUSTMENT_NEGATIVE", 1),
        ("missing", "THEFT_LOSS", 1),
    ],
)
def test_the_reason_says_which_way_an_adjustment_goes(app, as_, reason, type, left):
    done = post(
        as_("dora"), "adjust", {"item": 1}, reason=reason, notes="Seen by the caretaker"
    )
    assert done.status_code == 201
    assert level(app).available == left
    with app.app_context():
        assert (
            db.session.scalars(select(Movement.type).order_by(Movement.id.desc())).first()
            == type
        )
        assert db.session.get(Operation, done.json["id"]).reason == reason


def test_an_adjustment_says_why(app, as_):
    before, dora = operations(app), as_("dora")
    assert post(dora, "adjust", {"item": 1}).json["fields"]["reason"]
    assert post(dora, "adjust", {"item": 1}, reason="whim").json["fields"]["reason"]
    assert post(dora, "adjust", {"item": 1}, reason="missing").json["fields"]["notes"]
    assert post(dora, "sell", {"item": 1}, reason="missing").json["fields"]["reason"]
    assert operations(app) == before
    assert [each["code"] for each in dora.get("/api/inventory/reasons/").json][:3] == [
        "counted_more",
        "found",
        "given",
    ]


def test_too_few_are_told_in_numbers(app, as_):
    no = post(as_("dora"), "sell", {"item": 2, "quantity": 1}, {"item": 1, "quantity": 3})
    assert no.status_code == 409
    assert no.json["facts"] == {
        "state": "available",
        "have": 2,
        "asked": 3,
        "at": "Store",
        "line": 2,
    }
    assert no.json["fields"]["lines.1.quantity"] == [
        "Line 2: Only 2 of the 3 asked for are available at Store"
    ]
    assert level(app, item=2).available == 5


def test_pieces_with_a_tag_are_taken_by_their_tag(app, as_):
    unit(app, "VLN-1")
    no = post(as_("dora"), "sell", {"item": 1, "quantity": 3})
    assert no.status_code == 409
    assert "available without a tag at Store; 1 more has one" in no.text
    assert (
        post(as_("dora"), "sell", {"item": 1, "quantity": 2}, {"code": "VLN-1"}).status_code
        == 201
    )


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


def test_a_unit_is_named_once(app, as_):
    unit(app, "VLN-1", serial="S1")
    no = post(
        as_("dora"),
        "sell",
        {"code": "vln-1"},
        {"item": 2},
        {"code": "s 1"},
        path=f"{API}batch/",
    )
    assert no.status_code == 422
    assert no.json["fields"] == {"lines.2.unit": ["Line 3: VLN-1 is on line 1 already"]}


def test_a_serial_of_two_units_is_not_guessed(app, as_):
    unit(app, "VLN-1", serial="S1")
    unit(app, "CEL-1", serial="s 1", item=2)
    assert (
        "2 units match S1: scan the tag" in post(as_("dora"), "sell", {"code": "S1"}).text
    )


def test_more_than_can_be_counted_is_refused(app, as_):
    no = post(
        as_("dora"), "receive", {"item": 1, "quantity": 100_000, "unit_cost": 9_999_999}
    )
    assert no.status_code == 422
    assert "Quantity or value too large" in no.text
    assert (
        post(
            as_("dora"), "receive", {"item": 1, "quantity": 1_001, "tagged": True}
        ).status_code
        == 422
    )


def test_nothing_new_comes_to_what_was_given_up(app, as_):
    with app.app_context(), transaction():
        db.session.add(Location(name="Annexe", is_active=False))
    assert (
        "Annexe is no longer used"
        in post(as_("dora"), "receive", {"item": 1, "location": "annexe"}).text
    )
    as_("tess").delete("/api/inventory/items/1/")
    assert "is archived" in post(as_("dora"), "receive", {"item": 1}).text


def test_a_dry_run_says_what_would_be_and_writes_nothing(app, as_):
    before, dora = operations(app), as_("dora")
    lines = {"item": 1, "serials": ["S1"]}, {"item": 2, "quantity": 4}
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
    done = post(dora, "receive", *lines, path=f"{API}batch/")
    assert done.status_code == 201
    assert [done.json[name] for name in ("levels", "kind")] == [
        trial.json[name] for name in ("levels", "kind")
    ]
    no = post(dora, "sell", {"item": 1, "quantity": 3}, path=f"{API}batch/?dry_run=1")
    assert no.status_code == 409
    assert no.json["facts"]["have"] == 2


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


def test_the_last_two_are_sold_once(app, as_):
    desks = [as_("dora") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        codes = list(
            pool.map(
                lambda desk: post(desk, "sell", {"item": 1, "quantity": 2}).status_code,
                desks,
            )
        )
    assert sorted(codes) == [201, 409, 409, 409]
    assert level(app).available == 0


def test_four_deliveries_at_once_share_no_tag(app, as_):
    desks = [as_("dora") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(
            pool.map(
                lambda desk: post(
                    desk, "receive", {"item": 1, "quantity": 5, "tagged": True}
                ),
                desks,
            )
        )
    with app.app_context():
        tags = db.session.scalars(select(Unit.tag).order_by(Unit.tag)).all()
    assert tags == [f"INS-00001-{n:03}" for n in range(1, 21)]
