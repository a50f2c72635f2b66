"""Items for programs: what is asked for is found, what has not changed is not sent again."""

import pytest

from tests.support.loans import TESS, lend
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.lending.desk import handovers
from webapp.stock.items import items
from webapp.stock.models import Item

API = "/api/inventory/items/"
NAMES = (
    "50% off Kazoo",
    "Snare_Drum",
    "Back\\slash Bell",
    "Blockflöte Größe S",
    "ÉTUDE Book",
    "Straße Horn",
)


@pytest.fixture
def shelf(app):
    with app.app_context(), transaction():
        for name in NAMES:
            items.add(TESS, name=name, category="accessory", location="Store", quantity=1)


def found(browser, **query):
    answer = browser.get(API, query_string=query)
    assert answer.status_code == 200
    return [item["name"] for item in answer.json]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("%", "50% off Kazoo"),
        ("_", "Snare_Drum"),
        ("\\", "Back\\slash Bell"),
        ("k\\s", "Back\\slash Bell"),
        ("blockflote GRÖSSE", "Blockflöte Größe S"),
        ("GROẞE", "Blockflöte Größe S"),
        ("étude", "ÉTUDE Book"),
        ("etude book", "ÉTUDE Book"),
        ("STRASSE", "Straße Horn"),
        ("straße", "Straße Horn"),
        ("horn  ACC- store", "Straße Horn"),
    ],
)
def test_a_search_finds_it_and_nothing_else(as_, shelf, words, name):
    assert found(as_("sol"), search=words) == [name]


@pytest.mark.parametrize(
    "words", ["%%", "___", "snare%drum", "a_", "' OR 1=1", "flöte cello"]
)
def test_a_search_takes_its_words_at_their_word(as_, shelf, words):
    assert found(as_("sol"), search=words) == []


@pytest.fixture
def statuses(app, shelf):
    """All violins on loan, a kazoo in repair, and an item of which nothing is left."""
    with app.app_context(), transaction():
        items.add(TESS, name="Nothing left", category="equipment", location="Store")
        lend(2, item=1, quantity=2)
        damaged = lend(3, item=3)
        handovers.return_item(TESS, damaged, condition="damaged")


def test_by_category(as_, shelf):
    dora = as_("dora")
    assert found(dora, category="instrument") == ["Cello 3/4", "Student Violin 4/4"]
    assert found(dora, category="accessory", search="drum") == ["Snare_Drum"]
    assert found(dora, category="sheet_music") == []
    assert found(dora, category="accessories", search="drum") == ["Snare_Drum"]
    assert found(dora, category="sheet-music") == []


@pytest.mark.parametrize(
    ("status", "names"),
    [
        ("checked_out", ["Student Violin 4/4"]),
        ("maintenance", ["50% off Kazoo"]),
        ("out_of_stock", ["Nothing left"]),
        ("checked-out", ["Student Violin 4/4"]),
    ],
)
def test_by_status(as_, statuses, status, names):
    dora = as_("dora")
    assert found(dora, status=status) == names
    same = [
        item for item in dora.get(API).json if item["status"] == status.replace("-", "_")
    ]
    assert [item["name"] for item in same] == names


def test_by_category_and_status(as_, statuses):
    dora = as_("dora")
    assert found(dora, status="available", category="instrument") == ["Cello 3/4"]
    assert found(dora, category="all", status="all") == found(dora)


def test_a_new_item_has_no_pieces_and_is_in_use_all_the_same(as_):
    new = as_("tess").post(API, json={"name": "Harp", "category": "instrument"}).json
    assert (new["status"], new["quantity"], new["location"]) == ("out_of_stock", 0, "Store")


def test_retired_is_what_was_archived_and_nothing_else(as_):
    tess, sol = as_("tess"), as_("sol")
    tess.post(API, json={"name": "Harp", "category": "instrument"})
    assert tess.delete(f"{API}1/").status_code == 204
    assert tess.get(f"{API}1/").json["status"] == "retired"
    assert found(tess, status="retired") == ["Student Violin 4/4"]
    assert found(sol, status="retired") == []


@pytest.mark.parametrize(("name", "retired"), [("tess", 1), ("sol", 0)])
def test_the_totals_are_those_of_the_lists(as_, name, retired):
    browser = as_(name)
    as_("tess").post(API, json={"name": "Harp", "category": "instrument"})
    as_("tess").delete(f"{API}1/")
    stats = browser.get(f"{API}stats/").json
    counts = {status: len(found(browser, status=status)) for status in stats["by_status"]}
    assert stats["by_status"] == counts
    assert counts["retired"] == retired
    assert stats["total_items"] == len(found(browser)) == sum(counts.values()) - retired


