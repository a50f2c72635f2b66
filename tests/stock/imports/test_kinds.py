"""What the rows of one kind share: its value, its notes, and one condition."""

from dataclasses import replace

import pytest

from webapp.stock.imports import fates
from webapp.stock.imports.kinds import LONGEST_NOTES, Kind
from webapp.stock.imports.pieces import Piece, Unread

PIECE = Piece(
    line=2,
    name="Mute",
    make="Denis",
    model="",
    serial=None,
    tag=None,
    batch=None,
    condition="good",
    is_condition_told=False,
    place=None,
    blocked=None,
    quantity=1,
    value=None,
    currencies=(),
    notes="",
    marks=(),
)


def kind(**known):
    return Kind("Mute", "Denis", "", "accessory", **known)


def test_the_first_value_stays():
    mute = kind()
    assert mute.keep_value(1250)
    assert mute.keep_value(1250)
    assert not mute.keep_value(1300)
    assert (mute.value_minor, mute.is_revalued) == (1250, False)


def test_where_all_that_came_was_undone_the_first_value_is_new():
    mute = kind(id=3, value_minor=1000, was_undone=True)
    assert mute.keep_value(1250)
    assert (mute.value_minor, mute.is_revalued) == (1250, True)
    assert not mute.keep_value(1000)


def test_a_line_is_noted_once_and_not_where_there_is_no_room():
    mute = kind()
    assert mute.note("From the Fund")
    assert mute.note("From the Fund")
    assert not mute.note("x" * LONGEST_NOTES)
    assert (mute.notes, mute.new_notes) == (["From the Fund"], 1)


def test_pieces_without_a_tag_share_the_first_condition():
    mute = kind()
    good, poor = (
        replace(PIECE, condition=condition, is_condition_told=True, quantity=3)
        for condition in ("good", "poor")
    )
    assert list(mute.share(good)) == []
    (mark,) = mute.share(poor)
    assert "share one condition, here good" in mark
    assert mute.notes == ["Condition of 3: poor"]


def test_damaged_pieces_are_counted_apart():
    mute = kind()
    broken = replace(PIECE, condition="damaged", is_condition_told=True)
    assert list(mute.share(broken)) == []
    assert (mute.condition, mute.notes) == (None, [])


def test_home_is_where_most_are_that_can_be_lent():
    mute = kind()
    mute.pieces = [(PIECE, "Hall"), (replace(PIECE, blocked="lost"), "Attic")]
    mute.pieces += [(replace(PIECE, blocked="lost"), "Attic")]
    assert mute.home == "Hall"
    mute.pieces = mute.pieces[1:]
    assert mute.home == "Attic"


@pytest.mark.parametrize(
    ("piece", "verdict", "words"),
    [
        ({}, "pieces", "1 piece, at Store"),
        ({"quantity": 3}, "pieces", "3 pieces, at Store"),
        ({"quantity": 3, "value": 1}, "pieces", "3 pieces, at Store, worth €12.50 each"),
        ({"tag": "M-1"}, "unit", "New unit M-1, at Store"),
        ({"tag": "M-1", "quantity": 9}, "unit", "New batch of 9, M-1, at Store"),
        ({"tag": "M-1", "condition": "damaged"}, "unit", "New unit M-1, at Store, damaged"),
        (
            {"tag": "M-1", "blocked": "lost"},
            "blocked",
            "New unit M-1, at Store, blocked: lost",
        ),
        (
            {"notes": "Scratched"},
            "pieces",
            f"1 piece, at Store; {fates.NOTES_ARE_SHARED}",
        ),
        ({"tag": "M-1", "notes": "Scratched"}, "unit", "New unit M-1, at Store"),
    ],
)
def test_what_becomes_of_a_row_is_said_in_words(piece, verdict, words):
    fate = fates.arrival(
        replace(PIECE, **piece), kind(value_minor=1250), "Store", [], "EUR"
    )
    assert (fate.verdict, fate.words) == (verdict, (words,))
    assert fate.shown == "Mute · Denis"


def test_what_is_in_stock_already_is_said():
    fate = fates.arrival(PIECE, kind(id=3), "Store", ["A mark"], "EUR")
    assert fate.words == ("1 piece of an item in stock, at Store", "A mark")


def test_what_is_not_brought_in_says_why():
    none = fates.left_out(replace(PIECE, quantity=0, marks=("A mark",)))
    assert none.words == ("Left out: the quantity is 0", "A mark")
    unread = fates.unreadable(Unread(3, "Mute", ("Enter a whole number",)))
    assert (unread.line, unread.verdict, unread.words) == (
        3,
        "problem",
        ("Enter a whole number",),
    )
