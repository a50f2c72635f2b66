"""Importing a school's own spreadsheet: what the verbs and the command make of it, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from webapp.core import spreadsheet
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.core.errors import Conflict, Invalid, NotAllowed, NotFound
from webapp.lending import availability
from webapp.stock import exports
from webapp.stock.imports import columns, imports, spreadsheets
from webapp.stock.items import brands, items
from webapp.stock.ledger import ledger, verify
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Item, Level, Location, Movement, Operation, Unit
from webapp.stock.units import units

FILE = Path(__file__).parents[2] / "data" / "school-instruments.csv"
TESS, DORA, SOL = (
    Actor(1, "Tess", "teacher", 0),
    Actor(4, "Dora", "desk", 0),
    Actor(2, "Sol", "student", 0),
)
HEAD = "description,make,serial,number,code,location,quantity\n"


def read(said):
    table = spreadsheets.read(said if isinstance(said, bytes) else (HEAD + said).encode())
    return table, columns.guess(table.header)


def look(said, **options):
    return imports.preview(TESS, *read(said), **options)


def bring(said, actor=TESS, **options):
    with transaction():
        return imports.carry_out(actor, *read(said), **options).id


def rows():
    kinds = Item, Unit, Level, Movement, Operation, Location
    return {
        kind.__tablename__: db.session.scalar(select(func.count()).select_from(kind))
        for kind in kinds
    }


@pytest.fixture
def inside(app):
    with app.app_context():
        yield


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
    assert plan.counts == {
        "problem": 0,
        "left_out": 0,
        "blocked": 46,
        "unit": 270,
        "pieces": 0,
    }
    id = bring(
        FILE.read_bytes(),
        name="school.csv",
        location="Music Office",
        create_locations=True,
        seen=plan.seen,
    )
    grown = {name: count - before[name] for name, count in rows().items()}
    assert grown == {
        "items": 149,
        "units": 316,
        "levels": grown["levels"],
        "movements": 316,
        "operations": 1,
        "locations": 9,
    }
    assert list(verify.problems()) == []
    done = imports.show(TESS, id)
    assert (done.kinds, done.quantity, done.blocked, len(done.items)) == (149, 316, 46, 24)
    assert done.note == "316 rows of school.csv"


def test_imported_things_are_found_by_make_model_location_and_serial(inside):
    bring(FILE.read_bytes(), location="Music Office", create_locations=True)
    for words in ("jupiter 710 saxophone", "SAXOPHONE, ALTO JAS 710", "pearl ms music"):
        assert items.search(SOL, words=words), words
    (unit,) = units.search(TESS, serial=" isk 3120157238 ", item=None, after=0, limit=5)
    assert (unit.serial_number, unit.tag, unit.available) == ("ISK 3120157238", "CG-4", 1)
    (issued,) = units.search(TESS, serial="XF56514", item=None, after=0, limit=5)
    assert issued.blocked_reason == "issued before Backline"
    assert "issued_on: 2024-10-07" in issued.notes
    with pytest.raises(Conflict, match="issued before Backline"):
        units.pick(issued.item_id, issued.id)
    alto = items.show(TESS, issued.item_id)
    assert alto.quantity - availability.shelf(alto.id).lendable == 11


def test_an_imported_instrument_is_lent_and_an_issued_one_is_not(app, as_, soon):
    with app.app_context():
        bring(FILE.read_bytes(), location="Music Office", create_locations=True)
        shelf, issued = [
            db.session.scalars(select(Unit).where(Unit.serial_number == serial)).one()
            for serial in ("452363", "1260")
        ]
        shelf, issued, lone = (shelf.id, shelf.item_id), issued.id, issued.item_id
    api, tess = "/api/inventory/checkouts/", as_("tess")
    asked = as_("sol").post(api, json={"item": shelf[1], "quantity": 1, "due_date": soon})
    assert asked.status_code == 201, asked.json
    assert tess.post(f"{api}{asked.json['id']}/approve/").status_code == 200
    out = tess.post(f"{api}{asked.json['id']}/hand_out/", json={"unit": shelf[0]})
    assert (out.status_code, out.json["status"]) == (200, "out")
    refused = as_("sol").post(api, json={"item": lone, "quantity": 1, "due_date": soon})
    assert (refused.status_code, refused.json["facts"]["free"]) == (409, 0)
    with app.app_context():
        assert db.session.get(Unit, shelf[0]).on_rent == 1
        assert db.session.get(Unit, issued).on_rent == 0
        assert list(verify.problems()) == []


def test_kinds_are_merged_in_any_case_also_with_what_is_there(inside):
    bring(
        "Bassoon,Fox,A1,,,Store,\nBASSOON,fox ,A2,,,store,\nCello 3/4,,C9,,,,\n",
        location="Store",
    )
    assert rows()["items"] == 3
    assert rows()["locations"] == 1
    bassoon = items.search(TESS, words="bassoon")[0]
    assert (bassoon.name, bassoon.quantity, bassoon.sku, bassoon.is_borrowable) == (
        "Bassoon",
        2,
        "INS-00003",
        True,
    )
    assert items.show(TESS, 2).quantity == 6
    assert db.session.get(Level, 2).value_minor == 6 * 30_000
    bring("Mute,Denis,,,,Store,4\n", is_borrowable=False, category="equipment")
    mute = items.search(TESS, words="mute")[0]
    assert (mute.quantity, mute.is_borrowable, mute.category) == (4, False, "accessory")
    assert list(verify.problems()) == []


def test_pieces_batches_damage_and_home(inside):
    said = b"name,number,qty,condition,location,price\n"
    said += b"Stand,,10,good,Hall,12.50\nMaraca,7,3,,Attic,\nOboe,1,,broken,Hall,\n"
    bring(said, location="Hall", create_locations=True)
    stand, maraca, oboe = (
        items.search(TESS, words=words)[0] for words in ("stand", "maraca", "oboe")
    )
    assert (stand.quantity, stand.value, stand.location) == (10, "12.50", "Hall")
    assert (
        db.session.scalar(select(Level.value_minor).where(Level.item_id == stand.id))
        == 12_500
    )
    batch = db.session.scalars(select(Unit).where(Unit.item_id == maraca.id)).one()
    assert (batch.tag, batch.batch_code, batch.available) == ("Maraca-7", "Maraca-7", 3)
    assert (oboe.by_state["damaged"], oboe.available_quantity) == (1, 0)
    assert list(verify.problems()) == []


@pytest.mark.parametrize(
    ("said", "line", "words"),
    [
        (
            "Oboe,Fox,AB 1,,,Store,\nOBOE,FOX,a b1 ,,,Store,\n",
            3,
            "The serial number is that on line 2",
        ),
        ("Oboe,Fox,,1,OB,Store,\nHorn,,,1,ob,Store,\n", 3, "The tag ob-1 is on line 2"),
        (
            "Cello 3/4,,ser 1,,,Store,\n",
            2,
            "The serial number is that of C-1, already in stock",
        ),
        ("Horn,,,1,c,Store,\n", 2, "The tag c-1 is already in stock"),
        ("Horn,,,1,H,Cellar,\n", 2, "There is no location Cellar yet"),
        ("Horn,,,1,H,,\n", 2, "It has no location"),
        ("Horn,,,1,H,Store,lots\n", 2, "Enter a whole number"),
        ("Horn,Y,=1+1,1,H,Store,\n", 2, "holds a formula"),
    ],
)
def test_one_bad_row_keeps_everything_out_unless_it_is_left_out(inside, said, line, words):
    with transaction():
        db.session.add(Unit(item_id=2, location_id=1, tag="C-1", serial_number="SER1"))
    said += "Tuba,King,T1,1,TB,Store,\n"
    before, plan = rows(), look(said)
    (bad,) = [fate for fate in plan.fates if fate.verdict == "problem"]
    assert bad.line == line
    assert words in "; ".join(bad.words)
    assert plan.worst_first[0] == bad
    with pytest.raises(
        Invalid, match=f"1 row cannot be imported, so nothing was imported. Line {line}"
    ):
        bring(said)
    assert rows() == before
    bring(said, leave_out=True)
    assert rows()["movements"] == before["movements"] + plan.taken
    assert items.search(TESS, words="tuba")
    assert list(verify.problems()) == []


def test_the_same_serial_of_another_maker_is_only_marked(inside):
    plan = look("Oboe,Fox,602,,,Store,\nHorn,Holton,602,,,Store,\n")
    assert plan.problems == 0
    assert "Another kind has this serial number too" in plan.fates[1].words[1]


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


def test_what_plain_pieces_say_is_kept_in_the_items_notes(inside):
    said = b"name,qty,code,condition,Remark,location\nMute,2,MU,good,From the Fund,Store\n"
    said += b"Mute,3,MU,poor,Scratched,Store\nMute,1,,broken,,Store\n"
    plan = look(said)
    assert "its notes become the item's, which everybody can read" in plan.fates[0].words[0]
    shared = "Pieces without a number share one condition, here good; “poor” goes to the item's notes"
    assert plan.fates[1].words[1:] == (shared,)
    assert "notes" not in plan.fates[2].words[0]
    bring(said)
    mute = items.search(TESS, words="mute")[0]
    lines = [
        "Remark: From the Fund",
        "Code before the number: MU",
        "Remark: Scratched",
        "Condition of 3: poor",
    ]
    assert (mute.item.condition, mute.notes.split("\n")) == ("good", lines)
    assert (mute.by_state["available"], mute.by_state["damaged"]) == (5, 1)
    bring(b"name,qty,Remark,location\nMute,1,Scratched,Store\nMute,1,New,Store\n")
    assert items.search(TESS, words="mute")[0].notes.split("\n") == [*lines, "Remark: New"]


def test_what_an_items_notes_have_no_room_for_is_told(inside):
    said = (
        "name,Remark,location\nMute,"
        + "x" * 1900
        + ",Store\nMute,"
        + "y" * 200
        + ",Store\n"
    )
    plan = look(said.encode())
    assert (
        plan.fates[1].words[1]
        == f"The item's notes are full, so this is not kept: Remark: {'y' * 200}"
    )
    bring(said.encode())
    assert items.search(TESS, words="mute")[0].notes == f"Remark: {'x' * 1900}"


@pytest.mark.parametrize(
    ("head", "cell"),
    [
        ("Status", "Lost/Stolen"),
        ("Status", "Archived"),
        ("Status", "Out for Repair"),
        ("Status", "on_rent"),
        ("Status", "Beim Großonkel"),
        ("Condition", "B+"),
        ("Assigned To", "J. Smith"),
        ("Checked Out To", "J. Smith"),
        ("Borrower", "J. Smith"),
        ("Ausgeliehen an", "J. Smith"),
        ("Defekt", "ja"),
        ("Available", "No"),
    ],
)
def test_what_is_lost_lent_or_broken_or_in_unknown_words_is_not_lendable(
    inside, head, cell
):
    bring(f"name,qty,location,{head}\nTuba,3,Store,{cell}\nHorn,1,Store,\n".encode())
    tuba, horn = (items.search(TESS, words=words)[0] for words in ("tuba", "horn"))
    assert tuba.quantity == 3
    assert availability.shelf(tuba.id).lendable == 0
    assert availability.shelf(horn.id).lendable == 1
    if cell == "J. Smith":
        assert (
            db.session.scalars(select(Unit).where(Unit.item_id == tuba.id)).one().notes
            == f"{head}: J. Smith"
        )


def test_how_many_none_are(inside):
    plan = look(
        "Stand,,,,,Store,-\nMute,,,,,Store,none\nBow,,,,,Store,nil\nPad,,,,,Store,n/a\n"
    )
    assert [fate.verdict for fate in plan.fates] == [
        "left_out",
        "left_out",
        "left_out",
        "problem",
    ]
    assert plan.fates[0].words == ("Left out: the quantity is 0",)


def test_prices_are_shown_as_they_are_stored(inside):
    said = "name;price;location\nOboe;19.125;Store\nTuba;99.995;Store\nHorn;12.50;Store\nGong;Fr. 5;Store\n"
    plan = look(said.encode())
    assert [fate.words[0].split(", ")[-1] for fate in plan.fates] == [
        "worth €19.13",
        "worth €100.00",
        "worth €12.50",
        "worth €5.00",
    ]
    assert plan.fates[0].words[1:] == ("19.125 is rounded to €19.13",)
    assert plan.fates[3].words[1:] == ("The value names CHF; it is kept in EUR",)
    bring(said.encode())
    assert [items.search(TESS, words=words)[0].value for words in ("oboe", "tuba")] == [
        "19.13",
        "100.00",
    ]
    assert (
        db.session.scalar(select(func.sum(Level.value_minor)).where(Level.item_id > 2))
        == 1913 + 10000 + 1250 + 500
    )
    lone = look(b"name,price,location\nBell,19.125,Store\n").fates[0].words
    assert "worth €19.13" in lone[0]
    assert "could be 19.125 or 19125" in lone[1]


def test_the_schools_own_number_is_the_tag(inside):
    bring(b"Name,Asset Tag,Serial,Location\nTrumpet Bb,00012,7,Store\nHorn,G 7/3,,Store\n")
    units = db.session.scalars(select(Unit).order_by(Unit.id)).all()
    assert [(unit.tag, unit.serial_number) for unit in units] == [
        ("00012", "7"),
        ("G 7/3", None),
    ]
    twice = look(b"Name,Asset Tag,Location\nOboe,1,Store\nTuba,1,Store\nBow,00012,Store\n")
    assert twice.fates[1].words == ("The tag 1 is on line 2",)
    assert twice.fates[2].words == ("The tag 00012 is already in stock",)


def test_backlines_own_export_comes_back_as_it_was(app):
    """All of it, with its own tags, what may not be lent and what looks like a formula."""
    about = {"item_id": 1, "location_id": 1}
    loose = {
        "notes": "x;=1+1\n- worn",
        "blocked_reason": "=HYPERLINK(1)",
        "condition": "poor",
    }
    with app.app_context(), pytest.raises(LookupError), transaction():
        made = [
            Unit(tag="VLN-1", serial_number="+77/4", **about, **loose),
            Unit(
                tag="@7",
                serial_number="ISK  1",
                notes="Notes: none",
                condition="fair",
                **about,
            ),
            Unit(tag="00012", batch_code="L-9", **about),
        ]
        db.session.add_all(made)
        db.session.flush()
        for unit, pieces in zip(made, (1, 1, 9), strict=True):
            ledger.record(
                TESS,
                "receive",
                [Line(1, 1, "PURCHASE", "outside", "available", pieces, unit.id)],
            )
        before = export()
        raise LookupError  # they were never here
    with app.app_context():
        bring(before.encode())
        assert export() == before
        assert "00012,,L-9" in before
        assert (
            availability.shelf(db.session.scalar(select(Unit.item_id).limit(1))).lendable
            == 2 + 10
        )


def export():
    table = exports.things(TESS)
    return "".join(spreadsheet.lines(table.head, table.rows()))


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


def command(app, *args):
    return app.test_cli_runner().invoke(args=["items", "import", *map(str, args)])


def test_the_command_shows_every_row_then_imports_all_or_nothing(app):
    with app.app_context():
        before = rows()
    refused = command(app, FILE, "--location", "Music Office", "--known-locations")
    assert refused.exit_code == 1
    assert "256 of 316 rows cannot be imported; --create-locations" in refused.output
    dry = command(app, FILE, "--location", "Music Office", "--dry-run")
    assert dry.exit_code == 0
    assert dry.output.count("line ") == 316
    assert "46 blocked" in dry.output
    with app.app_context():
        assert rows() == before
    done = command(app, FILE, "--location", "Music Office")
    assert done.exit_code == 0
    assert "Imported 316 rows" in done.output
    assert command(app, FILE, "--location", "Music Office").exit_code == 1
    with app.app_context():
        assert rows()["units"] == 316
        assert list(verify.problems()) == []
        assert (
            db.session.scalars(select(Operation).where(Operation.kind == "import"))
            .one()
            .actor_id
            == 5
        )


@pytest.mark.parametrize(
    ("data", "args", "words"),
    [
        (b"", (), "The file is empty"),
        (b"\0\1\2" * 900, (), "not a text file"),
        (b"weight,colour\n1,red\n", (), "Choose the column that says what each thing is"),
        (
            b"weight,colour\n1,red\n",
            ("--map", "size=description"),
            "There is no column size",
        ),
        (b"weight\n1\n", ("--map", "weight"), "write --map COLUMN=FIELD"),
        (b"name\nFlute\n", ("--location", "x" * 81), "location: At most 80 characters"),
        (
            b"name\nFlute\n",
            ("--location", "a\u202eb"),
            "Remove the hidden control characters",
        ),
        (
            b"name\nFlute\n",
            ("--category", "spoon"),
            "Category not found; choose one of instrument,",
        ),
        (b"name\nFlute\n", ("--as", "nobody@school.test"), "Person not found"),
        (b"name\nFlute\n", ("--as", "sol@school.test"), "Only teachers and admins"),
    ],
)
def test_the_command_refuses_in_plain_words(app, tmp_path, data, args, words):
    file = tmp_path / "list.csv"
    file.write_bytes(data)
    answer = command(app, file, "--location", "Store", *args)
    assert answer.exit_code != 0
    assert words in answer.output
    assert "Traceback" not in answer.output


def test_the_command_tells_the_encoding_and_takes_another(app, tmp_path):
    file = tmp_path / "list.csv"
    file.write_bytes("Bezeichnung;Anzahl\nHörner;1\nFlöte;3\n".encode("mac_roman"))
    dry = command(app, file, "--location", "Store", "--dry-run")
    assert "Read as Macintosh, cells separated by ';'." in dry.output
    assert "Hörner: 1 piece" in dry.output
    assert dry.output.index("--encoding mac_roman: Hörner · Flöte") < dry.output.index(
        "--encoding cp1252: Hšrner"
    )
    other = command(app, file, "--location", "Store", "--dry-run", "--encoding", "cp1252")
    assert "Read as Windows, Western Europe" in other.output
    assert "Hšrner: 1 piece" in other.output
    assert (
        "cannot be read as Unicode"
        in command(app, file, "--location", "Store", "--encoding", "utf-8").output
    )
    assert command(app, file, "--location", "Store").exit_code == 0
    with app.app_context():
        assert items.search(TESS, words="flote")[0].name == "Flöte"


def test_the_command_takes_what_the_columns_mean(app, tmp_path):
    file = tmp_path / "list.csv"
    file.write_bytes("Ding;Zahl\nFlöte;3\n".encode("cp1252"))
    answer = command(
        app,
        file,
        "--location",
        "Store",
        "--map",
        "Ding=description",
        "--map",
        "Zahl=quantity",
    )
    assert answer.exit_code == 0, answer.output
    with app.app_context():
        assert items.search(TESS, words="flote")[0].quantity == 3
