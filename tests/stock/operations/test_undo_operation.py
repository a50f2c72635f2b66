"""Undo: an operation is written backwards, once, and refused with numbers where stock has moved on."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from tests.stock.operations.undoing import API, DOORS, TESS, undo
from tests.support.loans import tagged
from webapp.core.db import db, transaction
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Movement, Operation, Unit
from webapp.stock.operations.undo import _followers as followers


@DOORS
def test_taken_back_it_is_as_if_it_was_not_done(app, as_, act, level, door):
    before, dora = level(), as_("dora")
    id = act(value_delta_minor=70_000)
    assert level() == (5, 0, 0, before[3] + 70_000)
    assert undo(dora, door, id, notes="Counted twice").status_code in (201, 303)
    assert level() == before
    _check_history(app, dora, id)


def _check_history(app, dora, id):
    """Both operations stay, and name each other."""
    with app.app_context():
        made = db.session.scalars(select(Operation).order_by(Operation.id.desc())).first()
        assert (made.kind, made.reverses_id, made.note, made.actor_id) == (
            "undo",
            id,
            "Counted twice",
            4,
        )
        assert db.session.scalars(
            select(Movement.type).where(Movement.operation_id == made.id)
        ).all() == ["SYSTEM_CORRECTION"]
    assert "This was undone later" in dora.get(f"/operations/{id}").text
    assert dora.get(f"{API}{id}/").json["undone_by"] == made.id


@DOORS
def test_only_once_and_never_an_undo(as_, act, level, door):
    id, tess = act(), as_("tess")
    assert undo(tess, door, id).status_code in (201, 303)
    before = level()
    again, of_undo = undo(tess, door, id), undo(tess, door, id + 1)
    assert again.status_code == of_undo.status_code == 409
    assert "already been undone" in again.text
    assert "itself an undo" in of_undo.text
    assert level() == before
    for each in (id, id + 1):
        page = tess.get(f"/operations/{each}/undo")
        assert page.status_code == 409
        assert "See the other operation" in page.text


@DOORS
def test_refused_with_numbers_when_stock_has_moved_on(as_, act, level, door):
    id = act(quantity=3)
    act("RENTAL_OUT", "available", "on_rent", 4)
    before, tess = level(), as_("tess")
    no = undo(tess, door, id)
    assert no.status_code == 409
    assert "Only 1 of the 3 asked for are available" in no.text
    assert tess.get(f"/operations/{id}/undo").status_code == 409
    if door == "api":
        assert no.json["facts"] == {"state": "available", "have": 1, "asked": 3}
    assert level() == before


@DOORS
def test_a_unit_that_moved_on_is_named(app, as_, act, level, door):
    unit, came = _arrival(app)
    act("DAMAGE_ASSESSMENT", "available", "damaged", 1, unit_id=unit)
    back = act("DAMAGE_ASSESSMENT", "damaged", "available", 1, unit_id=unit)
    before, tess = level(), as_("tess")
    no = undo(tess, door, came)
    assert no.status_code == 409
    assert "VLN-1 has moved on since" in no.text
    assert level() == before
    for id in (
        back,
        back - 1,
        came,
    ):  # the newest first, then each is the newest that stands
        assert undo(tess, door, id).status_code in (201, 303)
    with app.app_context():
        assert db.session.get(Unit, unit).on_hand == 0


def _arrival(app):
    """A violin that has come, and the operation that brought it."""
    with app.app_context(), transaction():
        unit = tagged("VLN-1")
        came = db.session.scalar(select(func.max(Operation.id)))
    return unit, came


def test_units_come_and_go_together(app, as_, act, level):
    with app.app_context(), transaction():
        db.session.add_all(
            Unit(item_id=1, location_id=1, tag=f"VLN-{n}") for n in range(1, 4)
        )
    lines = [
        Line(1, 1, "PURCHASE", "outside", "available", 1, n, value_delta_minor=100)
        for n in range(1, 4)
    ]
    id = act(lines=lines)
    assert undo(as_("tess"), "api", id).status_code == 201
    with app.app_context():
        assert db.session.scalars(select(Unit.on_hand)).all() == [0, 0, 0]
    assert level() == (2, 0, 0, 60_000)


def test_value_that_is_not_there_any_more_is_not_taken_back(as_, act, level):
    """Three came dear, then all went and three came back for nothing: the pieces are there, their value is not."""
    id = act(value_delta_minor=70_000)
    act("SALE", "available", "outside", 5)
    act(quantity=5)
    no = undo(as_("tess"), "api", id)
    assert no.status_code == 409
    assert no.json["detail"] == "Its value has changed since"
    assert level() == (5, 0, 0, 0)


def test_a_neutral_row_is_written_once_more(app, as_, act, level):
    act("DAMAGE_ASSESSMENT", "available", "damaged", 1)
    id = act("DAMAGE_ASSESSMENT", "damaged", "damaged", 1)
    before = level()
    assert undo(as_("tess"), "api", id).status_code == 201
    assert level() == before
    with app.app_context():
        last = db.session.scalars(select(Movement).order_by(Movement.id.desc())).first()
        assert (last.type, last.from_state, last.to_state) == (
            "DAMAGE_ASSESSMENT",
            "damaged",
            "damaged",
        )


def test_two_at_once_are_one(app, as_, act, level):
    id, browsers = act(), [as_("tess") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        codes = [*pool.map(lambda browser: undo(browser, "api", id).status_code, browsers)]
    assert sorted(codes) == [201, 409, 409, 409]
    assert level() == (2, 0, 0, 60_000)
    with app.app_context():
        assert (
            db.session.scalar(select(func.count()).where(Operation.reverses_id == id)) == 1
        )


def test_the_same_twice_is_one(as_, act, level):
    id, tess, once = act(), as_("tess"), {"Idempotency-Key": "k"}
    codes = [
        tess.post(f"{API}{id}/undo/", json={}, headers=once).status_code for _ in range(2)
    ]
    assert codes == [201, 201]
    assert level() == (2, 0, 0, 60_000)


@DOORS
def test_students_do_not_and_nobody_what_is_not_there(as_, act, level, door):
    id, sol, dora = act(), as_("sol"), as_("dora")
    assert undo(sol, door, id).status_code == 403
    assert undo(dora, door, 99).status_code == 404
    assert sol.get(f"/operations/{id}/undo").status_code == 403
    assert dora.get("/operations/99/undo").status_code == 404
    assert level()[0] == 5


@DOORS
def test_a_note_that_is_too_long_is_kept_and_undoes_nothing(as_, act, level, door):
    id, words = act(), "x" * 2001
    no = undo(as_("tess"), door, id, notes=words)
    assert no.status_code == 422
    assert level()[0] == 5
    if door == "page":
        assert words in no.text


def test_what_belongs_to_something_else_is_undone_there(app, as_, level, monkeypatch):
    monkeypatch.delitem(followers, "stocktake_id", raising=False)
    with app.app_context(), transaction():
        line = Line(1, 1, "PURCHASE", "outside", "available", 1)
        id = ledger.record(TESS, "test", [line], stocktake_id=7).id
    no = as_("tess").post(f"{API}{id}/undo/", json={})
    assert no.status_code == 409
    assert no.json["facts"] == {"stocktake_id": 7}
