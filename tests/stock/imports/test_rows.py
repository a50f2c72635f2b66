"""Reading a row: what its cells say together, taken in good sense or refused with the reason."""

import pytest

from webapp.stock.imports import columns, pieces, spreadsheets
from webapp.stock.imports.pieces import Piece, Unread

ISSUED, REPAIR = "issued before Backline", "said to be under_repair before Backline"

CODE, SHORT = (
    "Code before the number",
    "looks like a longer number shortened by the spreadsheet",
)

MADE_A_DATE = "size is left out: “04.Mrz” is a date, which a spreadsheet program may have made of a size such as 3/4"


def one(head, row):
    table = spreadsheets.read(f"{head}\n{row}\n".encode())
    return next(pieces.read(table, columns.guess(table.header)))


REFUSED = [
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
    ("name,no", "Flute,1.04E+02", f"no: “1.04E+02” {SHORT}"),
]


@pytest.mark.parametrize(("head", "row", "words"), REFUSED)
def test_a_row_that_cannot_be_taken_says_why(head, row, words):
    read = one(head, row)
    assert isinstance(read, Unread)
    assert read.line == 2
    assert words in "; ".join(read.problems)
    assert (read.shown + "".join(read.problems)).isprintable()


TAKEN = [
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
        {"serial": None, "marks": (f"serial is left out: “1.23E+19” {SHORT}",)},
    ),
    ("name,size", "Violin,04.Mrz", {"size": "", "marks": (MADE_A_DATE,)}),
    (
        "name,batch,qty",
        "Reeds,L-9,12",
        {"batch": "L-9", "tag": "Reeds-L-9", "quantity": 12},
    ),
]


@pytest.mark.parametrize(("head", "row", "expected"), TAKEN)
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
