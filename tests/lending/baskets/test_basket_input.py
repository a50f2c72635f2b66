"""What makes no sense in a basket is said in words, at its field or at its line, and nothing typed is lost."""

import re

import pytest

from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.stock.models import Item

from ..ahead_acts import page_says
from ..conftest import BASKET
from ..conftest import BASKET_LINES as LINES


def basket_of(browser):
    return browser.get(BASKET).json


WRONG = [
    ({"due_date": "2020-01-01"}, "due_date", "Choose a day in the future"),
    ({"checkout_date": "2020-01-01"}, "checkout_date", "Choose a day in the future"),
    ({"checkout_date": "2099-01-01"}, "checkout_date", "Choose a day within ten years"),
    ({"quantity": 0}, "quantity", "At least 1"),
    ({"quantity": 999999999}, "quantity", "At most 100000"),
    (
        {"checkout_date": str(ahead(5)), "due_date": str(ahead(3))},
        "due_date",
        "Choose a day from",
    ),
]


@pytest.mark.parametrize(("said", "field", "words"), WRONG)
def test_what_makes_no_sense_is_refused_at_its_field_at_both_doors(
    as_, put, said, field, words
):
    assert put("sol", 1, 422, **said)["fields"][field][0].startswith(words)
    typed = {"quantity": "1", "notes": "for Friday"} | {k: str(v) for k, v in said.items()}
    page = as_("sol").post("/basket/add/1", data=typed)
    assert page.status_code == 422
    assert re.search(rf'id="{field}-error">{words}', page.text)
    assert "for Friday" in page.text
    assert basket_of(as_("sol"))["lines"] == []


@pytest.mark.parametrize(("said", "field", "words"), WRONG)
def test_a_line_is_changed_as_it_is_put_in(as_, put, said, field, words):
    line = put("sol", 1, due_date=str(ahead(2)))["id"]
    no = as_("sol").patch(f"{LINES}{line}/", json=said)
    assert no.status_code == 422
    assert no.json["fields"][field][0].startswith(words)
    typed = {f"line-{name}": str(value) for name, value in said.items()}
    page = as_("sol").post(f"/basket/lines/{line}", data=typed)
    assert page.status_code == 422
    assert re.search(rf'id="line-{line}-problem">.*<p>{words}', page.text)


@pytest.mark.parametrize(
    ("starts", "due", "field", "words"),
    [
        (ahead(5), ahead(3), "due_date", "Choose a day from"),
        (ahead(-3), ahead(3), "checkout_date", "Choose a day in the future"),
        (ahead(3), ahead(4000), "due_date", "Choose a day within ten years"),
    ],
)
def test_days_for_everything_must_make_sense(as_, put, starts, due, field, words):
    put("sol", 1)
    days = {"checkout_date": str(starts), "due_date": str(due)}
    fields = as_("sol").patch(BASKET, json=days).json["fields"]
    assert fields[field][0].startswith(words)
    page = as_("sol").post("/basket", data=days | {"purpose": "The concert"})
    assert "The concert" in page.text
    assert re.search(rf'id="{field}-error">{words}', page.text)


def test_days_that_one_thing_is_not_lent_so_long_are_told_at_its_line(as_, put, harp):
    """The harp for thirty days at most."""
    put("sol", harp, due_date=str(ahead(2)))
    days = {"checkout_date": str(ahead(1)), "due_date": str(ahead(41)), "purpose": ""}
    assert as_("sol").post("/basket", data=days).status_code == 303
    (line,) = basket_of(as_("sol"))["lines"]
    assert line["problem"].startswith("This may be borrowed for 30 days")
    (offer,) = line["offers"]
    assert offer["change"] == {"checkout_date": str(ahead(1)), "due_date": str(ahead(30))}
    changed = as_("sol").patch(f"{LINES}{line['id']}/", json=offer["change"])
    assert (changed.status_code, changed.json["problem"]) == (200, "")


def test_an_item_that_was_archived_since_is_told_at_its_line(as_, put, harp):
    line = put("sol", harp)["id"]
    assert as_("tess").delete(f"/api/inventory/items/{harp}/").status_code == 204
    (shown,) = basket_of(as_("sol"))["lines"]
    assert shown["problem"] == "Harp is archived, so it is no longer lent out"
    assert shown["problem"] in page_says(as_("sol"), "/basket")
    no = as_("sol").patch(f"{LINES}{line}/", json={"quantity": 1})
    assert (no.status_code, no.json["detail"]) == (409, shown["problem"])
    assert put("sol", harp, 404)
    assert as_("sol").post(f"/basket/lines/{line}/remove").status_code == 303
    assert basket_of(as_("sol"))["lines"] == []


def test_nothing_is_put_in_that_is_not_there_or_not_lent(app, put):
    put("sol", 999, 404)
    with app.app_context(), transaction():
        db.session.get(Item, 1).is_borrowable = False
    put("sol", 1, 404)
    put("tess", 1, 409)
