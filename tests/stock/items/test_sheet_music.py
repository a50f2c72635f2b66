"""Sheet music: composer, arranger, what it is for and its ISMN, at every door, and found by all of them."""

import pytest

from tests.support.box import groups, names
from tests.support.loans import TESS
from webapp.core.db import db, transaction
from webapp.stock.items import items
from webapp.stock.models import Item

API = "/api/inventory/items/"
ISMN = "9790230671187"
SONATA = {
    "name": "Sonata in D minor",
    "category": "sheet_music",
    "location": "Store",
    "quantity": 3,
    "make": "Edition Ödland",
    "composer": "Élisabeth Jacquet de La Guerre",
    "arranger": "Aino Virtanen",
    "instrumentation": "Violin and continuo",
    "barcode": "M-2306-7118-7",
}
REFUSED = {  # for nobody knows which of two is meant
    "hand_overs": {"person": "Sol", "codes": [ISMN]},
    "operations/batch": {"kind": "receive", "lines": [{"code": ISMN, "quantity": 1}]},
}
SAID = ("composer", "arranger", "instrumentation")


@pytest.fixture
def sonata(as_):
    answer = as_("tess").post(API, json=SONATA)
    assert answer.status_code == 201, answer.json
    return answer.json["id"]


def another(app, **said):
    with app.app_context(), transaction():
        more = SONATA | {"name": "Sonata, second edition", "quantity": 1} | said
        return items.add(TESS, **more).id


def test_a_program_is_told_what_it_said(as_, sonata):
    shown = as_("sol").get(f"{API}{sonata}/").json
    assert {name: shown[name] for name in SAID} == {name: SONATA[name] for name in SAID}
    assert shown["barcode"] == ISMN


@pytest.mark.parametrize(
    "words",
    [
        "jacquet elisabeth",
        "virtanen",
        "continuo",
        "odland",
        ISMN,
        "979-0-2306-7118-7",
        "M-2306-7118-7",
        "m 2306 7118 7",
    ],
)
def test_it_is_found_by_all_of_it(as_, sonata, words):
    found = as_("sol").get(API, query_string={"search": words}).json
    assert [item["id"] for item in found] == [sonata]
    for who in ("sol", "dora"):
        box = groups(as_(who), words)
        hits = [hit["name"] for group in box.values() for hit in group["hits"]]
        assert hits == [SONATA["name"]], who


def test_the_bars_are_its_code_at_the_desk(as_, sonata):
    dora = as_("dora")
    assert names(dora, ISMN, "exact") == [SONATA["name"]]
    assert SONATA["name"] in dora.get(f"/desk?code={ISMN}").text
    plan = {"person": "Sol", "codes": [ISMN]}
    done = dora.post("/api/inventory/hand_overs/", json=plan)
    assert done.status_code == 201, done.json


def test_two_with_one_number_are_both_offered(app, as_, sonata):
    other, dora = another(app), as_("dora")
    both = {SONATA["name"], "Sonata, second edition"}
    assert set(names(dora, ISMN, "exact")) == both
    page = dora.get(f"/desk?code={ISMN}").text.partition("<main")[2]
    assert all(name in page for name in both)
    with app.app_context():
        skus = [db.session.get(Item, id).sku for id in (sonata, other)]
    for path, said in REFUSED.items():
        refused = dora.post(f"/api/inventory/{path}/", json=said)
        assert refused.status_code == 409, refused.json
        assert all(sku in refused.text for sku in skus)


def test_who_is_archived_is_not_offered(app, as_, sonata):
    other = another(app)
    as_("tess").post(f"{API}{other}/archive/", json={})
    assert names(as_("dora"), ISMN, "exact") == [SONATA["name"]]
    plan = {"person": "Sol", "codes": [ISMN]}
    assert as_("dora").post("/api/inventory/hand_overs/", json=plan).status_code == 201


@pytest.mark.parametrize("category", ["instrument", "accessory"])
def test_what_is_no_sheet_music_has_no_composer(as_, sonata, category):
    refused = as_("tess").patch(f"{API}{sonata}/", json={"category": category})
    assert refused.status_code == 422
    assert set(refused.json["fields"]) == set(SAID)
    taken = dict.fromkeys(SAID, "") | {"category": category}
    changed = as_("tess").patch(f"{API}{sonata}/", json=taken)
    assert changed.status_code == 200
    assert changed.json["barcode"] == ISMN


def test_anything_has_a_barcode(as_):
    metronome = {"name": "Metronome", "category": "accessory", "barcode": "4006381333931"}
    added = as_("tess").post(API, json=metronome)
    assert added.json["barcode"] == "4006381333931"
    assert names(as_("dora"), "4006381333931", "exact") == ["Metronome"]
    page = as_("sol").get(f"/items/{added.json['id']}").text
    assert "<dt>EAN</dt><dd>4006381333931</dd>" in page


def test_a_wrong_digit_is_refused_at_its_field(as_, sonata):
    tess = as_("tess")
    refused = tess.patch(f"{API}{sonata}/", json={"barcode": "979-0-2306-7118-8"})
    assert refused.status_code == 422
    assert "the last one is 7" in refused.json["fields"]["barcode"][0]
    page = tess.get(f"/items/{sonata}/edit").text
    assert 'value="979-0-2306-7118-7"' in page


def test_its_page_says_all_of_it(as_, sonata):
    page = as_("sol").get(f"/items/{sonata}").text.partition("<main")[2]
    for heading, words in (
        ("Composer", SONATA["composer"]),
        ("Arranger", SONATA["arranger"]),
        ("For", SONATA["instrumentation"]),
        ("Publisher", SONATA["make"]),
        ("ISMN", "979-0-2306-7118-7"),
    ):
        assert f"<dt>{heading}</dt><dd>{words}</dd>" in page


def test_it_is_found_under_a_new_name_of_its_publisher_and_still_by_its_composer(
    as_, sonata
):
    tess = as_("tess")
    [brand] = [
        each
        for each in tess.get("/api/inventory/brands/").json
        if each["name"] == SONATA["make"]
    ]
    path = f"/api/inventory/brands/{brand['id']}/"
    assert tess.patch(path, json={"name": "Edition Neuland"}).status_code == 200
    for words in ("neuland", "jacquet", ISMN):
        found = tess.get(API, query_string={"search": words}).json
        assert [item["id"] for item in found] == [sonata], words


def test_rows_tell_two_editions_apart(app, as_, sonata):
    another(app, arranger="Adèle Clément")
    sol = as_("sol")
    cards = sol.get("/items?q=sonata").text.partition("<main")[2]
    box = sol.get("/find?q=sonata").text.partition("<main")[2]
    desk = as_("dora").get("/desk?code=sonata").text.partition("<main")[2]
    for page in (cards, box, desk):
        assert f"{SONATA['composer']}, arr. {SONATA['arranger']}" in page
        assert "arr. Adèle Clément" in page
