"""What the tests of exports fill the school with, and how they read a spreadsheet."""

import csv
import io

import pytest
from openpyxl import load_workbook

from tests.support.loans import tagged
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.repairs import opening
from webapp.stock.ledger import ledger
from webapp.stock.models import (
    Brand,
    Item,
    Location,
    SkuSequence,
    Stocktake,
    Supplier,
    Transfer,
)

DORA = Actor(4, "Dora", "desk", 0)
LISTS = (
    "movements",
    "operations",
    "levels",
    "units",
    "items",
    "locations",
    "transfers",
    "stocktakes",
    "brands",
)


LISTS += ("suppliers", "categories", "skus", "repairs")


FORMATS = pytest.mark.parametrize("format", ["csv", "xlsx"])


def table(answer):
    """Head and rows, as text."""
    assert answer.status_code == 200
    if "csv" in answer.content_type:
        head, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""))
        return head, rows
    sheet = load_workbook(io.BytesIO(answer.data)).active
    head, *rows = sheet.iter_rows(values_only=True)
    return list(head), [["" if cell is None else str(cell) for cell in row] for row in rows]


def some_of_each(many):
    """Rows in every list of stock."""
    _add_things(many)
    _add_acts(many)


def _add_things(many):
    """An item, a place, a brand, a supplier and a unit each."""
    for n in range(many):
        tagged(f"VLN-{n:02}")
        ledger.level(2, 1)
        about = {
            "name": f"Item {n % 5}",
            "sku": f"S{n}",
            "category": "accessory",
            "folded": "",
        }
        db.session.add_all(
            [
                Item(**about, home_location_id=1, created_by=1),
                Location(name=f"Place {n:02}"),
            ]
        )
        db.session.add_all(
            [Brand(name=f"Brand {n:02}", code=f"B{n}"), Supplier(name=f"Shop {n:02}")]
        )
    db.session.flush()


def _add_acts(many):
    """A transfer, a stocktake, a sequence and a repair each."""
    for n in range(many):
        status = {"status": "cancelled"} if n % 2 else {}
        db.session.add(
            Transfer(from_location_id=1, to_location_id=2, created_by=4, **status)
        )
        db.session.add(Stocktake(location_id=n + 1, opened_by=4))
        db.session.add(
            SkuSequence(scope=f"|{n + 1}", brand_id=n + 1, template="{brand}-{seq:4}")
        )
        opening.open(DORA, unit=n + 1, description=f"Scratch {n}")
