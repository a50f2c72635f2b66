"""SKU sequences: added, described, previewed, never over somebody's change."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests.support.lists import all_of
from tests.support.queries import counted
from tests.support.skus import API, DOORS, ITEMS, OBOE, TESS, add, describe
from webapp.core.db import db, transaction
from webapp.stock.items import brands
from webapp.stock.models import SkuSequence
from webapp.stock.skus import sequences


def test_every_category_counts_by_itself(as_):
    told = as_("dora").get(API).json
    assert [(each["category"], each["example"], each["next_number"]) for each in told] == [
        ("instrument", "INS-00003", 3),
        ("equipment", "EQP-00001", 1),
        ("sheet_music", "SHT-00001", 1),
        ("accessory", "ACC-00001", 1),
    ]
    page = as_("dora").get("/skus").text
    assert "INS-00003" in page
    assert "Sheet music" in page
    assert "/skus/new" not in page


@DOORS
@pytest.mark.parametrize(
    "template",
    ["{brand.__class__}{seq:4}", "{prefix}", "{seq:11}", "{{seq:4}}", "", "a" * 121],
)
def test_a_wrong_template_is_refused_with_its_reason(app, as_, door, template):
    no = add(as_("tess"), door, template=template)
    assert no.status_code == 422
    if door == "api":
        assert no.json["fields"]["template"]
        assert (
            as_("tess").post(f"{API}preview/", json={"template": template}).status_code
            == 422
        )
    else:
        assert 'id="template-error"' in no.text
    with app.app_context():
        assert len(db.session.scalars(select(SkuSequence)).all()) == 4


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"category": "tuba"}, "category"),
        ({"brand": 9}, "brand"),
        ({"category": "instrument"}, "category"),
    ]
    + [
        ({"prefix": "a b"}, "prefix"),
        ({"suffix": "{seq}"}, "suffix"),
        ({"next_number": 0}, "next_number"),
    ]
    + [({"next_number": 10**9}, "next_number"), ({"prefix": "x" * 13}, "prefix")],
)
def test_what_else_cannot_be(as_, wrong, field):
    no = add(as_("tess"), **({"template": "{seq:4}"} | wrong))
    assert no.status_code == 422
    assert no.json["fields"][field]


def test_a_preview_uses_nothing_up_and_leaves_out_what_is_taken(as_):
    tess, dora = as_("tess"), as_("dora")
    tess.post(ITEMS, json=OBOE | {"sku": "INS-00004"})
    for _ in range(2):
        assert dora.get(f"{API}1/preview/").json == {
            "skus": ["INS-00003", "INS-00005", "INS-00006"]
        }
    said = {"template": "{prefix}{category}{seq:2}", "category": "equipment", "prefix": "X"}
    assert dora.post(f"{API}preview/", json=said).json["skus"] == [
        "XEQP01",
        "XEQP02",
        "XEQP03",
    ]


TYPED = {"template": "{prefix}{seq:3}", "prefix": "Q", "category": "equipment"}
FORGED = {"_external": "1", "endpoint": "x"}


def test_the_page_previews_with_a_script(as_):
    partly = as_("tess", htmx=True)
    part = partly.get("/skus/preview", query_string=TYPED).text
    assert part.lstrip().startswith('<p id="next"')
    assert "Q003" in part
    assert "<html" not in part
    assert "is not known" in partly.get("/skus/preview?template={x}{seq:1}").text
    assert partly.get("/skus/preview?template=").status_code == 200
    assert as_("sol").get("/skus/preview?template=A{seq:1}").status_code == 403


def test_the_page_previews_without_a_script(as_):
    tess = as_("tess")
    sent = tess.post("/skus/preview", data=TYPED | FORGED)
    assert sent.status_code == 303
    shown = tess.get(sent.location).text
    assert 'value="Q"' in shown
    assert "Q003" in shown
    query = {"template": "A{seq:1}"} | FORGED
    assert tess.get("/skus/preview", query_string=query).status_code == 303


def test_the_page_of_a_saved_one_previews_without_a_script(as_):
    tess = as_("tess")
    typed = {"id": "1", "template": "V{seq:2}", "version": "1"}
    shown = tess.get(tess.post("/skus/preview", data=typed).location).text
    assert "V03" in shown
    assert 'value="V{seq:2}"' in shown
    assert "checked" not in shown


@DOORS
def test_a_stale_change_shows_both(as_, door):
    tess, ada = as_("tess"), as_("ada")
    assert describe(ada, template="V{seq:3}").status_code == 200
    no = describe(tess, door, template="W{seq:3}")
    assert no.status_code == 412
    assert (
        "<b>Now:</b> V{seq:3}" in no.text
        if door == "page"
        else no.json["facts"]["template"] == "V{seq:3}"
    )
    assert describe(tess, door, version=2, template="W{seq:3}").status_code in (200, 303)
    assert tess.post(f"{API}generate/", json={"category": "instrument"}).json == {
        "sku": "W003"
    }


def test_the_next_number_only_grows(app, as_):
    tess = as_("tess")
    assert describe(tess, next_number=40).json["example"] == "INS-00040"
    no = describe(tess, version=2, next_number=39)
    assert no.status_code == 422
    assert "only counts up" in no.json["fields"]["next_number"][0]
    made = [tess.post(ITEMS, json=OBOE).json for _ in range(2)]
    for each in made:
        tess.delete(f"{ITEMS}{each['id']}/")
    assert tess.post(ITEMS, json=OBOE).json["sku"] == "INS-00042"
    for forbidden in (
        "UPDATE sku_sequences SET next_number = 1",
        "DELETE FROM sku_sequences",
    ):
        with (
            app.app_context(),
            pytest.raises(DBAPIError, match="never used twice"),
            transaction(),
        ):
            db.session.execute(text(forbidden))


def test_who_may_look(as_):
    dora, sol = as_("dora"), as_("sol")
    for path in ("/skus", API, f"{API}1/", f"{API}1/preview/", f"{API}validate/?sku=x"):
        assert dora.get(path).status_code == 200
        assert sol.get(path).status_code == 403
    assert sol.post(f"{API}preview/", json={"template": "{seq:4}"}).status_code == 403


@pytest.mark.parametrize("name", ["dora", "sol"])
def test_who_may_do_what(as_, name):
    who, wish = as_(name), {"category": "instrument"}
    for path in ("/skus/new", "/skus/1/edit"):
        assert who.get(path).status_code == 403
    for door in ("page", "api"):
        assert add(who, door, template="{seq:4}").status_code == 403
        assert describe(who, door, template="{seq:4}").status_code == 403
    assert who.post(f"{API}generate/", json=wish).status_code == 403
    many = wish | {"quantity": 1}
    assert who.post(f"{API}generate-bulk/", json=many).status_code == 403


def test_there_is_no_such_sequence(as_):
    tess = as_("tess")
    assert describe(tess, id=9).status_code == 404
    for path in ("/skus/9/edit", f"{API}9/", f"{API}9/preview/"):
        assert tess.get(path).status_code == 404


def test_the_list_has_pages_and_asks_no_more_for_more(app, as_):
    dora = as_("dora")
    with counted(app) as few:
        dora.get("/skus")
    with app.app_context(), transaction():
        for n in range(30):
            brand = brands.add(TESS, name=f"Maker {n}")
            sequences.add(TESS, template="{brand}{seq:3}", brand=brand.id)
    with counted(app) as many:
        assert 'rel="next"' in dora.get("/skus").text
    assert len(few) == len(many)
    ids = [sequence["id"] for sequence in all_of(dora, f"{API}?limit=10")]
    assert ids == sorted(ids)
    assert len(ids) == 34
