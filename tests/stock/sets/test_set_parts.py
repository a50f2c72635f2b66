"""What is in a set: put in and taken out, by page and by program."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func

from tests.support.loans import TESS, tagged
from webapp.core.db import db, transaction
from webapp.stock.items import items
from webapp.stock.models import Item, Unit

from .made import API, PARTS, add, contents

DOORS = pytest.mark.parametrize("door", ["page", "api"])


def put_in(browser, id, door, part):
    """One part more; a program sends all of them."""
    if door == "page":
        code = {"item": "Cello 3/4", "unit": "VLN-1"}[next(iter(part))]
        said = {"code": code, "quantity": part.get("quantity", 1)}
        return browser.post(f"/sets/{id}/parts", data=said)
    now = browser.get(f"{API}{id}/").json["parts"]
    return browser.patch(f"{API}{id}/", json={"parts": [*now, part]})


@DOORS
def test_a_set_is_made_and_filled(app, as_, vln, door):
    tess, name = as_("tess"), " Violin   set "
    if door == "page":
        assert tess.post("/sets/new", data={"name": name}).status_code == 303
    else:
        assert tess.post(API, json={"name": name}).status_code == 201
    for part in ({"unit": vln}, {"item": 2, "quantity": 3}):
        done = put_in(tess, 1, door, part)
        assert done.status_code in (200, 303), done.text
    assert contents(app) == [(1, vln, 1), (2, None, 3)]
    assert tess.get(f"{API}1/").json["name"] == "Violin set"


def test_everybody_sees_what_is_in_it_and_staff_its_tag(as_, vln):
    add(as_("tess"), parts=[{"unit": vln}, {"item": 2}])
    for who in ("sol", "dora", "tess"):
        text = as_(who).get("/sets/1").text
        assert "Cello 3/4" in text
        assert ("VLN-1" in text) == (who != "sol")


@DOORS
def test_a_part_is_taken_out(app, as_, duo, door):
    tess = as_("tess")
    if door == "page":
        assert tess.post(f"/sets/{duo}/parts/1/remove").status_code == 303
        assert tess.post(f"/sets/{duo}/parts/1/remove").status_code == 404
    else:
        assert tess.patch(f"{API}{duo}/", json={"parts": PARTS[1:]}).status_code == 200
    assert contents(app) == [(2, None, 2)]
    assert tess.get(f"{API}{duo}/").json["version"] > 1


@DOORS
def test_an_item_is_in_a_set_once(app, as_, duo, door):
    no = put_in(as_("tess"), duo, door, {"item": 2})
    assert no.status_code == 422
    assert "Cello 3/4 is in the set already" in no.text
    assert contents(app) == [(1, None, 1), (2, None, 2)]


def test_a_unit_and_its_item_are_the_same_item(as_, vln):
    no = add(as_("tess"), parts=[{"item": 1}, {"unit": vln}])
    assert no.status_code == 422
    assert "parts.1" in no.json["fields"]


@pytest.mark.parametrize(
    "part",
    [
        {},
        {"item": 99},
        {"unit": 99},
        {"item": 2, "unit": 1},  # it is another item's
        {"unit": 1, "quantity": 2},  # there is but one
        {"unit": 2},  # a batch
        {"item": 1, "quantity": 0},
        {"item": 3},  # archived
        {"item": 4},  # not lent
    ],
)
def test_what_cannot_be_a_part(app, as_, part):
    with app.app_context(), transaction():
        tagged("VLN-1")
        batch = tagged("BAT-1")
        db.session.get(Unit, batch).batch_code = "B1"
        about = {
            "category": "accessory",
            "folded": "",
            "home_location_id": 1,
            "created_by": 1,
        }
        db.session.add(Item(name="Old", sku="O", archived_at=func.now(), **about))
        db.session.add(Item(name="Fixed", sku="F", is_borrowable=False, **about))
    no = add(as_("tess"), parts=[part])
    assert no.status_code == 422, no.text
    assert contents(app) == []


@pytest.mark.parametrize("code", ["nothing", "student violin", "  ", "/t/xyz"])
def test_a_code_that_nobody_knows_keeps_what_was_typed(app, as_, duo, code):
    no = as_("tess").post(f"/sets/{duo}/parts", data={"code": code, "quantity": "3"})
    assert no.status_code == 422
    assert 'id="code-error"' in no.text
    assert 'value="3"' in no.text
    assert "Cello 3/4" in no.text  # what is in it stands around it


@pytest.fixture
def cases(app):
    """Two more items, both some kind of case; their SKUs."""
    with app.app_context(), transaction():
        about = {"category": "accessory", "location": "Store"}
        made = [
            items.add(TESS, name=name, **about) for name in ("Violin Case", "Cello Case")
        ]
        return [item.sku for item in made]


def test_a_part_of_the_name_will_do_where_one_item_fits(app, as_, duo, cases):
    done = as_("tess").post(
        f"/sets/{duo}/parts", data={"code": "violin ca", "quantity": "1"}
    )
    assert done.status_code == 303
    assert len(contents(app)) == 3


def test_where_several_fit_one_can_choose(app, as_, duo, cases):
    tess, path = as_("tess"), f"/sets/{duo}/parts"
    no = tess.post(path, data={"code": "case", "quantity": "2"})
    assert no.status_code == 422
    assert "Several items fit" in no.text
    assert all(f'name="instead" value="code={sku}"' in no.text for sku in cases)
    typed = {"code": "case", "quantity": "2", "instead": f"code={cases[0]}"}
    assert tess.post(path, data=typed).status_code == 303
    assert contents(app)[-1][2] == 2


def test_at_most_so_many_parts(as_):
    assert add(as_("tess"), parts=PARTS * 11).status_code == 422


def test_two_who_put_the_same_in_at_once(app, as_, duo):
    browsers = [as_("tess"), as_("ada")] * 3
    as_("tess").patch(f"{API}{duo}/", json={"parts": PARTS[:1]})
    with ThreadPoolExecutor() as pool:
        answers = [
            *pool.map(
                lambda one: put_in(one, duo, "page", {"item": 2}).status_code, browsers
            )
        ]
    assert sorted(answers) == [303] + [422] * 5
    assert contents(app) == [(1, None, 1), (2, None, 1)]
