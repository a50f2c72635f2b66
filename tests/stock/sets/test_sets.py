"""Sets: made, described, filled and archived, by page and by program."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.support.lists import all_of
from tests.support.loans import tagged
from webapp.core.db import db, transaction
from webapp.stock.models import Item, Set, SetPart, Unit

API = "/api/inventory/sets/"
DOORS = pytest.mark.parametrize("door", ["page", "api"])
PARTS = [{"item": 1}, {"item": 2, "quantity": 2}]


def add(browser, **said):
    return browser.post(API, json={"name": "Duo", "parts": PARTS} | said)


@pytest.fixture
def duo(as_):
    return add(as_("tess")).json["id"]


def contents(app, id=1):
    with app.app_context():
        query = select(SetPart.item_id, SetPart.unit_id, SetPart.quantity)
        query = query.where(SetPart.set_id == id).order_by(SetPart.id)
        return [tuple(row) for row in db.session.execute(query)]


def put_in(browser, id, door, part):
    """One part more; a program sends all of them."""
    if door == "page":
        code = {"item": "Cello 3/4", "unit": "VLN-1"}[next(iter(part))]
        said = {"code": code, "quantity": part.get("quantity", 1)}
        return browser.post(f"/sets/{id}/parts", data=said)
    now = browser.get(f"{API}{id}/").json["parts"]
    return browser.patch(f"{API}{id}/", json={"parts": [*now, part]})


@DOORS
def test_a_set_is_made_and_filled(app, as_, door):
    tess = as_("tess")
    with app.app_context(), transaction():
        unit = tagged("VLN-1")
    made = (
        tess.post("/sets/new", data={"name": " Violin   set "})
        if door == "page"
        else tess.post(API, json={"name": " Violin   set "})
    )
    assert made.status_code in (201, 303), made.text
    for part in ({"unit": unit}, {"item": 2, "quantity": 3}):
        done = put_in(tess, 1, door, part)
        assert done.status_code in (200, 303), done.text
    assert contents(app) == [(1, unit, 1), (2, None, 3)]
    told = as_("sol").get(f"{API}1/").json
    assert told["name"] == "Violin set"
    assert [part["quantity"] for part in told["parts"]] == [1, 3]
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


def test_a_unit_and_its_item_are_the_same_item(app, as_):
    with app.app_context(), transaction():
        unit = tagged("VLN-1")
    no = add(as_("tess"), parts=[{"item": 1}, {"unit": unit}])
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


def test_at_most_so_many_parts(as_):
    assert add(as_("tess"), parts=PARTS * 11).status_code == 422


@pytest.mark.parametrize("verb", ["archive", "restore"])
@DOORS
def test_archiving_and_back(app, as_, duo, verb, door):
    tess = as_("tess")
    path = f"/sets/{duo}/{verb}" if door == "page" else f"{API}{duo}/{verb}/"
    if verb == "restore":
        assert tess.post(f"{API}{duo}/archive/").status_code == 200
    assert tess.post(path).status_code in (200, 303)
    assert tess.post(path).status_code == 409
    listed = [row["id"] for row in as_("sol").get(API).json]
    archived = [row["id"] for row in tess.get(f"{API}?archived=1").json]
    assert (listed, archived) == (([], [duo]) if verb == "archive" else ([duo], []))
    assert as_("sol").get(f"/sets/{duo}").status_code == (404 if verb == "archive" else 200)
    assert as_("dora").get(f"/sets/{duo}").status_code == 200
    assert as_("sol").get(f"{API}?archived=1").json == []


@pytest.mark.parametrize("name", ["dora", "sol"])
def test_who_may_change_them(app, as_, duo, name):
    who = as_(name)
    for path in ("/sets/new", f"/sets/{duo}/edit", f"/sets/{duo}/parts"):
        assert who.get(path).status_code == 403, path
    posts = {f"/sets/{duo}/edit": {"version": 1, "name": "x"}, "/sets/new": {"name": "x"}}
    posts |= {f"/sets/{duo}/parts": {"code": "x", "quantity": 1}}
    posts |= {f"/sets/{duo}/{verb}": {} for verb in ("archive", "parts/1/remove")}
    for path, said in posts.items():
        assert who.post(path, data=said).status_code == 403, path
    assert add(who).status_code == 403
    assert who.patch(f"{API}{duo}/", json={"name": "x"}).status_code == 403
    assert contents(app) == [(1, None, 1), (2, None, 2)]
    assert "/sets/new" not in who.get("/sets").text
    assert "/sets/new" in as_("tess").get("/sets").text


def test_there_is_no_such_set(as_):
    tess = as_("tess")
    for path in ("/sets/9", "/sets/9/edit", "/sets/9/parts", f"{API}9/"):
        assert tess.get(path).status_code == 404, path
    for path in ("/sets/9/archive", "/sets/9/parts/1/remove", f"{API}9/restore/"):
        assert tess.post(path).status_code == 404, path


def test_a_stale_change_is_refused(as_, duo):
    tess = as_("tess")
    seen = {"If-Match": tess.get(f"{API}{duo}/").headers["ETag"]}
    assert tess.patch(f"{API}{duo}/", json={"parts": PARTS[:1]}).status_code == 200
    no = tess.patch(f"{API}{duo}/", json={"name": "Trio"}, headers=seen)
    assert no.status_code == 412
    page = tess.post(f"/sets/{duo}/edit", data={"version": 1, "name": "Trio"})
    assert page.status_code == 412
    assert "<b>Now:</b> Duo" in page.text


def test_the_same_twice_is_one_and_two_at_once_make_one(app, as_):
    tess, ada, once = as_("tess"), as_("ada"), {"Idempotency-Key": "k"}
    for _ in range(2):
        body = {"name": "Duo", "parts": PARTS}
        assert tess.post(API, json=body, headers=once).status_code == 201
    with ThreadPoolExecutor() as pool:
        answers = [
            *pool.map(
                lambda browser: add(browser, name="Trio").status_code, [tess, ada] * 3
            )
        ]
    assert sorted(answers) == [201] + [422] * 5
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Set)) == 2


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


def test_a_long_list_goes_on(as_):
    tess = as_("tess")
    for n in range(5):
        add(tess, name=f"Set {n}")
    names = [row["name"] for row in all_of(as_("sol"), f"{API}?limit=2")]
    assert names == [f"Set {n}" for n in range(5)]
    assert [row["name"] for row in tess.get(f"{API}?search=SET 3").json] == ["Set 3"]


def test_the_catalogue_shows_what_is_lent(as_, duo):
    add(as_("tess"), name="Empty", parts=[])
    text = as_("sol").get("/items").text
    assert "Ready-made sets" in text
    assert f"/sets/{duo}" in text
    assert "Empty" not in text
    assert "Ready-made sets" not in as_("sol").get("/items?q=cello").text
