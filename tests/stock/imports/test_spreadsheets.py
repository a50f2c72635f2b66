"""Reading a file: whatever a spreadsheet program saved, and whatever it did not."""

import random
from pathlib import Path

import pytest

from webapp.core.errors import Invalid
from webapp.stock.imports import columns, pieces, spreadsheets
from webapp.stock.imports.pieces import Piece, Unread
from webapp.stock.imports.spreadsheets import Row

FILE = Path(__file__).parents[2] / "data" / "school-instruments.csv"
ISSUED, REPAIR = "issued before Backline", "said to be under_repair before Backline"
CODE, SHORT = (
    "Code before the number",
    "looks like a longer number shortened by the spreadsheet",
)
TEXT = "Beschreibung;Stück;Ort\r\nFlöte;3;Büro\r\n"


def one(head, row):
    table = spreadsheets.read(f"{head}\n{row}\n".encode())
    return next(pieces.read(table, columns.guess(table.header)))


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
    told = "number notes code description make model serial state location issued notes"
    assert columns.guess(table.header) == tuple(told.split())
    read = list(pieces.read(table, columns.guess(table.header)))
    assert len(read) == 316
    assert all(isinstance(piece, Piece) and piece.tag and not piece.marks for piece in read)
    assert sum(piece.blocked == "issued before Backline" for piece in read) == 46
    assert len({piece.kind for piece in read}) == 149
    conga = next(piece for piece in read if piece.serial == "ISK 3120157238")
    assert (conga.name, conga.make, conga.model, conga.tag) == (
        "CONGA",
        "LATIN PERCUSSION",
        "12 inch",
        "CG-4",
    )
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
        (b"PK\x03\x04" + bytes(range(256)), "Excel or OpenDocument"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel"),
        (b"%PDF-1.7\n", "PDF"),
        (random.Random(1).randbytes(5000), "not a text file"),
        (b"\0" * 3000 + b"name\nflute", "not a text file"),
        (b'name\n"Flute' + b"x" * 200_000, "never closed"),
        (b"," * 500 + b"a\nFlute\n", "the maximum is 100"),
        (b"name\n" + b"x\n" * 100_001, "more than 100,000 rows"),
    ],
)
def test_what_is_no_table_is_refused_in_plain_words(data, words):
    with pytest.raises(Invalid, match=words) as no:
        spreadsheets.read(data)
    assert set(no.value.fields) == {"file"}


