"""What belongs to a unit: listed, ticked off when it goes out and comes back, missed and found again."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.support.loans import tagged
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout
from webapp.stock.ledger import verify
from webapp.stock.models import Accessory

API = "/api/inventory/units/1/accessories/"
LOANS = "/api/inventory/checkouts/"
DOORS = pytest.mark.parametrize("door", ["page", "api"])


@pytest.fixture(autouse=True)
def violin(app):
    with app.app_context(), transaction():
        tagged("VLN-1")
        tagged("CEL-1", item=2)
        db.session.add_all(
            [Accessory(unit_id=1, name="Bow"), Accessory(unit_id=1, name="Case")]
        )


@pytest.fixture
def missing(app):
    def names():
        with app.app_context():
            assert list(verify.problems()) == []
            asked = (
                select(Accessory.name).where(Accessory.is_missing).order_by(Accessory.name)
            )
            return list(db.session.scalars(asked))

    return names


def add(browser, door, name, unit=1):
    if door == "page":
        return browser.post(f"/units/{unit}/accessories", data={"name": name})
    return browser.post(f"/api/inventory/units/{unit}/accessories/", json={"name": name})


def mark(browser, door, is_missing=True, unit=1, id=1):
    if door == "page":
        return browser.post(
            f"/units/{unit}/accessories/{id}/{'missing' if is_missing else 'back'}"
        )
    return browser.patch(
        f"/api/inventory/units/{unit}/accessories/{id}/", json={"is_missing": is_missing}
    )


def remove(browser, door, unit=1, id=1):
    if door == "page":
        return browser.post(f"/units/{unit}/accessories/{id}/remove")
    return browser.delete(f"/api/inventory/units/{unit}/accessories/{id}/")


@DOORS
def test_l04_the_list_of_a_unit(as_, missing, door):
    tess = as_("tess")
    assert add(tess, door, "Shoulder rest").status_code in (201, 303)
    assert mark(tess, door, id=3).status_code in (200, 303)
    assert missing() == ["Shoulder rest"]
    assert "Missing: Shoulder rest" in as_("dora").get("/units/1").text
    assert mark(tess, door, False, id=3).status_code in (200, 303)
    assert missing() == []
    assert remove(tess, door).status_code in (204, 303)
    assert [each["name"] for each in tess.get(API).json] == ["Case", "Shoulder rest"]


@DOORS
@pytest.mark.parametrize("name", ["", "BOW", "x" * 81, "a\nb"])
def test_a_name_is_one_line_and_once_on_the_list(app, as_, door, name):
    no = add(as_("tess"), door, name)
    assert no.status_code == 422
    assert add(as_("tess"), door, "Bow", unit=2).status_code in (201, 303)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Accessory)) == 3


@DOORS
def test_who_may_do_what(as_, door):
    dora, sol = as_("dora"), as_("sol")
    assert mark(dora, door).status_code in (200, 303)
    assert add(dora, door, "Mute").status_code == remove(dora, door).status_code == 403
    assert (
        add(sol, door, "Mute").status_code
        == remove(sol, door).status_code
        == mark(sol, door).status_code
        == 403
    )
    assert sol.get(API).status_code == 403
    assert dora.get("/units/1/accessories").status_code == 403


@DOORS
def test_other_units_accessories_are_not_there(as_, missing, door):
    tess = as_("tess")
    for unit, id in ((2, 1), (1, 9), (99, 1)):
        assert (
            mark(tess, door, unit=unit, id=id).status_code
            == remove(tess, door, unit, id).status_code
            == 404
        )
    assert add(tess, door, "Mute", unit=99).status_code == 404
    assert missing() == []


def test_a_part_of_the_page_for_htmx(as_):
    part = mark(as_("dora", htmx=True), "page")
    assert part.status_code == 200
    assert part.text.lstrip().startswith('<li id="accessory-1"')
    assert "Mark as back" in part.text


def test_two_at_once_list_it_once(app, as_):
    browsers = [as_("tess"), as_("ada")]
    with ThreadPoolExecutor() as pool:
        codes = [
            *pool.map(lambda browser: add(browser, "api", "Mute").status_code, browsers)
        ]
    assert sorted(codes) == [201, 422]


def test_a_list_has_an_end(as_):
    tess = as_("tess")
    codes = [add(tess, "api", f"Mute {n}").status_code for n in range(29)]
    assert codes == [201] * 28 + [409]


def lend(browser, student, *accessories):
    said = {"student": student, "accessories": list(accessories)}
    return browser.post("/desk/lend/1", data=said).status_code


def return_with_the_case(browser, door):
    """The bow is not there."""
    if door == "api":
        said = {"accessories": [2]}
        return browser.post(f"{LOANS}1/return_item/", json=said).status_code == 200
    path = "/desk?code=vln-1" if door == "desk" else "/checkouts/1/return"
    page = browser.get(path).text
    assert "What came back with it?" in page
    assert "Bow" in page
    said = {"condition": "good", "accessories": ["2"]}
    said |= {"checked": "1"} if door == "desk" else {}
    return browser.post("/checkouts/1/return", data=said).status_code == 303


@pytest.mark.parametrize("door", ["desk", "return", "api"])
def test_e12_what_does_not_come_back_is_missing_until_it_does(app, as_, missing, door):
    dora = as_("dora")
    form = dora.get("/desk/lend/1").text
    assert "What goes with it?" in form
    assert form.count(" checked ") == 2
    assert lend(dora, "Sol", "1", "2") == 303
    assert missing() == []
    assert return_with_the_case(dora, door)
    assert missing() == ["Bow"]
    with app.app_context():
        assert db.session.get(Checkout, 1).missing_accessories == ["Bow"]
    form = dora.get("/desk/lend/1").text
    assert "Bow (was missing)" in form
    assert form.count(" checked ") == 1
    assert lend(dora, "Nia", "1") == 303
    assert missing() == ["Case"]


def test_nothing_came_back_with_it(as_, missing):
    dora = as_("dora")
    dora.post("/desk/lend/1", data={"student": "Sol", "accessories": ["1", "2"]})
    assert dora.post("/checkouts/1/return", data={"condition": "good"}).status_code == 303
    assert missing() == ["Bow", "Case"]


def test_handed_out_at_the_desk_with_what_is_ticked(as_, missing, wish):
    dora = as_("dora")
    as_("sol").post(LOANS, json=wish)
    as_("tess").post("/checkouts/1/approve")
    assert "What goes with it?" in dora.get("/desk?code=VLN-1").text
    ticked = {"unit": "1", "checked": "1", "accessories": ["1"]}
    assert dora.post("/checkouts/1/hand_out?at=desk", data=ticked).status_code == 303
    assert missing() == ["Case"]


def test_nobody_looked_nothing_changes(as_, missing, wish):
    dora = as_("dora")
    mark(dora, "api")
    for n, said in ((1, {"unit": 1}), (2, {})):
        as_("sol").post(LOANS, json=wish)
        as_("tess").post(f"/checkouts/{n}/approve")
        assert dora.post(f"{LOANS}{n}/hand_out/", json=said).status_code == 200
        assert dora.post(f"{LOANS}{n}/return_item/", json={}).status_code == 200
        assert missing() == ["Bow"]


def test_only_its_own_can_be_ticked(as_, missing, wish):
    dora = as_("dora")
    add(as_("tess"), "api", "Endpin", unit=2)
    as_("sol").post(LOANS, json=wish)
    as_("tess").post("/checkouts/1/approve")
    for said in ({"unit": 1, "accessories": [3]}, {"accessories": [1]}):
        no = dora.post(f"{LOANS}1/hand_out/", json=said)
        assert no.status_code == 422
        assert list(no.json["fields"]) == ["accessories"]
        assert missing() == []
    assert dora.get(f"{LOANS}1/").json["status"] == "approved"
