"""Whether an item needs approval and a second look comes with a spreadsheet, as it goes out with one."""

import pytest
from sqlalchemy import select

from tests.support.imports import bring
from webapp.core.db import db
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