@pytest.mark.parametrize(
    ("field", "said", "told"),
    [
        ("category", "sheet-music", "sheet_music"),
        ("category", "accessories", "accessory"),
        ("condition", "needs-repair", "damaged"),
    ],
)
def test_the_first_seeds_spellings_are_read_as_ours(as_, field, said, told):
    tess = as_("tess")
    made = tess.post(API, json={"name": "Thing", "category": "equipment"} | {field: said})
    assert (made.status_code, made.json[field]) == (201, told)
    assert tess.patch(f"{API}1/", json={field: said}).json[field] == told


@pytest.mark.parametrize(
    "query",
    [
        "category=tuba",
        "status=lost",
        "limit=0",
        "limit=201",
        "limit=x",
        "limit=1.0",
        "after=x",
        "colour=red",
    ],
)
def test_what_cannot_be_asked_is_refused(as_, query):
    answer = as_("sol").get(f"{API}?{query}")
    assert answer.status_code == 422
    assert [*answer.json["fields"]] == [query.split("=")[0]]


def test_the_pages_of_a_list_miss_nothing(as_, shelf):
    sol, names, path = as_("sol"), [], f"{API}?limit=3"
    whole = found(sol, limit=200)
    while path:
        answer = sol.get(path)
        names += [item["name"] for item in answer.json]
        path = answer.headers.get("Link", "").split(">")[0][1:]
    assert names == whole
    assert sorted(names) == sorted((*NAMES, "Cello 3/4", "Student Violin 4/4"))
    assert len(sol.get(f"{API}?limit=1").json) == 1
    assert "Link" not in sol.get(f"{API}?limit=8").headers


def violin(browser, seen):
    return browser.get(f"{API}1/", headers={"If-None-Match": seen})


def test_what_has_not_changed_is_not_sent_again(as_):
    tess = as_("tess")
    seen = tess.get(f"{API}1/").headers["ETag"]
    assert seen == '"v1.s1"'
    again = violin(tess, f'"other", {seen}')
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", seen)
    assert violin(tess, "*").status_code == 304


def test_moved_it_is_sent_again_and_may_still_be_described(app, as_):
    tess = as_("tess")
    seen = tess.get(f"{API}1/").headers["ETag"]
    with app.app_context(), transaction():
        lend(2, item=1)
    moved = violin(tess, seen)
    assert (moved.status_code, moved.headers["ETag"]) == (200, '"v1.s2"')
    assert moved.json["available_quantity"] == 1
    new, if_seen = {"notes": "new strings"}, {"If-Match": seen}
    described = tess.patch(f"{API}1/", json=new, headers=if_seen)
    assert (described.status_code, described.headers["ETag"]) == (200, '"v2.s2"')
    stale = {"If-Match": '"v1.s3"'}
    assert tess.patch(f"{API}1/", json={"notes": "x"}, headers=stale).status_code == 412


def test_a_stale_patch_is_told_what_is_said_now(as_):
    tess = as_("tess")
    tess.patch(f"{API}1/", json={"name": "Fiddle", "value": "12.50"})
    no = tess.patch(f"{API}1/", json={"name": "Violin"}, headers={"If-Match": '"v1.s1"'})
    assert no.status_code == 412
    assert no.json["code"] == "stale"
    now = no.json["facts"]
    assert (now["version"], now["name"], now["value"], now["location"]) == (
        2,
        "Fiddle",
        "12.50",
        "Store",
    )


PATHS = (
    f"{API}?limit=200",
    f"{API}1/",
    f"{API}stats/",
    "/items",
    "/items/1",
    "/api/inventory/checkouts/?limit=200",
)


def statements(app, browser, path):
    with counted(app) as sent:
        assert browser.get(path).status_code == 200
    return len(sent)


def grow(app, to):
    """So many items, as many pieces of the first, and a third as many late loans."""
    with app.app_context(), transaction():
        accessory = {"category": "accessory", "location": "Store", "quantity": 1}
        for n in range(db.session.query(Item).count(), to):
            items.add(TESS, name=f"Item {n}", **accessory)
        items.receive(TESS, items.find(TESS, 1), 1, to)
        for _ in range(to // 3):
            lend(2, item=1, days=-3)


def test_the_number_of_questions_does_not_grow(app, as_):
    tess = as_("tess")
    grow(app, 10)
    few = {path: statements(app, tess, path) for path in PATHS}
    grow(app, 300)
    many = {path: statements(app, tess, path) for path in PATHS}
    few["/items"] -= 1  # a page that is full of what is here does not look for the rest
    assert many == few
