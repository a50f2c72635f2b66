"""What the parts of a list say of themselves may be sent back, in any order; what says otherwise is refused."""

import pytest

from tests.support.loans import TESS, tagged
from webapp.core.db import transaction
from webapp.stock.sets import sets
from webapp.stock.sets.contents import NewPart

API = "/api/inventory/"


@pytest.fixture(autouse=True)
def violin_set(app):
    """A violin with its tag, and one more thing."""
    with app.app_context(), transaction():
        unit = tagged("VLN-77")
        sets.add(TESS, name="Violin set", parts=[NewPart(unit=unit), NewPart(item=2)])


def test_a_set_is_sent_back_with_one_part_changed(as_):
    tess, path = as_("tess"), f"{API}sets/1/"
    now = tess.get(path).json
    now["parts"][1]["quantity"] = 2
    for method in ("PATCH", "PUT"):
        answer = tess.open(path, method=method, json=now)
        assert answer.status_code == 200, answer.text
        assert answer.json["parts"] == now["parts"]
        now = answer.json


@pytest.mark.parametrize("send", ["patch", "put"])
def test_a_part_of_a_list_that_is_not_so_is_refused(as_, send):
    tess, path = as_("tess"), f"{API}sets/1/"
    now = tess.get(path).json
    for wrong, field in (
        ({"item_name": "Oboe"}, "parts.1.item_name"),
        ({"colour": "red"}, "parts.1.colour"),
    ):
        parts = [now["parts"][0], now["parts"][1] | {"quantity": 2} | wrong]
        no = getattr(tess, send)(path, json={"name": now["name"], "parts": parts})
        assert no.status_code == 422
        assert list(no.json["fields"]) == [field]
        assert tess.get(path).json == now


def test_the_order_of_a_list_does_not_matter(as_):
    tess, path = as_("tess"), f"{API}sets/1/"
    now = tess.get(path).json
    turned = tess.patch(path, json={"parts": now["parts"][::-1]})
    assert (turned.status_code, turned.json) == (200, now)


def test_a_new_one_is_made_of_what_another_says(as_):
    tess = as_("tess")
    parts = tess.get(f"{API}sets/1/").json["parts"]
    made = tess.post(f"{API}sets/", json={"name": "Duo", "parts": parts})
    assert (made.status_code, made.json["parts"]) == (201, parts)
    parts[0]["item_name"] = "Oboe"
    no = tess.post(f"{API}sets/", json={"name": "Trio", "parts": parts})
    assert list(no.json["fields"]) == ["parts.0.item_name"]
    assert len(tess.get(f"{API}sets/").json) == 2
