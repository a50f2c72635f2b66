"""Reading a file: whatever a spreadsheet program saved, and whatever it did not."""

import random
from pathlib import Path

import pytest

from webapp.core.errors import Invalid
from webapp.stock.imports import columns, pieces, spreadsheets
from webapp.stock.imports.pieces import Piece
from webapp.stock.imports.spreadsheets import Row

FILE = Path(__file__).parents[2] / "data" / "school-instruments.csv"

TEXT = "Beschreibung;Stück;Ort\r\nFlöte;3;Büro\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_any_encoding_separator_and_line_ending_says_the_same(encoding, separator, ending):
    table = spreadsheets.read(
        TEXT.replace(";", separator).replace("\r\n", ending).encode(encoding)
    )
    assert table.header == ("Beschreibung", "Stück", "Ort")
    assert table.rows == [Row(2, ("Flöte", "3", "Büro"))]
    assert columns.guess(table.header) == ("description", "quantity", "location")


def test_the_schools_own_file_is_understood_as_it_is():
    table = spreadsheets.read(FILE.read_bytes())
    meaning = "number notes code description make model serial state location issued notes"
    assert columns.guess(table.header) == tuple(meaning.split())


def test_every_row_of_the_schools_own_file_is_understood():
    table = spreadsheets.read(FILE.read_bytes())
    read = list(pieces.read(table, columns.guess(table.header)))
    assert len(read) == 316
    assert all(isinstance(piece, Piece) and piece.tag and not piece.marks for piece in read)
    assert sum(piece.blocked == "issued before Backline" for piece in read) == 46
    assert len({piece.kind for piece in read}) == 149
    conga = next(piece for piece in read if piece.serial == "ISK 3120157238")
    assert (conga.name, conga.make) == ("CONGA", "LATIN PERCUSSION")
    assert (conga.model, conga.tag) == ("12 inch", "CG-4")
    assert conga.notes == "legacy_number: 247"


def test_lines_are_counted_as_an_editor_does_through_quotes_and_blank_rows():
    table = spreadsheets.read(b'name,serial\n"Flute\nsilver",1\n\n,,\nOboe,2\n')
    assert [row.line for row in table.rows] == [2, 6]


def test_excels_own_separator_line_and_its_empty_columns_are_passed_over():
    table = spreadsheets.read(b"sep=;\nname;serial;;\nFlute, silver;1;;\n")
    assert (table.header, table.rows[0].cells[:2]) == (
        ("name", "serial"),
        ("Flute, silver", "1"),
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n;;\r\n", "empty"),
        (b"name,serial\n", "no rows below"),
        (b"PK\x03\x04" + bytes(range(256)), "may be damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "may be damaged"),
        (b"\r\n<HTML><table><tr><td>Flute</table>", "a web page, whatever it is called"),
        (b"%PDF-1.7\n", "PDF"),
        (random.Random(1).randbytes(5000), "not a text file"),
        (b"\0" * 3000 + b"name\nflute", "not a text file"),
        (b'name\n"Flute' + b"x" * 200_000, "never closed"),
        (b"," * 500 + b"a\nFlute\n", "the maximum is 100"),
        (b"name\n" + b"x\n" * 50_001, "more than 50,000 rows"),
    ],
)
def test_what_is_no_table_is_refused_in_plain_words(data, words):
    with pytest.raises(Invalid, match=words) as no:
        spreadsheets.read(data)
    assert set(no.value.fields) == {"file"}


def test_the_encoding_is_told_and_can_be_chosen():
    data = "Bezeichnung;Nr\nHörner;1\nFlöte;2\n".encode("mac_roman")
    assert spreadsheets.read(data).encoding == "Macintosh"
    assert spreadsheets.read(data).rows[0].cells[0] == "Hörner"
    assert [each.name for each in spreadsheets.read(data).lines.encodings][0] == "mac_roman"
    assert spreadsheets.read(data, encoding="cp1252").rows[0].cells[0] == "Hšrner"
    with pytest.raises(Invalid) as no:
        spreadsheets.read(data, encoding="utf-8")
    assert no.value.fields == {"encoding": "The file cannot be read as Unicode (UTF-8)"}
    assert spreadsheets.read("Flöte\nx\n".encode()).lines.encodings == []
