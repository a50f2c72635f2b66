"""Transfers: packed, sent, received, lost, called back; the ledger says at every moment where each piece is."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.support.queries import counted
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.core.errors import Conflict
from webapp.stock.ledger import ledger, verify
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import (
    Level,
    Location,
    Movement,
    Operation,
    Transfer,
    TransferLine,
    Unit,
)
from webapp.stock.operations import undo

API = "/api/inventory/transfers/"
TESS = Actor(1, "Tess", "teacher", 0)
DOORS = pytest.mark.parametrize("door", ["page", "api"])
STORE, ANNEXE, CELLAR = 1, 2, 3


@pytest.fixture(autouse=True)
def school_with_two_places(app):
    """Store holds 2 violins and 5 cellos without tags (30000 each), and three violins VLN-1 to 3; Annexe is empty."""
    with app.app_context(), transaction():
        db.session.add_all(Location(name=name) for name in ("Annexe", "Cellar"))
        db.session.add_all(
            Unit(item_id=1, location_id=1, tag=f"VLN-{n}", serial_number=f"S {n}")
            for n in (1, 2, 3)
        )
        db.session.flush()
        came = "ADJUSTMENT_POSITIVE", "outside", "available", 1
        ledger.record(
            TESS,
            "opening balance",
            [Line(1, 1, *came, unit, 40_000 + unit) for unit in (1, 2, 3)],
        )
    yield
    with app.app_context():
        assert list(verify.problems()) == []
        legs = select(Movement.operation_id, func.sum(Movement.value_delta_minor)).group_by(
            Movement.operation_id
        )
        legs = legs.where(Movement.type.in_(("TRANSFER_OUT", "TRANSFER_IN")))
        assert {worth for _, worth in db.session.execute(legs)} <= {0}


@pytest.fixture
def desk(as_):
    return as_("dora")


@pytest.fixture
def draft(desk):
    """`draft({"unit": 1}, {"item": 2, "quantity": 3})` is the id of a transfer from Store to Annexe."""

    def make(*lines, ends=(STORE, ANNEXE)):
        said = {"from_location": ends[0], "to_location": ends[1], "lines": lines}
        answer = desk.post(API, json=said)
        assert answer.status_code == 201, answer.text
        return answer.json["id"]

    return make


@pytest.fixture
def sent(desk, draft):
    def make(*lines, **ends):
        id = draft(*lines, **ends)
        assert act(desk, id, "send").status_code == 200
        return id

    return make


def act(browser, id, verb, **said):
    return browser.post(f"{API}{id}/{verb}/", json=said)


@pytest.fixture
def states(app):
    """`states(item=2)` is what there is of it by place, as {("Store", "available"): 5}."""

    def look(item):
        with app.app_context():
            rows = db.session.execute(
                select(Location.name, Level).join(Level).where(Level.item_id == item)
            ).all()
            each = (
                (name, state, getattr(level, state))
                for name, level in rows
                for state in STATES
            )
            return {(name, state): pieces for name, state, pieces in each if pieces}

    return look


STATES = (
    "available",
    "reserved",
    "on_rent",
    "damaged",
    "under_repair",
    "beyond_repair",
    "in_transit",
)


def where(app, unit):
    with app.app_context():
        found = db.session.get(Unit, unit)
        return found.location_id, next(
            (state for state in STATES if getattr(found, state)), "outside"
        )


def line_of(browser, id, n=0):
    return browser.get(f"{API}{id}/").json["lines"][n]["id"]


def last_operation(app, id):
    with app.app_context():
        return db.session.scalar(
            select(func.max(Operation.id)).where(Operation.transfer_id == id)
        )


def undo_last(app, id, operation=None):
    with app.app_context(), transaction():
        undo.undo(TESS, operation or last_operation(app, id))


def status(app, id):
    with app.app_context():
        return db.session.get(Transfer, id).status


def test_sent_it_is_on_its_way_and_its_value_with_it(app, desk, sent, states):
    id = sent({"unit": 1}, {"item": 2, "quantity": 3})
    assert states(2) == {("Store", "available"): 2, ("Annexe", "in_transit"): 3}
    assert where(app, 1) == (ANNEXE, "in_transit")
    assert status(app, id) == "in_transit"
    with app.app_context():
        worth = dict(
            db.session.execute(
                select(Level.location_id, Level.value_minor).where(Level.item_id == 2)
            ).all()
        )
        assert worth == {STORE: 60_000, ANNEXE: 90_000}
        kinds = db.session.scalars(
            select(Operation.kind).where(Operation.transfer_id == id)
        ).all()
        assert kinds == ["transfer sent"]
    shown = desk.get(f"{API}{id}/").json
    assert [
        (each["sent"], each["received"], each["in_transit"]) for each in shown["lines"]
    ] == [(1, 0, 1), (3, 0, 3)]
    assert (shown["quantity"], shown["received"], shown["in_transit"]) == (4, 0, 4)


def test_it_arrives_bit_by_bit(app, desk, sent, states):
    id = sent({"unit": 1}, {"item": 2, "quantity": 3})
    violin, cellos = (line_of(desk, id, n) for n in (0, 1))
    two = {
        "lines": [
            {"line": cellos, "quantity": 1},
            {"line": cellos, "quantity": 1, "condition": "damaged"},
        ]
    }
    answer = act(desk, id, "receive", **two).json
    assert answer["status"] == "in_transit"
    assert answer["lines"][1]["received"] == 2
    assert answer["lines"][1]["damaged"] == 1
    assert answer["lines"][1]["in_transit"] == 1
    assert states(2) == {
        ("Store", "available"): 2,
        ("Annexe", "available"): 1,
        ("Annexe", "damaged"): 1,
        ("Annexe", "in_transit"): 1,
    }
    no = act(desk, id, "receive", lines=[{"line": cellos, "quantity": 2}])
    assert no.status_code == 409
    assert no.json["facts"] == {
        "line": cellos,
        "state": "in_transit",
        "have": 1,
        "asked": 2,
    }
    assert act(desk, id, "receive", lines=[{"line": violin}]).json["status"] == "in_transit"
    done = act(desk, id, "receive").json
    assert done["status"] == "received"
    assert where(app, 1) == (ANNEXE, "available")
    no = act(desk, id, "receive")
    assert no.status_code == 409
    assert no.json["facts"] == {"status": "received"}


@DOORS
def test_damaged_at_arrival_is_its_condition_and_undone_it_is_as_before(
    app, desk, sent, door
):
    with app.app_context(), transaction():
        db.session.get_one(Unit, 1).condition = "excellent"
    id = sent({"unit": 1}, {"unit": 2}, {"item": 2})
    if door == "page":
        desk.post(
            f"/transfers/{id}/receive",
            data={"code": "VLN-1", "quantity": "1", "condition": "damaged"},
        )
    else:
        act(
            desk, id, "receive", lines=[{"line": line_of(desk, id), "condition": "damaged"}]
        )
    assert conditions(app) == ["damaged", "good", "good"]
    assert where(app, 1) == (ANNEXE, "damaged")
    undo_last(app, id)
    assert conditions(app) == ["excellent", "good", "good"]
    assert where(app, 1) == (ANNEXE, "in_transit")
    act(desk, id, "receive")
    assert conditions(app) == ["excellent", "good", "good"]


def test_what_was_said_of_it_since_stays_when_its_arrival_is_undone(app, desk, sent):
    id = sent({"unit": 1})
    act(desk, id, "receive", lines=[{"line": line_of(desk, id), "condition": "damaged"}])
    assert (
        desk.patch("/api/inventory/units/1/", json={"condition": "poor"}).status_code == 200
    )
    undo_last(app, id)
    assert conditions(app)[0] == "poor"


def test_of_a_batch_some_pieces_arrive_damaged_and_its_condition_stays(app, desk, sent):
    with app.app_context(), transaction():
        reeds = Unit(item_id=2, location_id=1, tag="RDS-1", batch_code="LOT 7")
        db.session.add(reeds)
        db.session.flush()
        line = Line(2, 1, "ADJUSTMENT_POSITIVE", "outside", "available", 4, reeds.id, 100)
        ledger.record(TESS, "opening balance", [line])
    id = sent({"unit": 4})
    part = {"line": line_of(desk, id), "quantity": 1, "condition": "damaged"}
    assert act(desk, id, "receive", lines=[part]).status_code == 200
    assert conditions(app)[3] == "good"


def conditions(app):
    with app.app_context():
        return db.session.scalars(select(Unit.condition).order_by(Unit.id)).all()


def test_across_the_room_it_is_one_act(app, desk, draft, states):
    id = draft({"unit": 2}, {"item": 2, "quantity": 5})
    assert act(desk, id, "send", at_once=True).json["status"] == "received"
    assert states(2) == {("Annexe", "available"): 5}
    assert where(app, 2) == (ANNEXE, "available")
    undo_last(app, id)
    assert states(2) == {("Store", "available"): 5}
    assert where(app, 2) == (STORE, "available")
    assert status(app, id) == "initiated"


@pytest.mark.parametrize(
    ("reason", "type"), [("missing", "THEFT_LOSS"), ("broken", "DAMAGE_LOSS")]
)
def test_lost_on_the_way(app, desk, sent, states, reason, type):
    id = sent({"item": 2, "quantity": 3})
    line = line_of(desk, id)
    lost = {"lines": [{"line": line, "quantity": 1}], "reason": reason}
    assert act(desk, id, "lose", **lost).status_code == 422
    answer = act(desk, id, "lose", **lost, notes="The van was open").json
    assert answer["status"] == "in_transit"
    assert answer["lines"][0]["lost"] == 1
    assert states(2) == {("Store", "available"): 2, ("Annexe", "in_transit"): 2}
    with app.app_context():
        row = db.session.execute(
            select(
                Movement.type, Movement.value_delta_minor, Operation.reason, Operation.note
            )
            .join(Operation)
            .order_by(Movement.id.desc())
            .limit(1)
        ).one()
        assert tuple(row) == (type, -30_000, reason, "The van was open")
    done = act(desk, id, "lose", lines=[{"line": line}], notes="All of it").json
    assert done["status"] == "received"
    assert done["received"] == 0


def test_what_is_cancelled_comes_back_and_a_draft_just_ends(app, desk, draft, sent, states):
    id = sent({"unit": 1}, {"item": 2, "quantity": 3})
    assert act(desk, id, "cancel").json["status"] == "cancelled"
    assert states(2) == {("Store", "available"): 5}
    assert where(app, 1) == (STORE, "available")
    no = act(desk, id, "cancel")
    assert no.status_code == 409
    assert no.json["facts"] == {"status": "cancelled"}
    assert act(desk, draft({"unit": 1}), "cancel").json["status"] == "cancelled"


def test_the_receiver_sends_it_back_and_says_why(app, desk, sent, states):
    id = sent({"item": 2, "quantity": 3})
    assert act(desk, id, "reject").status_code == 422
    assert act(desk, id, "reject", notes="No room here").json["status"] == "rejected"
    assert states(2) == {("Store", "available"): 5}
    assert "No room here" in desk.get(f"/transfers/{id}").text


def test_what_arrived_stays_when_the_rest_comes_back(desk, sent, states):
    id = sent({"item": 2, "quantity": 3})
    act(desk, id, "receive", lines=[{"line": line_of(desk, id), "quantity": 1}])
    answer = act(desk, id, "cancel").json
    assert (answer["status"], answer["received"], answer["lines"][0]["returned"]) == (
        "received",
        1,
        2,
    )
    assert states(2) == {("Store", "available"): 4, ("Annexe", "available"): 1}


def test_counted_pieces_undone_step_by_step(app, desk, sent, states):
    id = sent({"item": 2, "quantity": 3})
    sending, cellos = last_operation(app, id), line_of(desk, id)
    act(desk, id, "receive", lines=[{"line": cellos, "quantity": 2}])
    receiving = last_operation(app, id)
    act(desk, id, "lose", lines=[{"line": cellos}], notes="Gone")
    assert status(app, id) == "received"
    with (
        app.app_context(),
        pytest.raises(Conflict, match="3 pieces have arrived"),
        transaction(),
    ):
        undo.undo(TESS, sending)
    undo_last(app, id)
    assert status(app, id) == "in_transit"
    assert states(2)["Annexe", "in_transit"] == 1
    undo_last(app, id, receiving)
    assert status(app, id) == "in_transit"
    assert states(2)["Annexe", "in_transit"] == 3
    undo_last(app, id, sending)
    assert status(app, id) == "initiated"
    assert states(2) == {("Store", "available"): 5}
    assert act(desk, id, "send").json["lines"][0]["in_transit"] == 3
    act(desk, id, "cancel")
    undo_last(app, id)
    assert status(app, id) == "in_transit"
    assert states(2)["Annexe", "in_transit"] == 3


@pytest.mark.parametrize("verb", ["receive", "lose", "cancel", "reject"])
def test_a_unit_is_on_its_way_again(app, desk, sent, verb):
    id = sent({"unit": 1})
    said = {
        "lose": {"lines": [{"line": line_of(desk, id)}], "notes": "x"},
        "reject": {"notes": "x"},
    }.get(verb, {})
    assert act(desk, id, verb, **said).json["status"] != "in_transit"
    undo_last(app, id)
    assert status(app, id) == "in_transit"
    assert where(app, 1) == (ANNEXE, "in_transit")


def test_a_unit_undone_step_by_step(app, desk, sent):
    """What was undone in between does not count as having moved on; what stands does."""
    id = sent({"unit": 1})
    sending = last_operation(app, id)
    act(desk, id, "receive")
    with app.app_context(), pytest.raises(Conflict), transaction():
        undo.undo(TESS, sending)
    undo_last(app, id)
    undo_last(app, id, sending)
    assert status(app, id) == "initiated"
    assert where(app, 1) == (STORE, "available")


def test_a_unit_sent_by_mistake(app, sent):
    id = sent({"unit": 1})
    undo_last(app, id)
    assert status(app, id) == "initiated"
    assert where(app, 1) == (STORE, "available")


def test_a_sending_is_not_undone_with_the_pieces_of_another(app, desk, sent):
    first = sent({"item": 2, "quantity": 2})
    sending = last_operation(app, first)
    act(desk, first, "receive")
    sent({"item": 2, "quantity": 3})
    with (
        app.app_context(),
        pytest.raises(Conflict, match="2 pieces have arrived"),
        transaction(),
    ):
        undo.undo(TESS, sending)
    assert status(app, first) == "received"


def test_only_what_is_there_and_free_may_go(app, as_, desk, draft, wish):
    def tried(*lines):
        return desk.post(
            API, json={"from_location": STORE, "to_location": ANNEXE, "lines": lines}
        )

    no = tried({"item": 2, "quantity": 6})
    assert no.status_code == 409
    assert no.json["facts"]["have"] == 5
    assert no.json["facts"]["asked"] == 6
    no = tried({"item": 1, "quantity": 3})
    assert no.status_code == 409
    assert "scan those" in no.json["detail"]
    assert tried({"unit": 99}).json["fields"] == {"lines.0": ["Unit not found"]}
    assert tried({"item": 99}).json["fields"] == {"lines.0": ["Item not found"]}
    assert tried({"item": 2, "unit": 1}).json["fields"] == {
        "lines.0": ["This item has no such unit"]
    }
    assert tried({}).json["fields"] == {"lines.0": ["Enter a unit or an item"]}
    assert tried({"unit": 1}, {"unit": 1}).json["fields"] == {
        "lines.1": ["VLN-1 is already on this transfer"]
    }
    assert tried({"unit": 1, "quantity": 2}).json["fields"] == {
        "lines.0": ["VLN-1 can only move as a whole: 1 piece"]
    }
    act(desk, draft({"unit": 2}), "send", at_once=True)
    no = tried({"unit": 1}, {"unit": 2})
    assert no.status_code == 422
    assert no.json["fields"] == {"lines.1": ["VLN-2 is not here but at Annexe"]}
    with app.app_context(), transaction():
        ledger.record(
            TESS, "hand out", [Line(1, 1, "RENTAL_OUT", "available", "on_rent", 1, 3)]
        )
    no = tried({"unit": 3})
    assert no.status_code == 409
    assert no.json["facts"] == {"unit": "VLN-3", "state": "on_rent", "line": "lines.0"}
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Transfer)) == 1


def test_what_is_set_aside_for_loans_stays(app, desk, draft):
    with app.app_context(), transaction():
        ledger.record(
            TESS, "approve", [Line(1, 1, "RESERVATION_CREATED", "available", "reserved", 3)]
        )
    id = draft({"unit": 1}, {"unit": 2})
    no = desk.post(f"{API}{id}/lines/", json={"lines": [{"unit": 3}]})
    assert no.status_code == 409
    assert "set aside" in no.json["detail"]
    assert no.json["facts"] == {
        "state": "available",
        "have": 2,
        "asked": 3,
        "line": "lines.0",
    }
    assert act(desk, id, "send").status_code == 200


def test_it_is_checked_again_when_it_leaves(app, desk, draft, states):
    id = draft({"unit": 1}, {"item": 2, "quantity": 5})
    with app.app_context(), transaction():
        ledger.record(
            TESS, "hand out", [Line(2, 1, "RENTAL_OUT", "available", "on_rent", 1)]
        )
    no = act(desk, id, "send")
    assert no.status_code == 409
    assert no.json["facts"]["line"] == "lines.1"
    assert status(app, id) == "initiated"
    assert where(app, 1) == (STORE, "available")
    assert states(2)["Store", "available"] == 4


def test_a_blocked_unit_may_be_moved(app, desk, sent):
    desk.post("/api/inventory/units/1/block/", json={"reason": "The peg slips"})
    assert act(desk, sent({"unit": 1}), "receive").json["status"] == "received"
    assert where(app, 1) == (ANNEXE, "available")


def test_a_batch_stays_together(app, desk, sent):
    with app.app_context(), transaction():
        db.session.add(Unit(item_id=2, location_id=1, tag="ROS-1", batch_code="B7"))
        db.session.flush()
        ledger.record(
            TESS, "receive", [Line(2, 1, "PURCHASE", "outside", "available", 10, 4, 1_000)]
        )
    id = sent({"unit": 4})
    line = line_of(desk, id)
    assert (
        act(desk, id, "receive", lines=[{"line": line, "quantity": 4}]).json["lines"][0][
            "in_transit"
        ]
        == 6
    )
    no = act(desk, id, "cancel")
    assert no.status_code == 409
    assert "stays together" in no.json["detail"]
    assert act(desk, id, "receive").json["status"] == "received"


@DOORS
def test_it_goes_somewhere_else(app, as_, desk, door):
    def tried(ends):
        said = {
            "from_location": ends[0],
            "to_location": ends[1],
            "notes": "for the concert",
        }
        return (
            desk.post("/transfers/new", data=said)
            if door == "page"
            else desk.post(API, json=said)
        )

    as_("tess").patch("/api/inventory/locations/3/", json={"is_active": False})
    for ends, words in (
        ((STORE, STORE), "Choose another location"),
        ((STORE, 99), "Location not found"),
        ((STORE, CELLAR), "Cellar is no longer used"),
        (
            (STORE, -1),
            "a name or an id" if door == "api" else "There is no location called -1",
        ),
    ):
        no = tried(ends)
        assert no.status_code == 422
        assert words in no.text
        assert door == "api" or "for the concert" in no.text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Transfer)) == 0
    assert tried((STORE, ANNEXE)).status_code in (201, 303)


def test_nothing_arrives_at_a_place_that_was_given_up(app, as_, desk, draft, sent):
    tess = as_("tess")
    late, back = draft({"unit": 1}, ends=(STORE, CELLAR)), sent({"unit": 2})
    assert (
        tess.patch("/api/inventory/locations/3/", json={"is_active": False}).status_code
        == 200
    )
    no = act(desk, late, "send")
    assert no.status_code == 409
    assert "Cellar is no longer used" in no.json["detail"]
    for rest in (
        {"unit": 1},
        {"unit": 3},
        {"item": 1, "quantity": 2},
        {"item": 2, "quantity": 5},
    ):
        act(desk, draft(rest), "send", at_once=True)
    assert (
        tess.patch("/api/inventory/locations/1/", json={"is_active": False}).status_code
        == 200
    )
    no = act(desk, back, "cancel")
    assert no.status_code == 409
    assert "Store is no longer used" in no.json["detail"]
    with (
        app.app_context(),
        pytest.raises(Conflict, match="Store is no longer used"),
        transaction(),
    ):
        undo.undo(TESS, last_operation(app, back))
    assert act(desk, back, "receive").json["status"] == "received"


def test_students_see_nothing_of_it(as_, sent):
    id, sol = sent({"unit": 1}), as_("sol")
    said = {"from_location": STORE, "to_location": ANNEXE}
    assert (
        sol.get(API).status_code
        == sol.get(f"{API}{id}/").status_code
        == sol.post(API, json=said).status_code
        == 403
    )
    assert sol.patch(f"{API}{id}/", json={"notes": "x"}).status_code == 403
    lines = {"receive": {}, "cancel": {}, "send": {}, "reject": {"notes": "x"}}
    lines["lose"] = {"lines": [{"line": 1}], "notes": "x"}
    assert {act(sol, id, verb, **body).status_code for verb, body in lines.items()} == {403}
    assert sol.delete(f"{API}{id}/lines/1/").status_code == 403
    assert sol.post(f"{API}{id}/lines/", json={"lines": [{"unit": 2}]}).status_code == 403
    pages = (
        "",
        "/new",
        f"/{id}",
        f"/{id}/edit",
        f"/{id}/packing",
        f"/{id}/lose",
        f"/{id}/reject",
    )
    assert {sol.get(f"/transfers{path}").status_code for path in pages} == {403}
    acts = (
        "add",
        "receive",
        "arrived",
        "send",
        "cancel",
        "lose",
        "reject",
        "edit",
        "remove",
    )
    typed = {"code": "VLN-1", "line": "1", "notes": "x", "version": "1"}
    assert {
        sol.post(f"/transfers/{id}/{path}", data=typed).status_code for path in acts
    } == {403}
    assert sol.post("/transfers/new", data=said).status_code == 403


def test_there_is_no_such_transfer(desk, draft):
    id = draft({"unit": 1})
    assert desk.get(f"{API}9/").status_code == act(desk, 9, "send").status_code == 404
    assert desk.delete(f"{API}{id}/lines/99/").status_code == 404
    assert {
        desk.get(f"/transfers/9{path}").status_code
        for path in ("", "/edit", "/lose", "/packing")
    } == {404}
    assert desk.post("/transfers/9/add", data={"code": "VLN-1"}).status_code == 404


@DOORS
def test_described_and_never_over_somebodys_change(app, as_, desk, draft, door):
    id = draft({"unit": 1})

    def describe(version, notes, day="2026-12-24"):
        said = {"expected_on": day, "notes": notes}
        if door == "page":
            return desk.post(f"/transfers/{id}/edit", data=said | {"version": version})
        return desk.patch(f"{API}{id}/", json=said, headers={"If-Match": f'"v{version}"'})

    assert describe(1, "by van").status_code in (200, 303)
    no = describe(1, "by bike")
    assert no.status_code == 412
    assert "by van" in no.text
    if door == "page":
        assert "by bike" in no.text
        assert "<b>Now:</b> by van" in no.text
    else:
        assert no.json["facts"] == {
            "version": 2,
            "expected_on": "2026-12-24",
            "notes": "by van",
        }
    assert describe(2, "by bike").status_code in (200, 303)
    assert describe(3, "x", "2026-02-30").status_code == 422
    assert desk.get(f"{API}{id}/").json["notes"] == "by bike"


def test_the_same_twice_is_one(app, desk, draft):
    once, said = (
        {"Idempotency-Key": "k"},
        {"from_location": STORE, "to_location": ANNEXE, "lines": [{"unit": 1}]},
    )
    assert {desk.post(API, json=said, headers=once).json["id"] for _ in range(2)} == {1}
    for key, verb in (("s", "send"), ("r", "receive")):
        for _ in range(2):
            answer = desk.post(f"{API}1/{verb}/", json={}, headers={"Idempotency-Key": key})
            assert answer.status_code == 200
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(TransferLine)) == 1
        assert (
            db.session.scalar(select(func.count()).where(Operation.transfer_id == 1)) == 2
        )


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("", {"from_location": 1, "to_location": 2, "lines": [{"item": 2, "quantity": 0}]}),
        (
            "",
            {"from_location": 1, "to_location": 2, "lines": [{"item": 2, "quantity": -1}]},
        ),
        (
            "",
            {
                "from_location": 1,
                "to_location": 2,
                "lines": [{"item": 2, "quantity": 10**9}],
            },
        ),
        ("", {"from_location": 1, "to_location": 2, "lines": [{"item": True}]}),
        ("", {"from_location": 1, "to_location": 2, "lines": "VLN-1"}),
        ("", {"from_location": 1, "to_location": 2, "notes": "a\u202eb"}),
        ("", {"from_location": 1, "to_location": 2, "lines": [{"item": 2}] * 1_001}),
        ("1/receive/", {"lines": []}),
        ("1/receive/", {"lines": [{"line": 99}]}),
        ("1/receive/", {"lines": [{"line": 1, "condition": "fine"}]}),
        ("1/lose/", {"lines": [{"line": 1}], "notes": " "}),
        ("1/lose/", {"lines": [{"line": 1}], "notes": "x", "reason": "used_up"}),
        ("1/send/", {"at_once": "yes"}),
    ],
)
def test_bad_input_writes_nothing(app, desk, sent, path, said):
    sent({"item": 2, "quantity": 3})
    with app.app_context():
        before = db.session.scalar(select(func.max(Movement.id)))
    assert desk.post(f"{API}{path}", json=said).status_code == 422
    with app.app_context():
        assert db.session.scalar(select(func.max(Movement.id))) == before
        assert db.session.scalar(select(func.count()).select_from(Transfer)) == 1


def test_an_empty_one_is_not_sent(desk, draft):
    no = act(desk, draft(), "send")
    assert no.status_code == 409
    assert "Nothing has been added" in no.json["detail"]


def test_lines_change_only_while_it_is_packed(desk, draft):
    id = draft({"item": 2, "quantity": 1})
    more = {"lines": [{"item": 2, "quantity": 2}, {"unit": 1}]}
    assert [
        each["quantity"] for each in desk.post(f"{API}{id}/lines/", json=more).json["lines"]
    ] == [3, 1]
    gone = desk.delete(f"{API}{id}/lines/{line_of(desk, id)}/")
    assert [each["tag"] for each in gone.json["lines"]] == ["VLN-1"]
    act(desk, id, "send")
    assert desk.post(f"{API}{id}/lines/", json=more).status_code == 409
    assert desk.delete(f"{API}{id}/lines/{line_of(desk, id)}/").status_code == 409


def test_two_people_receive_the_same_violin_once(app, as_, sent):
    id = sent({"unit": 1}, {"unit": 2})
    desks = [as_("dora") for _ in range(8)]
    line = line_of(desks[0], id)
    with ThreadPoolExecutor(8) as pool:
        codes = [
            *pool.map(
                lambda one: act(one, id, "receive", lines=[{"line": line}]).status_code,
                desks,
            )
        ]
    assert sorted(codes) == [200] + [409] * 7
    with app.app_context():
        came = select(func.count()).where(
            Movement.unit_id == 1, Movement.from_state == "in_transit"
        )
        assert db.session.scalar(came) == 1
    assert status(app, id) == "in_transit"


def test_opposite_ways_at_once(app, as_, desk, draft, states):
    """Sixteen transfers of a cello each, half of them there and half of them back; all arrive, nothing is stuck."""
    act(desk, draft({"item": 2, "quantity": 2}), "send", at_once=True)
    with app.app_context(), transaction():
        for place in (STORE, ANNEXE):
            ledger.record(
                TESS,
                "receive",
                [Line(2, place, "PURCHASE", "outside", "available", 8, None, 8_000)],
            )
    ids = [draft({"item": 2}, ends=ends) for ends in ((STORE, ANNEXE), (ANNEXE, STORE)) * 8]
    desks = [as_("dora") for _ in ids]

    def go(one, id):
        return act(one, id, "send").status_code, act(one, id, "receive").status_code

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(go, desks, ids)) == {(200, 200)}
    assert states(2) == {("Store", "available"): 11, ("Annexe", "available"): 10}
    with app.app_context():
        assert set(db.session.scalars(select(Transfer.status))) == {"received"}


def test_the_last_ones_leave_once(app, as_, draft, states):
    """Sixteen at once want to send the same five cellos, elsewhere each."""
    ids = [
        draft({"item": 2, "quantity": 5}, ends=(STORE, to)) for to in (ANNEXE, CELLAR) * 8
    ]
    desks = [as_("dora") for _ in ids]
    with ThreadPoolExecutor(16) as pool:
        codes = [*pool.map(lambda one, id: act(one, id, "send").status_code, desks, ids)]
    assert sorted(codes) == [200] + [409] * 15
    assert sum(states(2).values()) == 5


def test_the_list_begins_with_open_ones_and_asks_no_more_for_more(app, desk, draft, sent):
    first = sent({"unit": 1})
    with counted(app) as few:
        desk.get("/transfers")
    for n in range(30):
        id = draft({"item": 2, "quantity": 1 + n % 5})
        if n % 2:
            act(desk, id, "cancel")
    with counted(app) as many:
        page = desk.get("/transfers").text
    assert len(few) == len(many)
    assert 'rel="next"' in page
    seen, path = [], f"{API}?limit=7"
    while path:
        answer = desk.get(path)
        seen += [(each["status"], each["id"]) for each in answer.json]
        path = answer.headers.get("Link", "").split(">")[0][1:]
    opened = [id for state, id in seen if state != "cancelled"]
    assert len(seen) == 31
    assert opened == sorted(opened, reverse=True)
    assert opened[-1] == first
    assert [state for state, _ in seen[16:]] == ["cancelled"] * 15
    assert [each["id"] for each in desk.get(f"{API}?status=in_transit").json] == [first]
    assert len(desk.get(f"{API}?status=open&location=2").json) == 16
    assert desk.get(f"{API}?location=3").json == []
    assert desk.get(f"{API}?status=lost").status_code == 422
    assert "No transfers found" in desk.get("/transfers?location=3").text
    with counted(app) as one:
        desk.get(f"/transfers/{first}")
    big = draft({"unit": 2}, {"unit": 3}, {"item": 1, "quantity": 2}, {"item": 2})
    with counted(app) as several:
        desk.get(f"/transfers/{big}")
    assert len(several) == len(one)


class TestPage:
    def go(self, desk, id, path, **typed):
        return desk.post(f"/transfers/{id}/{path}", data=typed, follow_redirects=True)

    def test_scanned_in_and_out(self, app, desk, states):
        said = {"from_location": "1", "to_location": "2", "expected_on": "2026-12-01"}
        made = desk.post("/transfers/new", data=said)
        id = int(made.headers["Location"].rsplit("/", 1)[1])
        assert "Nothing added yet" in desk.get(f"/transfers/{id}").text
        for code in ("vln-1", "s2", "http://x.test/t/33"):
            page = self.go(desk, id, "add", code=code)
            assert page.status_code == 200, code
            assert " added" in page.text, code
        sku = desk.get("/api/inventory/items/2/").json["sku"]
        assert "Cello 3/4 added" in self.go(desk, id, "add", code=sku, quantity="3").text
        assert self.go(desk, id, "remove", line="99").status_code == 404
        assert "6 pieces on the list" in desk.get(f"/transfers/{id}").text
        assert "0 of 6 arrived" in self.go(desk, id, "send").text
        page = self.go(
            desk, id, "receive", code="VLN-1", quantity="1", condition="damaged"
        ).text
        assert "VLN-1 has arrived" in page
        assert "1 of 6 arrived, 1 of them damaged" in page
        assert (
            "3 of 6 arrived"
            in self.go(desk, id, "receive", code=sku, quantity="2", condition="good").text
        )
        line = line_of(desk, id, 3)
        assert (
            "4 of 6 arrived"
            in self.go(desk, id, "arrived", line=line, quantity="1", condition="good").text
        )
        page = self.go(
            desk,
            id,
            "lose",
            line=line_of(desk, id, 1),
            reason="missing",
            notes="Off the van",
        ).text
        assert "4 of 6 arrived, 1 of them damaged, 1 lost" in page
        assert "Off the van" in page
        page = self.go(desk, id, "arrived").text
        assert "5 of 6 arrived" in page
        assert 'id="scan"' not in page
        assert states(1)["Annexe", "damaged"] == 1

    def test_a_wrong_scan_says_so_at_the_box_and_keeps_what_was_typed(
        self, app, desk, draft
    ):
        id = draft({"unit": 1})
        for code, status_code, words in (
            ("nobody", 422, "Nothing found here under nobody"),
            ("VLN-1", 422, "VLN-1 is already on this transfer"),
            ("", 422, "Fill this in"),
        ):
            no = self.go(desk, id, "add", code=code, quantity="1")
            assert no.status_code == status_code, code
            assert words in no.text, code
            assert f'value="{code}"' in no.text, code
            assert 'id="scan"' in no.text
            assert "autofocus" in no.text
        no = self.go(desk, id, "add", code="VLN-2", quantity="x")
        assert no.status_code == 422
        assert "Enter a whole number" in no.text
        assert 'value="VLN-2"' in no.text
        act(desk, id, "send")
        no = self.go(desk, id, "add", code="VLN-2", quantity="1")
        assert no.status_code == 409
        assert "This transfer is on its way" in no.text
        no = self.go(desk, id, "receive", code="VLN-3", quantity="1", condition="good")
        assert no.status_code == 422
        assert "VLN-3 is not on this transfer" in no.text
        self.go(desk, id, "receive", code="VLN-1", quantity="1", condition="good")
        no = self.go(desk, id, "receive", code="VLN-1", quantity="1", condition="good")
        assert no.status_code == 409
        assert "This transfer is received" in no.text

    def test_too_many_and_a_number_that_is_none(self, desk, sent):
        id = sent({"item": 2, "quantity": 2})
        line = line_of(desk, id)
        no = self.go(desk, id, "arrived", line=line, quantity="3", condition="good")
        assert no.status_code == 409
        assert "Only 2 of the 3" in no.text
        assert re.search(r'id="quantity"[^>]*value="1"', no.text)
        assert (
            self.go(
                desk, id, "arrived", line=line, quantity="0", condition="good"
            ).status_code
            == 422
        )
        no = self.go(desk, id, "lose", line=line, quantity="1", reason="missing", notes="")
        assert no.status_code == 422
        assert "Fill this in" in no.text
        assert "No room" in self.go(desk, id, "reject", notes="No room").text

    def test_what_is_printed(self, desk, draft):
        id = draft({"unit": 1}, {"item": 2, "quantity": 3})
        page = desk.get(f"/transfers/{id}/packing").text
        assert "VLN-1" in page
        assert "S 1" in page
        assert "4 pieces" in page
        assert "data-print" in page