@pytest.mark.parametrize(
    ("head", "row", "words"),
    [
        ("name,serial", "Flu\0te,1", "hidden control"),
        ("name,serial", "Flute,1\u202e2", "hidden control"),
        ("name,remark", "Flute,\x1b[2J", "hidden control"),
        ("name,serial", "=HYPERLINK(A1),1", "name holds a formula"),
        ("name,qty", "Flute,three", "How many: Enter a whole number"),
        ("name,qty", "Flute,-1", "How many: At least 0"),
        ("name,qty", "Flute,1.5", "How many: Enter a whole number"),
        ("name,qty", "Flute,999999999", "How many: At most 100000"),
        ("name,qty,serial", "Flute,2,A1", "cannot cover several"),
        ("name,serial", ",A1", "What it is: Fill this in"),
        ("name,serial", "Flute,A1,more", "3 cells, but the header only 2"),
        ("name,serial", "F" * 121 + ",A1", "What it is: At most 120 characters"),
        ("name,price", "Flute,much", "Replacement value: Enter an amount"),
        ("name,price", "Flute,-5.00", "Replacement value: At least 0"),
        ("name,qty", "Flute,n/a", "How many: “n/a” is not a number"),
        ("name,qty", 'Flute,"1,000"', "How many: “1,000” could be 1000 or a fraction"),
        ("name,serial", "Flute,#N/A", "serial holds the error #N/A"),
        ("name,room", "Flute,#NV", "room holds the error #NV"),
        ("name,asset tag", "Flute,#WERT!", "asset tag holds the error #WERT!"),
        ("name,remark", "Flute,Err:502", "remark holds the error Err:502"),
        (
            "name,asset tag",
            f"Flute,{'9' * 41}",
            "The school's own number, as on its label: At most 40 characters",
        ),
        ("name,serial,batch", "Flute,1,2", "cannot cover several"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(head, row, words):
    read = one(head, row)
    assert isinstance(read, Unread)
    assert read.line == 2
    assert words in "; ".join(read.problems)
    assert (read.shown + "".join(read.problems)).isprintable()


@pytest.mark.parametrize(
    ("head", "row", "expected"),
    [
        (
            "name,serial",
            "Flute,+49 1",
            {"serial": "+49 1", "marks": ("serial begins with + and is kept as text",)},
        ),
        ("name,serial", "@Home,-", {"name": "@Home", "serial": None, "tag": None}),
        ("name,serial,make", "Flute,1", {"marks": ("The row is shorter than the header",)}),
        ("name,serial", "Flute, a  B/1 ", {"serial": "a  B/1", "tag": "Flute-a  B/1"}),
        ("name,number", "Music stand,7", {"tag": "Music-stand-7", "serial": None}),
        ("name,qty", "Music stand,12", {"quantity": 12, "tag": None}),
        ("name,condition", "Flute,Broken", {"condition": "damaged"}),
        (
            "name,condition",
            "Flute,B+",
            {"condition": "good", "notes": "Condition: B+", "tag": "Flute-L2"},
        ),
        ("name,condition", "Flute,B+", {"blocked": "said to be b+ before Backline"}),
        ("name,condition", "Flute,Lost", {"blocked": "said to be lost before Backline"}),
        (
            "name,issued",
            "Flute,Y",
            {"blocked": "issued before Backline", "tag": "Flute-L2"},
        ),
        ("name,issued", "Flute,no", {"blocked": None}),
        ("name,issued to", "Flute,J. Smith", {"blocked": "issued before Backline"}),
        ("name;price", "Flute;€ 1.250,50", {"value": 1250.5}),
        (
            "name,status",
            "Flute,Lost/Stolen",
            {"blocked": "said to be lost/stolen before Backline"},
        ),
        ("name,status", "Flute,on_rent", {"blocked": ISSUED, "notes": "Status: on_rent"}),
        (
            "name,state,condition",
            "Flute,under_repair,fair",
            {"condition": "damaged", "blocked": REPAIR},
        ),
        (
            "name,state",
            "Flute,Good",
            {"condition": "good", "blocked": None, "tag": None, "notes": ""},
        ),
        (
            "name,assigned to",
            "Flute,J. Smith",
            {"blocked": ISSUED, "notes": "assigned to: J. Smith", "marks": ()},
        ),
        (
            "name,Checked Out To: Name,Checked Out To: Location",
            "Flute,,Hall",
            {"blocked": ISSUED},
        ),
        (
            "Name;Ausgeliehen an",
            "Geige;Schmidt",
            {"blocked": ISSUED, "notes": "Ausgeliehen an: Schmidt"},
        ),
        ("name,borrower", "Flute,-", {"blocked": None, "tag": None}),
        (
            "name,available",
            "Flute,no",
            {"blocked": "said not to be available before Backline"},
        ),
        ("name,archived", "Flute,yes", {"blocked": "said to be archived before Backline"}),
        ("name,archived", "Flute,FALSE", {"blocked": None}),
        (
            "name,blocked because",
            "Flute,Lent to the museum",
            {"blocked": "Lent to the museum"},
        ),
        ("Name;Verliehen", "Geige;FALSCH", {"blocked": None, "marks": ()}),
        ("name,issued", "Flute,available", {"blocked": None}),
        ("name,issued", 'Flute,"0,00"', {"blocked": None}),
        ("name,issued", "Flute,☐", {"blocked": None}),
        ("name,qty", "Stand,-", {"quantity": 0}),
        ("name,asset tag", "Trumpet Bb,00012", {"tag": "00012"}),
        ("Name;Inventarnummer", "Geige;G 7/3", {"tag": "G 7/3"}),
        (
            "name,tag,no,code",
            "Flute,X 1,24,FL",
            {"tag": "X 1", "notes": f"{CODE}: FL\nNumber within its kind: 24"},
        ),
        ("name,code", "Flute,FL", {"tag": None, "notes": f"{CODE}: FL"}),
        ("name,remark", "Flute,New pads", {"tag": None, "notes": "remark: New pads"}),
        ("name,notes", "Flute,New pads", {"notes": "New pads"}),
        ("name,serial", "Flute,'+77/4", {"serial": "+77/4", "marks": ()}),
        ("name,remark", "Flute,'=1+1", {"notes": "remark: =1+1", "marks": ()}),
        ("name,remark", "Flute,x;'=1+1", {"notes": "remark: x;=1+1"}),
        (
            "name,serial",
            "Flute,1.23E+19",
            {"serial": "1.23E+19", "marks": (f"serial: “1.23E+19” {SHORT}",)},
        ),
        (
            "name,no",
            "Flute,1.04E+02",
            {"tag": "Flute-1.04E+02", "marks": (f"no: “1.04E+02” {SHORT}",)},
        ),
        (
            "name,batch,qty",
            "Reeds,L-9,12",
            {"batch": "L-9", "tag": "Reeds-L-9", "quantity": 12},
        ),
    ],
)
def test_what_a_row_says_is_taken_in_good_sense(head, row, expected):
    read = one(head, row)
    assert isinstance(read, Piece), read
    assert {name: getattr(read, name) for name in expected} == expected


def test_amounts_are_judged_by_their_whole_column():
    table = spreadsheets.read(b"name,price\nA,19.125\nB,99.995\nC,12.50\nD,0.125\n")
    read = list(pieces.read(table, columns.guess(table.header)))
    assert [str(piece.value) for piece in read] == ["19.125", "99.995", "12.50", "0.125"]
    assert not any(piece.marks for piece in read)
    (lone,) = pieces.read(
        table := spreadsheets.read(b"name,price\nA,19.125\n"), columns.guess(table.header)
    )
    assert "could be 19.125 or 19125; it is read as 19.125" in lone.marks[0]


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        (
            "Tag,Serial number,Batch,Item,State,Condition,Notes",
            "tag serial batch description status state notes",
        ),
        ("Name,State", "description state"),
        ("Name,Status,Assigned To", "description status holder"),
        ("Invent.Nr.,Bezeichnung:,Serien-Nr.,Wert:", "tag description serial value"),
        ("Name,First Name,Last Name,Full Name", "description holder holder holder"),
        ("Item,Verkauft,Available,Owner", "description flag lendable notes"),
    ],
)
def test_names_of_columns_are_understood(head, fields):
    assert columns.guess(head.split(",")) == tuple(fields.split())
    columns.check(head.split(","), tuple(fields.split()))


def test_the_encoding_is_told_and_can_be_chosen():
    data = "Bezeichnung;Nr\nHörner;1\nFlöte;2\n".encode("mac_roman")
    assert spreadsheets.read(data).encoding == "Macintosh"
    assert spreadsheets.read(data).rows[0].cells[0] == "Hörner"
    assert [each.name for each in spreadsheets.read(data).encodings][0] == "mac_roman"
    assert spreadsheets.read(data, "cp1252").rows[0].cells[0] == "Hšrner"
    with pytest.raises(Invalid) as no:
        spreadsheets.read(data, "utf-8")
    assert no.value.fields == {"encoding": "The file cannot be read as Unicode (UTF-8)"}
    assert spreadsheets.read("Flöte\nx\n".encode()).encodings == []


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("STAND, GUITAR", "equipment"),
        ("AMPLIFIER, BASS", "equipment"),
        ("HARNESS", "accessory"),
        ("Violin bow", "accessory"),
        ("Violin with bow", "instrument"),
        ("Score, Messiah", "sheet_music"),
        ("TROMBONE, TENOR - PLASTIC", "instrument"),
    ],
)
def test_the_category_is_guessed_from_the_word_that_names_the_thing(name, category):
    assert pieces.category(name, "instrument") == category


def test_a_column_tells_one_thing_and_one_tells_what_things_are():
    header = ("Title", "Brand", "S/N", "Colour", "Serial No.")
    assert columns.guess(header) == ("description", "make", "serial", "notes", "notes")
    told = columns.changed(
        header, columns.guess(header), {"serial no.": "serial", "Colour": ""}
    )
    assert told == ("description", "make", "notes", "", "serial")
    for wrong in (
        ("make",) * 5,
        ("description",),
        ("description", "x", "", "", ""),
        ("",) * 5,
    ):
        with pytest.raises(Invalid):
            columns.check(header, wrong)
    with pytest.raises(Invalid) as no:
        columns.changed(header, columns.guess(header), {"Weight": "notes"})
    assert "There is no column Weight" in no.value.fields["column"]
