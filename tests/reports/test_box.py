"""The one box: it finds by words what its reader may see, and forgives a typo."""

import pytest

from tests.support.box import API, groups, names, put_harp
from tests.support.loans import TESS
from webapp import navigation
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.people import accounts
from webapp.people.models import User
from webapp.stock.items import archiving, items

ADA = Actor(5, "Ada", "admin", 0)


@pytest.fixture
def hall(app):
    with app.app_context(), transaction():
        return put_harp()


@pytest.mark.parametrize("typed", ["gala harp", "HARP GALA", "leonie", "léon gal", "ga le"])
def test_words_are_found_in_any_order_without_accents_and_by_their_beginnings(
    as_, hall, typed
):
    assert "Léonie Gala Harp" in names(as_("dora"), typed, "things")


@pytest.mark.parametrize("typed", ["leonei", "lenie gala", "leoniie", "gala hrap"])
def test_one_typo_in_a_word_is_forgiven(as_, hall, typed):
    answer = as_("dora").get(API, query_string={"q": typed}).json
    assert answer["is_near"]
    assert [hit["name"] for hit in answer["groups"][0]["hits"]] == ["Léonie Gala Harp"]


def test_what_begins_so_comes_first(as_, app):
    with app.app_context(), transaction():
        for name in ("Big Zither", "Zither"):
            items.add(TESS, name=name, category="instrument", location="Store")
    assert names(as_("dora"), "zith", "things") == ["Zither", "Big Zither"]


def add_person(name):
    accounts.add(
        ADA, name=name, email="marchetti@school.test", role="student", password_hash="-"
    )


def test_who_is_called_so_comes_before_what_is_made_by_somebody_called_so(as_, app):
    with app.app_context(), transaction():
        add_person("Solveig Marchetti")
        items.add(
            TESS,
            name="Guitar Method 1",
            category="sheet_music",
            location="Store",
            make="Hal Solveig",
        )
    found = [*groups(as_("dora"), "solve")]
    assert found[:2] == ["people", "things"]


def test_things_come_first_where_the_word_is_in_their_names(as_, hall, app):
    with app.app_context(), transaction():
        add_person("Gala Marchetti")
    assert [*groups(as_("dora"), "gala")][0] == "things"


def test_students_find_what_they_may_see_and_nothing_of_others(as_, hall):
    pile = {"person": "Sol", "codes": ["HRP-7"]}
    loan = as_("dora").post("/api/inventory/hand_overs/", json=pile).json
    assert loan
    nia, sol = as_("nia"), as_("sol")
    assert names(nia, "gala", "things") == ["Léonie Gala Harp"]
    assert names(nia, "gala", "sets") == ["Gala set"]
    for typed in ("HRP-7", "S-778", "Sol", "#1", "1", "Store", "Receive", "gala grand"):
        found = groups(nia, typed)
        kinds = {hit["kind"] for group in found.values() for hit in group["hits"]}
        assert kinds <= {"item", "set", "room"}, typed
    assert groups(sol, "1")["loans"]["hits"][0]["name"] == "Léonie Gala Harp"
    assert "exact" not in groups(sol, "HRP-7")


def test_teachers_find_their_own_students_only(as_):
    mine = names(as_("tess"), "school.test", "people")
    all_there_are = groups(as_("dora"), "school.test")["people"]["count"]
    assert 0 < len(mine) < all_there_are
    assert "Ada" not in mine


def test_archived_things_are_gone_and_come_back(as_, hall, app):
    with app.app_context(), transaction():
        archiving.archive(TESS, hall)
    assert names(as_("dora"), "gala harp", "things") == []
    assert "Look for it among retired things" in as_("dora").get("/find?q=gala+harp").text


@pytest.mark.parametrize(
    ("who", "typed", "path"),
    [
        ("dora", "receive", "/operations/receive"),
        ("dora", "overdue", "/reports/overdue"),
        ("dora", "close room", "/closures/new"),
        ("dora", "recieve", "/operations/receive"),
        ("ada", "add person", "/people/new"),
        ("sol", "find a room", "/rooms/find"),
    ],
)
def test_pages_and_acts_are_found_by_their_names(as_, who, typed, path):
    [*_, pages] = as_(who).get(API, query_string={"q": typed}).json["groups"]
    assert pages["name"] == "pages"
    assert path in [hit["path"] for hit in pages["hits"]]


@pytest.mark.parametrize("who", ["sol", "tess", "dora", "ada"])
def test_every_page_it_offers_opens(as_, app, who):
    with app.app_context():
        role = db.session.query(User).filter(User.name == who.title()).one().role
    with app.test_request_context():
        paths = {page.path for page in navigation.pages(role)}
    browser = as_(who)
    assert {path for path in paths if browser.get(path).status_code != 200} == set()


def test_the_page_and_the_program_say_the_same(as_, hall):
    for who in ("sol", "nia", "tess", "dora"):
        page = as_(who).get("/find?q=ga").text.partition("<main")[2]
        hits = [hit for each in groups(as_(who), "ga").values() for hit in each["hits"]]
        assert hits
        for hit in hits:
            assert f'href="{hit["path"]}"' in page


def test_letters_that_were_typed_are_marked(as_, hall):
    page = as_("dora").get("/find?q=leo+harp").text
    assert "<mark>Léo</mark>nie Gala <mark>Harp</mark>" in page


def test_more_than_three_lead_to_the_whole_list(as_, app):
    with app.app_context(), transaction():
        for number in range(5):
            items.add(
                TESS, name=f"Zither {number}", category="instrument", location="Store"
            )
    dora = as_("dora")
    found = groups(dora, "zither")["things"]
    assert (found["count"], len(found["hits"])) == (5, 3)
    assert "All 5 things" in dora.get("/find?q=zither").text
    assert dora.get("/items?q=zither").text.count("Zither 4") >= 1


def test_what_a_typo_finds_leads_to_no_list_that_forgives_none(as_, app):
    with app.app_context(), transaction():
        for number in range(5):
            items.add(
                TESS, name=f"Zither {number}", category="instrument", location="Store"
            )
    page = as_("dora").get("/find?q=zihter").text
    assert "This comes nearest:" in page
    assert "All 5 things" not in page


def test_nothing_found_says_what_was_read_and_what_to_do(as_):
    page = as_("ada").get("/find?q=Kontrabassfagottkoffer").text
    assert "Nothing is called “Kontrabassfagottkoffer”." in page
    assert "as a new item" in page
    assert "as a new item" not in as_("dora").get("/find?q=Kontrabassfagottkoffer").text
