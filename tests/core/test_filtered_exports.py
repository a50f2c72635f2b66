"""A list taken along as a file is the list that was asked for: every filter of a list holds for its export."""

import csv
import io
import re

import pytest
from sqlalchemy import select

from tests.support.loans import tagged
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.people import accounts
from webapp.rooms import rooms
from webapp.stock import levels
from webapp.stock.items import items
from webapp.stock.models import Level

TESS, ADA = Actor(1, "Tess", "teacher", 0), Actor(5, "Ada", "admin", 0)
API = "/api/inventory"
PAGING = {"limit", "after", "count"}
# these ask how much of each is free on some days, which no file tells
DAYS = {"/api/inventory/items/": {"from", "to", "free"}}
CASES = [  # list, filter, which column of the file names the rows, and which field of the list
    ("items", {"search": "cello"}, "Name", "name"),
    ("items", {"category": "accessory"}, "Name", "name"),
    ("items", {"category": "accessory", "search": "bow Öst"}, "Name", "name"),
    ("items", {"status": "out_of_stock"}, "Name", "name"),
    ("levels", {"search": "cello"}, "Item", "item_name"),
    ("levels", {"item": 1}, "Item", "item_name"),
    ("levels", {"location": "Annex"}, "Item", "item_name"),
    ("levels", {"status": "low_stock"}, "Item", "item_name"),
    ("units", {"item": 2}, "Tag", "tag"),
    ("units", {"serial": "s\u00a01"}, "Tag", "tag"),
    ("units", {"code": "vln-1"}, "Tag", "tag"),
    ("practice-rooms", {"equipment": "drum"}, "Room", "name"),
    ("practice-rooms", {"capacity": 3}, "Room", "name"),
]
PAGES = [  # what a page is asked for, and what is in its file and what is not
    ("/items?q=cello", "Cello 3/4", "Student Violin"),
    ("/items?category=accessory", "Bow, Österreich", "Cello"),
    ("/levels?q=cello", "Cello 3/4", "Student Violin"),
    ("/levels?status=low_stock", "Cello 3/4", "Student Violin"),
    ("/units?q=VLN-1", "VLN-1", "CEL-1"),
    ("/units?item=2", "CEL-1", "VLN-1"),
    ("/people?q=nia", "Nia", "Sol"),
]


@pytest.fixture(autouse=True)
def stock(app):
    with app.app_context(), transaction():
        items.add(
            TESS,
            name="Bow, Österreich",
            category="accessory",
            location="Annex",
            new_location=True,
            quantity=2,
        )
        items.add(TESS, name="Stand", category="accessory", location="Store")
        tagged("VLN-1", "S 1")
        tagged("CEL-1", "S 2", item=2)
        cello = db.session.scalars(select(Level).where(Level.item_id == 2)).one()
        levels.describe(TESS, cello.id, reorder_point=99)
        accounts.add(
            ADA, name="Zoë", email="zoe@school.test", role="desk", password_hash="none"
        )
        rooms.add(ADA, name="studio É 10", capacity=8)


def rows(file):
    return list(
        csv.DictReader(io.StringIO(file.get_data(as_text=True).removeprefix("\ufeff")))
    )


def test_every_export_can_be_asked_for_what_its_list_can(app):
    paths = app.test_client().get("/api/openapi.json").json["paths"]
    exported = [path for path in paths if path.endswith("/export/")]
    assert len(exported) >= 15
    for path in exported:
        of_list, of_file = (
            {
                each["name"]: each["schema"]
                for each in paths[at]["get"].get("parameters", [])
                if each["in"] == "query"
            }
            for at in (path.removesuffix("export/"), path)
        )
        filters = of_list.keys() - PAGING - DAYS.get(path.removesuffix("export/"), set())
        assert filters == of_file.keys() - {"format"}, path
        assert all(of_file[name] == of_list[name] for name in filters), path


@pytest.mark.parametrize(("name", "said", "column", "field"), CASES, ids=str)
def test_every_filter_of_a_list_holds_for_its_export(as_, name, said, column, field):
    ada = as_("ada")
    listed = [row[field] for row in ada.get(f"{API}/{name}/", query_string=said).json]
    everything = ada.get(f"{API}/{name}/", query_string={"limit": 200}).json
    assert listed, "a filter that leaves nothing out, or everything, tells nothing"
    assert len(listed) < len(everything), (
        "a filter that leaves nothing out, or everything, tells nothing"
    )
    assert [
        row[column] for row in rows(ada.get(f"{API}/{name}/export/", query_string=said))
    ] == listed


@pytest.mark.parametrize(("address", "inside", "outside"), PAGES)
def test_a_pages_file_is_what_the_page_shows(as_, address, inside, outside):
    """Also where only the part of the page that changed was sent."""
    for ada in (as_("ada"), as_("ada", htmx=True)):
        (link,) = re.findall(r'href="([^"]*export\.csv[^"]*)"', ada.get(address).text)
        file = ada.get(link.replace("&amp;", "&")).get_data(as_text=True)
        assert inside in file
        assert outside not in file


@pytest.mark.parametrize(
    "said", [{"category": "nonsense"}, {"status": "nonsense"}, {"unknown": "1"}]
)
def test_what_a_list_refuses_its_export_refuses(as_, said):
    assert as_("ada").get(f"{API}/items/export/", query_string=said).status_code == 422


def test_an_export_of_many_pages_has_every_row_once(as_, monkeypatch):
    """With names whose order is not that of their letters."""
    monkeypatch.setattr("webapp.core.spreadsheet.PAGE", 1)
    ada = as_("ada")
    for name in ("items", "levels", "locations", "practice-rooms", "units"):
        file, whole = (
            rows(ada.get(f"{API}/{name}/export/")),
            ada.get(f"{API}/{name}/", query_string={"limit": 200}).json,
        )
        assert len(file) == len(whole) > 1, name
