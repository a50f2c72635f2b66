"""The past: any moment, to the microsecond, on the school's clock, in one probe of an index a level."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import event, text

from tests.support.loans import TESS
from tests.support.queries import counted
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.stock.items import items
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.movements import past

API = "/api/inventory/levels/as-of/"
START = datetime(2100, 6, 1, 10, tzinfo=UTC)  # noon at the school
MOVES = (("RENTAL_OUT", "available", "on_rent"), ("RENTAL_RETURN", "on_rent", "available"))


@pytest.fixture
def story(app):
    """Cellos go out and come back once an hour; afterwards it is five in the afternoon."""
    with app.app_context(), transaction():
        for hour, (way, pieces) in enumerate([(0, 2), (0, 3), (1, 4)]):
            with clock.at(START + timedelta(hours=hour)):
                ledger.record(TESS, "test", [Line(2, 1, *MOVES[way], pieces)])
    with clock.at(START + timedelta(hours=5)):
        yield


def then(browser, at, **more):
    return browser.get(API, query_string={"at": at, **more})


@pytest.mark.parametrize(
    ("at", "out"),
    [
        ("2100-06-01T11:59:59", 0),
        ("2100-06-01T09:59:59.999999Z", 0),
        ("2100-06-01T12:00", 2),
        ("2100-06-01T10:00:00Z", 2),
        ("2100-06-01T12:59:59+02:00", 2),
        ("2100-06-01T13:30", 5),
        ("2100-06-01T14:00", 1),
        ("2100-06-01T17:00", 1),
    ],
)
def test_as_it_was_on_the_schools_clock(story, app, at, out):
    with app.app_context():
        (seen,) = past.as_of(TESS, past.moment(datetime.fromisoformat(at)), item=2)
    assert (seen.by_state["on_rent"], seen.by_state["available"], seen.on_hand) == (
        out,
        5 - out,
        5,
    )
    assert seen.value_minor == 150_000


def test_page_and_api_agree(as_):
    dora, day = as_("dora"), clock.now() - timedelta(minutes=1)
    dora_sees = then(dora, clock.now().isoformat()).json
    assert [(each["item_name"], each["on_hand"]) for each in dora_sees] == [
        ("Cello 3/4", 5),
        ("Student Violin 4/4", 2),
    ]
    assert then(dora, clock.now().isoformat(), item=1).json[0]["movement"] == 1
    page = dora.get("/levels/as-of").text
    assert "Cello 3/4" in page
    assert "€1,500.00" in page
    assert (
        "Nothing in stock yet"
        in dora.get(f"/levels/as-of?day={day.year - 1}-01-01&time=12:00").text
    )
    assert then(dora, f"{day.year - 1}-01-01T12:00").json == []


@pytest.mark.parametrize(
    ("day", "time", "words"),
    [
        ("2999-01-01", "12:00", "time in the past"),
        ("2026-03-29", "02:30", "clocks change"),
        ("2026-02-30", "12:00", ""),
    ],
)
def test_a_time_that_is_not_there(as_, day, time, words):
    dora = as_("dora")
    page, program = (
        dora.get(f"/levels/as-of?day={day}&time={time}"),
        then(dora, f"{day}T{time}"),
    )
    assert page.status_code == program.status_code == 422
    assert words in page.text
    assert words in str(program.json["fields"])
    assert not words or f'value="{day}"' in page.text


def test_students_do_not_look_back_and_a_moment_is_needed(as_):
    assert (
        then(as_("sol"), "2026-01-01T12:00").status_code
        == as_("sol").get("/levels/as-of").status_code
        == 403
    )
    assert as_("dora").get(API).status_code == 422


def test_any_moment_is_what_replaying_the_ledger_says(app):
    """Random moments, some of them exactly a movement's own."""
    chance, at, said = Random(7), START, []
    with app.app_context():
        with transaction():
            items.add(TESS, name="Reed", category="accessory", location="Annexe")
            for _ in range(60):
                at += timedelta(seconds=chance.choice((0, 1, 3600)))
                said.append((at, *_receive(chance, at)))
        for moment in [
            at + timedelta(seconds=1),
            *(chance.choice(said)[0] for _ in range(15)),
        ]:
            assert _pieces(moment) == _replayed(said, moment)


