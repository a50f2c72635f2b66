"""Days that are refused stay typed, and are the ones that are marked among the item's days."""

import re

import pytest

from tests.support.days import ahead
from tests.support.html import forms

from ..ahead_acts import ask

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
PATHS = pytest.mark.parametrize("path", ["/items/{}", "/basket/add/{}"])
TYPED = {"checkout_date": str(ahead(7)), "due_date": str(ahead(9)), "notes": "The concert"}


@pytest.fixture
def taken(as_, harp):
    """The one harp is asked for from the sixth to the tenth day from now."""
    ask(as_("nia"), harp, 6, 10)
    return harp


def marked(text):
    """The days of the sheet that are marked, as they are written."""
    days = re.findall(r"data-mine=\"\w+\">\s*<small>([^<]+)", text)
    return [*days]


def refuse(browser, path, **typed):
    said = {"quantity": "1"} | TYPED | typed
    return browser.post(path, data=said, headers=HTMX)


@PATHS
def test_the_typed_days_are_marked_beside_the_form(as_, taken, path):
    no = refuse(as_("sol"), path.format(taken))
    assert no.status_code == 409
    assert marked(no.text) == [f"{ahead(day):%-d %b}" for day in (7, 8, 9)]
    assert '<hx-partial hx-target="#days"' in no.text


@PATHS
def test_without_a_script_too(as_, taken, path):
    said = {"quantity": "1"} | TYPED
    no = as_("sol").post(path.format(taken), data=said)
    assert no.status_code == 409
    assert marked(no.text) == [f"{ahead(day):%-d %b}" for day in (7, 8, 9)]
    assert f'href="/items/{taken}?from=' in no.text


@PATHS
def test_all_that_was_typed_stays(as_, taken, path):
    no = refuse(as_("sol"), path.format(taken))
    form = next(f for f in forms(no.text) if f.action == path.format(taken))
    assert {name: form.values[name].strip() for name in TYPED} == TYPED


@PATHS
@pytest.mark.parametrize(
    "wrong",
    [
        {"checkout_date": "", "due_date": ""},
        {"due_date": "never"},
        {"checkout_date": str(ahead(9)), "due_date": str(ahead(7))},
        {"checkout_date": "9999-12-30", "due_date": "9999-12-31"},
    ],
)
def test_days_that_make_no_sense_are_not_marked(as_, taken, path, wrong):
    no = refuse(as_("sol"), path.format(taken), **wrong)
    assert no.status_code in (409, 422)
    assert marked(no.text) == []


def test_what_is_not_lent_has_no_days(as_, taken):
    patch = as_("ada").patch(
        f"/api/inventory/items/{taken}/", json={"is_borrowable": False}
    )
    assert patch.status_code == 200, patch.json
    no = refuse(as_("tess"), f"/items/{taken}")
    assert no.status_code == 409
    assert 'id="days"' not in no.text
