"""The pages of stock, for everybody who may see them: reachable by all, never too wide, within the policy."""

import pytest

from tests.browser.looking import walk
from webapp.core.actor import Actor
from webapp.core.db import transaction
from webapp.stock.operations import operations

TRANSFERS = ("/transfers", "/transfers/new", "/transfers?status=received", "/transfers/99")
REPAIRS = (
    "/repairs",
    "/repairs?stage=done",
    "/repairs/new",
    "/repairs/new?item=1",
    "/repairs/maintenance",
)
STOCKTAKES = ("/stocktakes", "/stocktakes/new")
LISTS = (
    "/brands",
    "/brands/new",
    "/suppliers",
    "/suppliers/new",
    "/categories",
    "/categories/1/edit",
)
SKUS = ("/skus", "/skus/new", "/skus/new?template={x}{seq:1}", "/skus/1/edit")
LEDGER = (
    "/stock",
    "/operations",
    "/operations?item=9",
    "/operations/1",
    "/operations/1/undo",
    "/movements",
    "/movements/rules",
    "/movements/statistics",
)
OPERATIONS = (
    "/operations/receive",
    "/operations/receive?item=1",
    "/operations/adjust?item=1",
    "/operations/return?item=1",
)
OPERATIONS += (
    "/operations/sell?code=cello",
    "/operations/write-off?item=1",
    "/operations/pending",
    "/operations/bulk",
)
OPERATIONS += ("/operations/pending/1", "/desk")
UNITS = ("/units?item=1", "/units/new?item=1", "/units/labels")
LEVELS = (
    "/levels",
    "/levels?q=zzz",
    "/levels/1/edit",
    "/levels/alerts",
    "/levels/valuation",
    "/levels/as-of",
)
PAGES = {
    "tess": (*LISTS, *SKUS, *LEVELS),
    "dora": (
        *LEDGER,
        *OPERATIONS,
        *UNITS,
        *TRANSFERS,
        *STOCKTAKES,
        *REPAIRS,
        "/brands",
        "/skus",
    ),
}


@pytest.fixture(scope="module", autouse=True)
def something_waits(app_of_site):
    """For a second person."""
    with app_of_site.app_context(), transaction():
        operations.act(
            Actor(4, "Dora", "desk", 0),
            "adjust",
            [{"item": 2}],
            reason="disposed",
            notes="Woodworm",
        )


@pytest.mark.parametrize("name", PAGES, ids=str)
def test_pages_can_be_used_by_everybody(open_as, name):
    walk(open_as(name, reduced_motion="reduce"), PAGES[name])
