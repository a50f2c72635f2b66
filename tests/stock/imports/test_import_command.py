"""Importing a spreadsheet from the command line."""

import pytest
from sqlalchemy import select

from tests.support.imports import FILE, TESS, rows
from webapp.core.db import db
from webapp.stock.items import items
from webapp.stock.ledger import verify
from webapp.stock.models import Operation


def command(app, *args):
    return app.test_cli_runner().invoke(args=["items", "import", *map(str, args)])


def test_the_command_shows_every_row_and_writes_nothing(app):
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


def test_the_command_imports_all_or_nothing(app):
    done = command(app, FILE, "--location", "Music Office")
    assert done.exit_code == 0
    assert "Imported 316 rows" in done.output
    assert command(app, FILE, "--location", "Music Office").exit_code == 1
    with app.app_context():
        assert rows()["units"] == 316
        assert list(verify.problems()) == []
        query = select(Operation.actor_id).where(Operation.kind == "import")
        assert db.session.scalars(query).one() == 5


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
        assert items.search(TESS, words="flote")[0].item.name == "Flöte"


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
