"""A check-in that is refused comes back as a form, which says what was said with the button."""

import re

import pytest

from tests.lending.conftest import API
from tests.support.photographs import sent

PATH = "/checkouts/1/return?at=desk"
REFUSED = {
    "a photo that is none": ([b"no picture"], {}),
    "a day to come": ([], {"returned_on": "2030-01-01"}),
}
DAMAGED = "Broken bridge"


@pytest.fixture
def out(as_, wish):
    """Sol's loan of a violin."""
    as_("sol").post(API, json=wish)
    as_("tess").post(f"{API}1/approve/", json={})
    as_("dora").post(f"{API}1/hand_out/", json={})


def chosen(page):
    """What is selected in the form: of what happened, and of the condition; none is the first."""
    return re.findall(r'<option selected value="(\w*)"', page.text)


def press(browser, reason, **typed):
    photos, wrong = REFUSED[reason]
    return browser.post(PATH, **sent(*photos, **typed | wrong))


@pytest.mark.parametrize("reason", REFUSED)
def test_what_is_damaged_stays_so(as_, out, reason):
    dora = as_("dora")
    no = press(dora, reason, condition="damaged", notes=DAMAGED)
    assert no.status_code == 422
    assert chosen(no)[0] == "damaged"
    assert DAMAGED in no.text
    outcome, *conditions = chosen(no)
    typed = {"outcome": outcome, "condition": "".join(conditions), "notes": DAMAGED}
    assert dora.post(PATH, data=typed).status_code == 303
    (unit,) = dora.get(f"{API}1/").json["units"]
    assert unit["state"] == "damaged"


@pytest.mark.parametrize("condition", ["good", "fair"])
@pytest.mark.parametrize("reason", REFUSED)
def test_what_is_not_keeps_its_condition(as_, out, reason, condition):
    assert chosen(press(as_("dora"), reason, condition=condition)) == [condition]


def test_what_happened_to_it_is_not_overruled(as_, out):
    no = press(as_("dora"), "a day to come", outcome="lost", condition="damaged")
    assert chosen(no)[0] == "lost"
