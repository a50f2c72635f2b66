"""The desk scans what is kept for somebody who said yes to the queue's offer: it says so, and offers no other day."""

import pytest

from tests.support.loans import TESS, tagged
from webapp.core.db import transaction
from webapp.stock.items import items

from ..ahead_acts import promise
from ..conftest import API
from ..queue_acts import act, bring_back, join


@pytest.fixture
def unit(app, as_):
    """The one electric violin, whose return was offered to Sol, who said yes."""
    with app.app_context(), transaction():
        item = items.add(
            TESS, name="Electric Violin", category="instrument", location="Store"
        ).id
        unit = tagged("EVL-1", item=item)
    loan, dora = promise(as_, item, 0, 5, who="nia"), as_("dora")
    assert dora.post(f"{API}{loan}/hand_out/", json={"unit": unit}).status_code == 200
    place = join(as_, "sol", item)
    bring_back(as_, loan)
    assert act(as_, "sol", place, "accept")["status"] == "pending"
    return unit


def main_of(answer):
    return answer.text.partition("<main")[2]


@pytest.mark.parametrize("path", ["/desk?code=EVL-1", "/desk/lend/{unit}"])
def test_it_says_for_whom(as_, unit, path):
    page = main_of(as_("dora").get(path.format(unit=unit)))
    assert "Kept for Sol, who said yes" in page


def test_no_day_is_offered_that_the_form_cannot_take(as_, unit):
    no = as_("dora").post(f"/desk/lend/{unit}", data={"student": "Nia"})
    assert no.status_code == 409
    assert 'name="checkout_date"' not in main_of(no)
