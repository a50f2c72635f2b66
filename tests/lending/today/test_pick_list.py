"""The pick list: what is to be brought to the desk, by place; a button sets it aside, and can be undone."""

import re

import pytest

from tests.support.loans import TESS, tagged
from tests.support.queries import counted
from webapp.core.db import transaction
from webapp.stock.items import items

from ..ahead_acts import promise
from ..daily_acts import run_the_day
from ..desk_acts import act
from .test_unkept import loses

PATH = "/desk/pick-list"


def rows(browser):
    """What each line says, in words, by place."""
    table = browser.get(PATH).text.partition("<tbody>")[2].partition("</tbody>")[0]
    lines = re.findall(r"(?s)<tr>(.*?)</tr>", table)
    return [" ".join(re.sub("<[^>]*>", " ", line).split()) for line in lines]


@pytest.fixture
def attic(app):
    """The tuba, which is kept elsewhere; its id."""
    with app.app_context(), transaction():
        return items.add(
            TESS, name="Tuba", category="instrument", location="Attic", quantity=1
        ).id


def test_d20_it_is_sorted_by_place_and_names_the_tags(app, as_, stand, violas, attic):
    promise(as_, stand, 0, 3, quantity=4)
    promise(as_, violas, 1, 3, who="nia")
    promise(as_, attic, 0, 3)
    promise(as_, stand, 2, 4)
    run_the_day(app)
    first, second, third = rows(as_("dora"))
    assert second.startswith("Store Music Stand any 4 Sol")
    assert third.startswith("Store Viola VLA-1 Nia")
    assert first.startswith("Attic Tuba any one Sol")


def test_setting_aside_takes_it_off_the_list_and_undo_puts_it_back(app, as_, stand, last):
    id = promise(as_, stand, 0, 3)
    run_the_day(app)
    dora = as_("dora")
    answer = dora.post(f"/checkouts/{id}/set_aside?at=shelf", data={})
    assert answer.location.endswith(f"{PATH}?done={id}")
    page = dora.get(answer.location).text
    assert "is set aside for Sol" in page
    assert "Nothing to pick" in page
    assert f"/checkouts/{id}/undo_set_aside" in page
    dora.post(f"/api/inventory/operations/{last('set aside')}/undo/", json={})
    assert len(rows(dora)) == 1


def test_what_is_not_there_is_told_apart(app, as_, harp):
    promise(as_, harp, 0, 3)
    loses(app, harp)
    page = as_("dora").get(PATH).text
    assert "1 more is promised, and not there" in page
    assert rows(as_("dora")) == []


@pytest.mark.parametrize(("who", "status"), [("sol", 403), ("dora", 200), ("tess", 200)])
def test_it_is_for_staff(as_, who, status):
    assert as_(who).get(PATH).status_code == status


def test_it_takes_as_many_statements_for_many(app, as_, stand, violas):
    promise(as_, violas, 0, 3)
    run_the_day(app)
    dora = as_("dora")
    with counted(app) as few:
        dora.get(PATH)
    for who in ("sol", "nia"):
        promise(as_, violas, 0, 3, who=who)
        promise(as_, stand, 0, 3, who=who)
    run_the_day(app)
    with counted(app) as many:
        dora.get(PATH)
    assert len(many) == len(few) <= 7, "\n".join(many)


def test_what_was_chosen_partly_is_one_line(app, as_, three_violas):
    assert act(as_("dora"), three_violas, "set_aside", units=["VLA-2"]).status_code == 200
    assert rows(as_("dora")) == []
    with app.app_context(), transaction():
        tagged("VLA-9", item=1)
    promise(as_, 1, 0, 3)
    assert rows(as_("dora"))[0].startswith("Store")
