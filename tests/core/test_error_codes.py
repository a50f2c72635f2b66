"""Every code of a refusal is told: what it means and what to do, in the description and on its page."""

import re

import pytest

from webapp.core.error_codes import CODES
from webapp.core.errors import Refusal


@pytest.fixture
def engine():
    return "sqlite"


def kinds(of=Refusal):
    """Every kind of refusal of the app."""
    own = [kind for kind in of.__subclasses__() if kind.__module__.startswith("webapp.")]
    return [of, *(each for kind in own for each in kinds(kind))]


def test_every_code_is_told_with_its_status(app):
    assert {(kind.code, kind.status) for kind in kinds()} == {
        (code, each.status) for code, each in CODES.items()
    }


def test_the_description_lists_them(document):
    code = document["components"]["schemas"]["Problem"]["properties"]["code"]
    assert code["enum"] == list(CODES)
    for name, each in CODES.items():
        assert f"- `{name}` ({each.status}): {each.what} {each.then}" in code["description"]


def test_the_page_lists_them(app):
    page = app.test_client().get("/api/docs").text
    assert re.findall(r'<tr id="code-(\w+)">', page) == list(CODES)


def test_who_must_wait_is_told_for_how_long(app, as_):
    browser = as_()
    for _try in range(6):
        data = {"email": "sol@school.test", "password": "wrong"}
        no = browser.post("/login", data=data)
    assert no.status_code == 429
    assert no.headers["RateLimit"] == f'"tries";r=0;t={no.headers["Retry-After"]}'


def test_not_being_ready_has_a_code_of_its_own():
    assert CODES["not_ready"].status == 503
