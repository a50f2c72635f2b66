"""Importing a school's own spreadsheet: what the verbs make of it, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from tests.support.imports import DORA, FILE, SOL, TESS, bring, look, read, rows
from webapp.core.db import db, transaction
from webapp.core.errors import Conflict, Invalid, NotAllowed, NotFound
from webapp.stock.imports import imports
from webapp.stock.items import brands, items
from webapp.stock.ledger import verify
from webapp.stock.models import Item, Level, Unit

COUNTS = {"problem": 0, "left_out": 0, "blocked": 46, "unit": 270, "pieces": 0}

GROWN = {"items": 149, "units": 316, "movements": 316, "operations": 1, "locations": 9}


@contextmanager
def statements():
    counted = []

    def note(*_):
        counted.append(1)

    event.listen(db.engine, "before_cursor_execute", note)
    yield counted
    event.remove(db.engine, "before_cursor_execute", note)


def test_the_schools_own_file_comes_in_whole(inside):
    before = rows()
    plan = look(FILE.read_bytes(), location="Music Office", create_locations=True)
    assert rows() == before
    assert plan.problems == 0
    assert plan.counts == COUNTS
    id = bring(
        FILE.read_bytes(),
        name="school.csv",
        location="Music Office",
        create_locations=True,
        seen=plan.seen,
    )
    grown = {name: count - before[name] for name, count in rows().items()}
    assert grown == GROWN | {"levels": grown["levels"]}
    assert list(verify.problems()) == []
    done = imports.show(TESS, id)
    assert (done.kinds, done.quantity, done.blocked, len(done.items)) == (149, 316, 46, 24)
    assert done.note == "316 rows of school.csv"


def test_kinds_are_merged_in_any_case_also_with_what_is_there(inside):
    bring(
        "Bassoon,Fox,A1,,,Store,\nBASSOON,fox ,A2,,,store,\nCello 3/4,,C9,,,,\n",
        location="Store",
    )
    assert rows()["items"] == 3
    assert rows()["locations"] == 1
    bassoon = items.search(TESS, words="bassoon")[0]
    item = bassoon.item
    assert (item.name, bassoon.quantity, item.sku, item.is_borrowable) == (
        "Bassoon",
        2,
        "INS-00003",
        True,
    )
    assert items.show(TESS, 2).quantity == 6
    assert db.session.get(Level, 2).value_minor == 6 * 30_000
    bring("Mute,Denis,,,,Store,4\n", is_borrowable=False, category="equipment")
    mute = items.search(TESS, words="mute")[0]
    assert (mute.quantity, mute.item.is_borrowable, mute.item.category) == (
        4,
        False,
        "accessory",
    )
    assert list(verify.problems()) == []


def value_of(item_id):
    return db.session.scalar(select(Level.value_minor).where(Level.item_id == item_id))


def test_pieces_batches_damage_and_home(inside):
    said = b"name,number,qty,condition,location,price\n"
    said += b"Stand,,10,good,Hall,12.50\nMaraca,7,3,,Attic,\nOboe,1,,broken,Hall,\n"
    bring(said, location="Hall", create_locations=True)
    stand, maraca, oboe = (
        items.search(TESS, words=words)[0] for words in ("stand", "maraca", "oboe")
    )
    assert (stand.quantity, stand.value, stand.location) == (10, "12.50", "Hall")
    assert value_of(stand.item.id) == 12_500
    batch = db.session.scalars(select(Unit).where(Unit.item_id == maraca.item.id)).one()
    assert (batch.tag, batch.batch_code, batch.available) == ("Maraca-7", "Maraca-7", 3)
    assert (oboe.by_state["damaged"], oboe.available_quantity) == (1, 0)
    assert list(verify.problems()) == []


@pytest.mark.parametrize(
    "said", ["Tuba,King,T1,1,TB,Store,\n", "Music stand,,,,,Store,20\n"]
)
def test_the_same_file_twice_is_imported_once(inside, said):
    bring(said)
    after = rows()
    assert look(said).before
    with pytest.raises(Conflict, match="already imported"):
        bring(said)
    assert rows() == after


def test_two_at_once_import_it_once(app):
    def attempt(_):
        with app.app_context():
            try:
                return bring("Music stand,,,,,Store,20\nTuba,King,T1,1,TB,Store,\n")
            except Conflict:
                return None

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(attempt, range(4)))
    with app.app_context():
        assert len([id for id in done if id]) == 1
        assert rows()["movements"] == 4
        assert rows()["units"] == 1
        assert list(verify.problems()) == []


def test_what_was_not_seen_is_not_imported(inside):
    seen = look("Tuba,King,T1,1,TB,Store,\n").seen
    with transaction():
        king = brands.named(TESS, ["King"])["king"].id
        db.session.add(
            Item(
                name="Tuba",
                brand_id=king,
                sku="T",
                category="instrument",
                home_location_id=1,
                created_by=1,
                folded="",
            )
        )
    with pytest.raises(Conflict, match="changed since you looked"):
        bring("Tuba,King,T1,1,TB,Store,\n", seen=seen)
    assert rows()["units"] == 0


def test_who_may(inside):
    for actor in (SOL, DORA):
        with pytest.raises(NotAllowed):
            bring("Tuba,,,,,Store,1\n", actor)
        with pytest.raises(NotAllowed):
            imports.preview(actor, *read("Tuba,,,,,Store,1\n"))
    with pytest.raises(NotFound):
        imports.show(TESS, 1)  # an opening balance is no import


def test_more_than_can_be_counted_is_refused(inside):
    said = b"name,qty,price,location\nStand,100000,9999999,Store\n"
    with pytest.raises(Invalid, match="too large"):
        bring(said)
    assert rows()["movements"] == 2


def test_many_rows_cost_few_statements(inside):
    said = "".join(f"Thing {i % 300},,S{i},{i},T,Room {i % 9},\n" for i in range(3000))
    with statements() as counted:
        bring(said, create_locations=True)
    assert len(counted) < 150
    assert rows()["units"] == 3000
    assert list(verify.problems()) == []
