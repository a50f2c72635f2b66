"""After an act of stock its Undo is there at once, and does what it says; where it would be refused there is none."""

import re

import pytest

from tests.stock.operations.acts import level
from tests.stock.operations.forms import shown

UNDO = re.compile(r'<form method="post" action="(/operations/\d+/undo)">')


def undo_in(page):
    return UNDO.findall(page.partition("<main")[2])


def there(app, item=1):
    held = level(app, item)
    return held.available, held.value_minor


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("receive", {"quantity": "3"}),
        ("sell", {"quantity": "1", "unit_price": "10"}),
        ("adjust", {"quantity": "1", "reason": "found"}),
    ],
)
def test_what_was_done_to_an_item_is_undone_from_there(app, as_, name, said):
    dora, before = as_("dora"), there(app, 2)
    page = shown(dora, f"/operations/{name}", code="INS-00002", **said).text
    assert there(app, 2) != before
    [path] = undo_in(page)
    answer = dora.post(path)
    assert answer.status_code == 303, answer.text
    assert there(app, 2) == before
    assert "Undone" in dora.get(answer.location).text


def test_what_has_moved_on_has_none(app, as_):
    dora = as_("dora")
    shown(dora, "/operations/receive", code="INS-00002", quantity="3")
    shown(dora, "/operations/sell", code="INS-00002", quantity="8")
    assert undo_in(dora.get("/operations/receive?done=2").text) == []


def test_units_that_were_added_go_again(app, as_):
    dora, before = as_("dora"), there(app)
    typed = {"location": "Store", "condition": "new", "serials": "S 1\r\nS 2"}
    answer = dora.post("/units/new?item=1", data=typed)
    [path] = undo_in(dora.get(answer.location).text)
    assert dora.post(path).status_code == 303
    assert there(app) == before
