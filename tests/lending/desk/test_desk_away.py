"""A scan of what is not on the shelf leads on to where it is seen to."""

import re

import pytest

from tests.support.loans import TESS, tagged
from webapp.core.actor import Actor
from webapp.core.db import transaction
from webapp.repairs import mending, opening
from webapp.stock import locations
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.transfers import transfers, transit
from webapp.stock.transfers.cargo import Wanted
from webapp.stock.units import units

DORA = Actor(4, "Dora", "desk", 0)


@pytest.fixture
def unit(app):
    with app.app_context(), transaction():
        return tagged("VLN-1")


def leads(dora, path):
    return set(
        re.findall(r'href="(/(?:repairs|transfers)/[^"]+)"', dora.get(path).text)
    ) - {"/transfers/new?unit=1"}


@pytest.fixture
def damaged(app, unit):
    """Known as damaged, with no repair yet."""
    line = Line(1, 1, "DAMAGE_ASSESSMENT", "available", "damaged", 1, unit)
    with app.app_context(), transaction():
        ledger.record(TESS, "assess", [line])
    return unit


def test_a_damaged_unit_leads_to_its_repair(app, as_, damaged):
    dora = as_("dora")
    for path in ("/desk?code=vln-1", "/units/1"):
        assert leads(dora, path) == {"/repairs/new?unit=1"}
    with app.app_context(), transaction():
        repair = opening.open(DORA, unit=damaged, description="An open seam").id
    page = dora.get("/desk?code=vln-1").text
    assert "It is damaged, so it cannot be lent." in page
    assert "Damaged" in page
    for path in ("/desk?code=vln-1", "/units/1"):
        assert leads(dora, path) == {f"/repairs/{repair}"}


def test_while_it_is_mended_it_leads_there_too(app, as_, damaged):
    with app.app_context(), transaction():
        repair = opening.open(DORA, unit=damaged, description="An open seam").id
        mending.assess(DORA, repair, damage_type="physical", severity="minor")
        mending.approve(TESS, repair)
        mending.send(DORA, repair)
    dora = as_("dora")
    assert "It is being repaired." in dora.get("/desk?code=vln-1").text
    assert leads(dora, "/desk?code=vln-1") == {f"/repairs/{repair}"}


def test_the_items_page_leads_the_desk_to_what_must_not_be_lent(app, as_, unit):
    assert "Not for loan now" not in as_("dora").get("/items/1").text
    with app.app_context(), transaction():
        ledger.record(
            TESS,
            "assess",
            [Line(1, 1, "DAMAGE_ASSESSMENT", "available", "damaged", 1, unit)],
        )
        units.block(DORA, tagged("VLN-2"), reason="Its case is lost")
    page = as_("dora").get("/items/1").text
    kept_back = page[page.index("Not for loan now") :]
    assert 'href="/units/1">VLN-1</a>' in kept_back
    assert "Damaged" in kept_back
    assert 'href="/units/2">VLN-2</a>' in kept_back
    assert "Its case is lost" in kept_back
    assert "Not for loan now" not in as_("sol").get("/items/1").text


def test_what_is_on_its_way_leads_to_its_transfer(app, as_, unit):
    with app.app_context(), transaction():
        locations.home(TESS, "Annexe", is_new=True)
        transfer = transfers.draft(DORA, from_location=1, to_location=2).id
        transfers.add(DORA, transfer, [Wanted(unit=unit)])
        transit.send(DORA, transfer)
    for path in ("/desk?code=vln-1", "/units/1"):
        assert leads(as_("dora"), path) == {f"/transfers/{transfer}"}


def test_what_is_gone_is_said_to_be(app, as_, unit):
    with app.app_context(), transaction():
        ledger.record(
            TESS, "lose", [Line(1, 1, "THEFT_LOSS", "available", "outside", 1, unit)]
        )
    page = as_("dora").get("/desk?code=vln-1").text
    assert "It is not at the school any more." in page
    assert 'href="/units/1"' in page