def _receive(chance, at):
    """Some pieces of something somewhere, in two movements: the item, the place, and how many."""
    item, place = chance.choice(((1, 1), (2, 1), (2, 2), (3, 2)))
    pieces, came = chance.randint(1, 4), ("PURCHASE", "outside", "available")
    with clock.at(at):
        line = Line(item, place, *came, pieces, value_delta_minor=pieces)
        ledger.record(TESS, "receive", [line, line])
    return item, place, 2 * pieces


def _pieces(moment):
    """What there was then, as it is told days later."""
    with clock.at(START + timedelta(days=9)):
        levels = past.as_of(TESS, moment)
        return {(then.item_id, then.location_id): then.on_hand for then in levels}


def _replayed(received, moment):
    """What there was by then, of what the school began with and what it received."""
    pieces = {(1, 1): 2, (2, 1): 5}
    for when, item, place, more in received:
        if when <= moment:
            pieces[item, place] = pieces.get((item, place), 0) + more
    return pieces


def test_pages_go_on_where_they_were(app, as_):
    dora = as_("dora")
    with counted(app) as few:
        dora.get("/levels/as-of")
    with app.app_context(), transaction():
        for n in range(40):
            items.add(
                TESS,
                name=f"Oboe {n % 7}",
                category="instrument",
                location="Annexe",
                quantity=1,
            )
    now = clock.now().isoformat().replace("+00:00", "Z")
    found = _every_page(dora, f"{API}?at={now}&limit=9")
    assert found == sorted(found)
    assert len(set(found)) == 42
    assert len(then(dora, now, location=2, limit=200).json) == 40
    with counted(app) as many:
        assert 'rel="next"' in dora.get("/levels/as-of").text
    assert len(few) == len(many)


def _every_page(dora, path):
    """The levels of all pages, as they follow each other."""
    found = []
    while path:
        answer = dora.get(path)
        found += [
            (each["item_name"], each["item"], each["location"]) for each in answer.json
        ]
        path = answer.headers.get("Link", "").split(">")[0][1:]
    return found


def test_one_probe_of_an_index_a_level(app, engine):
    """What the engine says it will do: never through a level's whole history."""
    sent = []
    with app.app_context():
        with transaction():
            for _ in range(30):
                for way in (0, 1):
                    ledger.record(TESS, "test", [Line(2, 1, *MOVES[way], 1)] * 5)
            if engine == "postgresql":
                db.session.execute(text("ANALYZE movements"))  # as autovacuum would
        event.listen(
            db.engine,
            "before_cursor_execute",
            lambda _c, _k, sql, said, *_: sent.append((sql, said)),
        )
        past.as_of(TESS, clock.now(), location=1)
        query = next(each for each in sent if "created_at <=" in each[0])
        check = _check_plan_sqlite if engine == "sqlite" else _check_plan_postgresql
        check(db.session.connection(), *query)


INDEX = "ix_movements_level_id_created_at_id"


def _check_plan_sqlite(connection, sql, parameters):
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters)
    plan = "\n".join(row[3] for row in rows)
    assert f"USING COVERING INDEX {INDEX} (level_id=? AND created_at<?)" in plan
    assert "SCAN movements" not in plan


def _check_plan_postgresql(connection, sql, parameters):
    # Three hundred rows would be read through.
    connection.exec_driver_sql("SET enable_seqscan = off")
    rows = connection.exec_driver_sql(f"EXPLAIN {sql}", parameters)
    plan = "\n".join(row[0] for row in rows)
    assert f"Index Only Scan Backward using {INDEX}" in plan
    assert "SubPlan" in plan
