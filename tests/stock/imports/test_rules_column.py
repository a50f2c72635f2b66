"""How an item is lent comes with a spreadsheet as it goes out with one: approval, second look, how long it is kept."""

import pytest
from sqlalchemy import select

from tests.support.imports import TESS, bring
from webapp.core import spreadsheet
from webapp.core.db import db
from webapp.core.errors import Invalid
from webapp.stock import exports
from webapp.stock.models import Item

HEAD = "Item,Quantity,Needs approval,Needs a second look\n"


def rules(name):
    query = select(Item.needs_approval, Item.needs_second_look).where(Item.name == name)
    return tuple(db.session.execute(query).one())


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Oboe,1,no,yes", (False, True)),
        ("Oboe,1,yes,no", (True, False)),
        ("Oboe,1,nein,ja", (False, True)),
        ("Oboe,1,,", (True, False)),
        ("Oboe,1,perhaps,perhaps", (True, True)),
        ("Oboe,1,no,no\nOboe,1,yes,yes", (True, True)),
        ("Oboe,1,yes,yes\nOboe,1,no,no", (True, True)),
    ],
)
def test_a_new_item_is_lent_as_its_rows_say(inside, row, expected):
    bring(f"{HEAD}{row}\n".encode(), location="Store")
    assert rules("Oboe") == expected


def test_an_item_that_is_there_stays_as_it_is(inside):
    bring(f"{HEAD}Cello 3/4,1,no,yes\n".encode(), location="Store")
    assert rules("Cello 3/4") == (True, False)


LONGER = (
    "Item,Quantity,Longest loan in days,Kept longer how often,Kept longer by itself,"
    "Looked after for open days\n"
)


def lent(name):
    length = Item.max_checkout_days, Item.max_renewals, Item.renews_itself
    columns = *length, Item.service_days
    return tuple(db.session.execute(select(*columns).where(Item.name == name)).one())


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Oboe,1,21,3,yes,2", (21, 3, True, 2)),
        ("Oboe,1,,0,no,0", (7, 0, False, 0)),
        ("Oboe,1,,,,", (7, None, False, 0)),
        ("Oboe,1,-,none,perhaps,-", (7, None, False, 0)),
        ("Oboe,1,28,3,yes,1\nOboe,1,14,1,no,5", (14, 1, False, 5)),
    ],
)
def test_how_long_and_how_often_a_new_item_is_kept(inside, row, expected):
    bring(f"{LONGER}{row}\n".encode(), location="Store")
    assert lent("Oboe") == expected


@pytest.mark.parametrize(
    "row", ["Oboe,1,0,1,no,", "Oboe,1,7,1000,no,", "Oboe,1,7,often,no,", "Oboe,1,7,1,no,31"]
)
def test_a_number_that_makes_no_sense_is_a_problem_of_its_row(inside, row):
    with pytest.raises(Invalid):
        bring(f"{LONGER}{row}\n".encode(), location="Store")


def test_how_an_item_is_kept_that_is_there_stays_as_it_is(inside):
    bring(f"{LONGER}Cello 3/4,1,2,9,yes,3\n".encode(), location="Store")
    assert lent("Cello 3/4") == (30, None, False, 0)


def test_the_list_of_items_comes_back_as_it_went_out(inside):
    row = "Oboe,2,21,3,yes,0\nBassoon,1,28,,no,2\nHorn,1,14,0,no,30\n"
    bring(f"{LONGER}{row}".encode(), location="Store")
    before = {name: lent(name) for name in ("Oboe", "Bassoon", "Horn")}
    table = exports.items(TESS)
    rows = [line for line in table.rows() if line[1] in before]
    text = "".join(spreadsheet.lines(table.head, iter(rows)))
    for name in before:
        text = text.replace(f",{name},", f",Second {name},")
    bring(text.encode(), location="Store")
    assert {name: lent(f"Second {name}") for name in before} == before


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Oboe,1,3,14", (3, 1)),
        ("Oboe,1,,14", (None, 14)),
        ("Oboe,1,4,\nOboe,1,2,", (2, 1)),
    ],
)
def test_h06_what_is_lent_by_the_hour(inside, row, expected):
    head = "Item,Quantity,Lent for hours,Longest loan in days\n"
    bring(f"{head}{row}\n".encode(), location="Store")
    columns = Item.loan_hours, Item.max_checkout_days
    query = select(*columns).where(Item.name == "Oboe")
    assert tuple(db.session.execute(query).one()) == expected
