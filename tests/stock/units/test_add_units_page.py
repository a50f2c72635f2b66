"""Adding units from the page: a list of serial numbers, or how many."""

import pytest

from webapp.core.db import db, transaction
from webapp.stock.models import Supplier

API = "/api/inventory/units/"


def test_from_the_page(app, as_, level):
    dora = as_("dora")
    with app.app_context(), transaction():
        db.session.add(Supplier(name="Thonhaus"))
    form = dora.get("/units/new?item=1").text
    assert 'value="Store"' in form
    assert "Thonhaus" in form
    bought = {"location": "Store", "condition": "new", "supplier": "Thonhaus"}
    typed = bought | {"serials": "S 1\r\n\r\n S 2 "}
    done = dora.post("/units/new?item=1", data=typed)
    assert done.status_code == 303
    assert done.location == "/units?item=1"
    page = dora.get(done.location).text
    assert "INS-00001-001" in page
    assert "S 2" in page
    assert level() == (4, 120000, 2)
    assert dora.get(f"{API}1/").json["supplier"] == "Thonhaus"


def test_what_is_on_the_shelf_gets_tags_from_the_page(as_, level):
    dora = as_("dora")
    here = {"quantity": "3", "already_here": "y", "location": "Store", "condition": "good"}
    no = dora.post("/units/new?item=1", data=here)
    assert no.status_code == 409
    assert "Only 2 pieces have no tag yet at Store" in no.text
    assert "Tag 2" in no.text
    done = dora.post("/units/new?item=1", data=here | {"instead": "quantity=2"})
    assert done.status_code == 303
    assert level() == (2, 60000, 2)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"serials": "S 1\n\nT\ns1"}, "Line 4: The same as of number 1 in this list"),
        ({"serials": "S 1", "quantity": "2"}, "There are 1 serial numbers"),
        ({"serials": "x" * 81}, "Line 1: at most 80 characters"),
        ({"quantity": "1001"}, "At most 1000 at once"),
        ({"quantity": "0"}, "At least 1"),
        ({"serials": "S 1", "batch_number": "B"}, "A batch is one unit"),
    ],
)
def test_the_page_keeps_what_was_typed(as_, level, typed, words):
    typed = {
        "location": "Store",
        "condition": "good",
        "warranty_provider": "The maker",
    } | typed
    no = as_("dora").post("/units/new?item=1", data=typed)
    assert no.status_code == 422
    assert words in no.text
    assert 'value="The maker"' in no.text
    assert level() == (2, 60000, 0)
