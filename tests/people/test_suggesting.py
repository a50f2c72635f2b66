"""Who may be meant by what is typed into a field for somebody: suggested where it is typed, found when it is sent."""

import re

import pytest

from webapp.core.db import db, transaction
from webapp.people.models import User

PATH = "/people/suggest?of=student&id=student&student="
FIELDS = (  # every page with a field for somebody, and its fields
    ("tess", "/items/1", ("student", "contact")),
    ("dora", "/items/1/waitlist/new", ("student",)),
    ("dora", "/series/new?room=1", ("student",)),
    ("dora", "/checkouts", ("who",)),
    ("ada", "/rooms/rules/preview", ("who",)),
)


def suggested(browser, words):
    page = browser.get(PATH + words).text
    return re.findall(r'<option value="([^"@]+)@school.test">', page)


@pytest.mark.parametrize("words", ["so", "Sol", "SOL", "sol@sch"])
def test_it_finds_who_is_called_so_however_it_is_written(as_, words):
    assert suggested(as_("dora", htmx=True), words) == ["sol"]


def test_htmx_gets_the_list_of_its_field_and_nothing_else(as_):
    page = as_("dora", htmx=True).get(PATH + "so").text
    assert page.startswith('<datalist id="suggested-student">')


@pytest.mark.parametrize("words", ["", " ", "%", "_", "xyz", "x" * 5000, "%00"])
def test_what_fits_nobody_suggests_nobody(as_, words):
    assert suggested(as_("dora"), words) == []


def test_a_card_finds_whose_it_is_and_a_lost_one_nobody(as_):
    dora = as_("dora")
    card = dora.post("/api/inventory/cards/", json={"person": 2, "code": "C-20413"}).json
    assert suggested(dora, "C-20413") == ["sol"]
    dora.post(f"/api/inventory/cards/{card['id']}/end/")
    assert suggested(dora, "C-20413") == []


def test_each_sees_only_whom_they_may_see(app, as_):
    with app.app_context(), transaction():
        db.session.get(User, 3).teacher_id = None
    assert suggested(as_("tess"), "nia") == []
    assert suggested(as_("sol"), "nia") == []
    assert suggested(as_("dora"), "nia") == ["nia"]


def test_who_may_not_come_in_any_more_is_not_suggested(as_):
    as_("ada").post("/people/2/disable")
    assert suggested(as_("dora"), "sol") == []


@pytest.mark.parametrize(("who", "path", "names"), FIELDS)
def test_every_field_for_somebody_suggests(as_, who, path, names):
    answer = as_(who).get(path)
    assert answer.status_code == 200
    for name in names:
        field = re.search(rf'<input[^>]* name="{name}"[^>]*>', answer.text)[0]
        place = re.search(r'list="suggested-([\w-]+)"', field)[1]
        assert "hx-get" in field
        assert f'<datalist id="suggested-{place}">' in answer.text
