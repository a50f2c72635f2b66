"""What is lost and worth much: that a second person is asked stands on the form before, and on the loan after."""

import pytest

from ..conftest import API
from ..desk_acts import act

SECOND = "a second person is asked to agree"


@pytest.fixture
def out(as_, approved, costs):
    """Sol has a violin worth 600; the loan."""
    costs(1, 600)
    act(as_("dora"), approved, "hand_out")
    return approved


def test_it_is_said_before_and_after(as_, out):
    dora, form = as_("dora"), f"/checkouts/{out}/return"
    assert SECOND in dora.get(form).text
    assert SECOND in dora.post(form, data={"returned_on": "never"}).text
    dora.post(form, data={"outcome": "lost", "notes": "Left on the tram"})
    told = "A second person is asked to agree to the loss"
    assert told in dora.get(f"/checkouts/{out}").text
    assert told not in as_("sol").get(f"/checkouts/{out}").text


def test_nobody_is_foretold_where_it_is_worth_less(as_, stand, costs):
    costs(stand, 5)
    id = as_("sol").post(API, json={"item": stand, "quantity": 20}).json["id"]
    as_("tess").post(f"{API}{id}/approve/", json={"hand_out": True})
    assert SECOND not in as_("dora").get(f"/checkouts/{id}/return").text


@pytest.mark.parametrize("at", ["", "?at=desk"])
def test_the_form_leads_back_to_where_one_came_from(as_, out, at):
    page = as_("dora").get(f"/checkouts/{out}/return{at}").text
    way = page.partition('<p class="back">')[2].partition("</p>")[0]
    assert f'href="{"/desk" if at else f"/checkouts/{out}"}"' in way
