"""What an item's pieces make of its status, where the ledger says how many are in each state."""

from datetime import UTC, datetime

import pytest

from webapp.stock.items.stocked import Stocked
from webapp.stock.models import Item
from webapp.stock.models.states import STATES


def stocked(item=None, worst=None, **pieces):
    return Stocked(item or Item(), "Store", dict.fromkeys(STATES, 0) | pieces, 1, worst)


@pytest.mark.parametrize(
    ("pieces", "status"),
    [
        ({}, "out_of_stock"),
        ({"available": 1, "on_rent": 9}, "available"),
        ({"on_rent": 1}, "checked_out"),
        ({"reserved": 1, "damaged": 1}, "checked_out"),
        ({"damaged": 1}, "maintenance"),
        ({"under_repair": 1}, "maintenance"),
        ({"in_transit": 1}, "maintenance"),
    ],
)
def test_the_status_is_the_best_of_its_pieces(pieces, status):
    assert stocked(**pieces).status == status


def test_what_is_archived_is_retired_whatever_is_there():
    archived = Item(archived_at=datetime(2026, 1, 2, tzinfo=UTC))
    assert stocked(archived, available=3).status == "retired"


def test_its_quantity_is_all_of_it():
    item = stocked(available=2, on_rent=3, damaged=1)
    assert (item.quantity, item.available_quantity) == (6, 2)


@pytest.mark.parametrize(("worst", "condition"), [(None, "good"), (0, "new"), (4, "poor")])
def test_its_condition_is_the_worst_on_the_shelf(worst, condition):
    assert stocked(Item(condition="good"), worst).condition == condition
