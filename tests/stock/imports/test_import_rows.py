"""What becomes of one row of an imported spreadsheet: refused, left out, blocked, or brought in as it says."""

import pytest
from sqlalchemy import func, select

from tests.support.imports import TESS, bring, look, rows
from tests.support.quoted import speaking
from webapp.core.db import db, transaction
from webapp.core.errors import Invalid
from webapp.lending.availability import availability
from webapp.stock.items import items
from webapp.stock.ledger import verify
from webapp.stock.models import Level, Unit


@pytest.fixture
def cello(inside):
    with transaction():
        db.session.add(Unit(item_id=2, location_id=1, tag="C-1", serial_number="SER1"))


def worst(plan):
    """The one row that is a problem; it is shown first."""
    (bad,) = [fate for fate in plan.fates if fate.verdict == "problem"]
    assert plan.worst_first[0] == bad
    return bad


BAD_ROWS = [
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
]


@pytest.mark.parametrize(("said", "line", "words"), BAD_ROWS)
def test_one_bad_row_keeps_everything_out_unless_it_is_left_out(cello, said, line, words):
    said += "Tuba,King,T1,1,TB,Store,\n"
    before, plan = rows(), look(said)
    bad = worst(plan)
    assert bad.line == line
    assert words in "; ".join(bad.words)
    refusal = f"1 row cannot be imported, so nothing was imported. Line {line}"
    with pytest.raises(Invalid, match=refusal):
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


MUTES = (
    b"name,qty,code,condition,Remark,location\n"
    b"Mute,2,MU,good,From the Fund,Store\n"
    b"Mute,3,MU,poor,Scratched,Store\n"
    b"Mute,1,,broken,,Store\n"
)
SHARED = "Pieces without a number share one condition, here good; “poor” goes to the item's notes"


def test_what_plain_pieces_say_is_kept_in_the_items_notes(inside):
    plan = look(MUTES)
    assert "its notes become the item's, which everybody can read" in plan.fates[0].words[0]
    assert plan.fates[1].words[1:] == (SHARED,)
    assert "notes" not in plan.fates[2].words[0]
    bring(MUTES)
    mute = items.search(TESS, words="mute")[0]
    lines = [
        "Remark: From the Fund",
        "Code before the number: MU",
        "Remark: Scratched",
        "Condition of 3: poor",
    ]
    assert (mute.item.condition, mute.item.notes.split("\n")) == ("good", lines)
    assert (mute.by_state["available"], mute.by_state["damaged"]) == (5, 1)
    bring(b"name,qty,Remark,location\nMute,1,Scratched,Store\nMute,1,New,Store\n")
    assert items.search(TESS, words="mute")[0].item.notes.split("\n") == [
        *lines,
        "Remark: New",
    ]


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
    assert items.search(TESS, words="mute")[0].item.notes == f"Remark: {'x' * 1900}"


NOT_LENDABLE = [
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
]


@pytest.mark.parametrize(("head", "cell"), NOT_LENDABLE)
def test_what_is_lost_lent_or_broken_or_in_unknown_words_is_not_lendable(
    inside, head, cell
):
    bring(f"name,qty,location,{head}\nTuba,3,Store,{cell}\nHorn,1,Store,\n".encode())
    tuba, horn = (items.search(TESS, words=words)[0] for words in ("tuba", "horn"))
    assert tuba.quantity == 3
    assert availability.shelf(tuba.item.id).lendable == 0
    assert availability.shelf(horn.item.id).lendable == 1
    if cell == "J. Smith":
        notes = db.session.scalars(select(Unit.notes).where(Unit.item_id == tuba.item.id))
        assert notes.one() == f"{head}: J. Smith"


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


PRICES = (
    b"name;price;location\n"
    b"Oboe;19.125;Store\nTuba;99.995;Store\nHorn;12.50;Store\nGong;Fr. 5;Store\n"
)


def test_prices_are_shown_as_they_are_stored(inside):
    plan = look(PRICES)
    worths = [fate.words[0].split(", ")[-1] for fate in plan.fates]
    assert worths == ["worth €19.13", "worth €100.00", "worth €12.50", "worth €5.00"]
    assert plan.fates[0].words[1:] == ("19.125 is rounded to €19.13",)
    assert plan.fates[3].words[1:] == ("The value names CHF; it is kept in EUR",)
    bring(PRICES)
    values = [items.search(TESS, words=words)[0].value for words in ("oboe", "tuba")]
    assert values == ["19.13", "100.00"]
    total = select(func.sum(Level.value_minor)).where(Level.item_id > 2)
    assert db.session.scalar(total) == 1913 + 10000 + 1250 + 500


def test_a_price_alone_may_be_thousands(inside):
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


def test_a_row_is_told_in_the_readers_language_and_kept_in_english(inside, monkeypatch):
    """For what is kept is read by others, too; also what was read once already is told in the language of today."""
    said = b"name,number,qty,Status,location,,Remark\nTuba,1,1,xyzzy,Store,dented,\nMute,,2,,Store,,old\n"
    english = [fate.words for fate in look(said).fates]
    with speaking(monkeypatch):
        told = [fate.words for fate in look(said).fates]
        bring(said)
    assert english[0][1].startswith("“xyzzy” is not a known status")
    assert told[0][1] == f"«{english[0][1]}»"
    assert told[1][0].startswith("««2 piece», at Store»")
    unit = db.session.scalars(select(Unit)).one()
    assert unit.blocked_reason == "said to be xyzzy before Backline"
    assert unit.notes.split("\n") == ["Status: xyzzy", "Column 6: dented"]
    (mute,) = items.search(TESS, words="mute")
    assert mute.item.notes == "Remark: old"


def test_a_number_that_many_of_a_kind_share_is_a_type_number(inside):
    plan = look("".join(f"Par 64,Strand,22 62,{i},P,Store,\n" for i in range(3)))
    assert [fate.verdict for fate in plan.fates] == ["unit"] * 3
    assert {fate.piece.serial for fate in plan.fates} == {None}
    assert {fate.piece.notes for fate in plan.fates} == {"Serial number: 22 62"}
    assert "“22 62” stands in 3 rows of this kind" in plan.fates[0].words[1]


@pytest.mark.parametrize("word", ["unbekannt", "Inconnu", "okänd", "keine", "n/a", "–"])
def test_a_word_for_nothing_is_no_serial_number(inside, word):
    plan = look(f"Par 64,Strand,{word},1,P,Store,\nPar 64,Strand,{word},2,P,Store,\n")
    assert [fate.piece.serial for fate in plan.fates] == [None, None]
    assert plan.problems == 0
