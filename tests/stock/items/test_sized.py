"""The size of an item: by its name, unless somebody says otherwise."""

import pytest
from sqlalchemy import insert, select

from tests.support.loans import TESS
from webapp.core.db import db, transaction
from webapp.stock.items import items, sized
from webapp.stock.models import Item

API = "/api/inventory/items/"


@pytest.fixture
def viola(as_):
    said = {"name": "Student Viola 38 cm", "category": "instrument", "location": "Store"}
    return as_("tess").post(API, json=said).json


def size(as_, id, **changes):
    answer = as_("tess").patch(f"{API}{id}/", json=changes)
    assert answer.status_code == 200, answer.json
    return answer.json["size"]


def test_it_is_the_one_that_its_name_tells(as_, viola):
    assert viola["size"] == "15 in"
    assert "<dt>Size</dt><dd>15″</dd>" in as_("sol").get(f"/items/{viola['id']}").text


def test_it_goes_on_with_the_name_and_stays_where_somebody_said_it(as_, viola):
    id = viola["id"]
    assert size(as_, id, name="Student Viola 41 cm") == "16 in"
    assert size(as_, id, size="14 in") == "14 in"
    assert size(as_, id, name="Student Viola 36 cm") == "14 in"
    assert size(as_, id, notes="Reddish") == "14 in"
    assert size(as_, id, size="") == "14 in"
    assert size(as_, id, name="Student Viola") == ""


def test_what_is_no_size_is_refused_at_its_field(as_, viola):
    refused = as_("tess").patch(f"{API}{viola['id']}/", json={"size": "huge"})
    assert refused.status_code == 422
    assert list(refused.json["fields"]) == ["size"]


def test_its_form_offers_the_sizes_of_its_kind(as_, viola):
    page = as_("tess").get(f"/items/{viola['id']}/edit").text
    offered = page.partition('name="size"')[2].partition("</select>")[0]
    assert '<option selected value="">As its name says</option>' in offered
    assert '<option value="15.5 in">15½″</option>' in offered
    assert "3/4" not in offered


def test_sheet_music_has_none(app):
    with app.app_context(), transaction():
        named = {"name": "Minuet in 3/4", "location": "Store"}
        item = items.add(TESS, category="sheet_music", **named)
        assert item.size == ""


def test_rows_that_are_written_at_once_get_theirs(app):
    with app.app_context():
        names = {"Violin 1/2": "1/2", "Kazoo": ""}
        rows = [
            {
                "name": name,
                "sku": f"BULK-{name}",
                "category": "instrument",
                "home_location_id": 1,
                "folded": "",
                "created_by": TESS.id,
            }
            for name in names
        ]
        with transaction():
            ids = set(db.session.scalars(insert(Item).returning(Item.id), rows))
        query = select(Item.name, Item.size).where(Item.id.in_(ids))
        assert dict(map(tuple, db.session.execute(query))) == names
        assert list(sized.sizes_of(ids).values()) == ["1/2"]
