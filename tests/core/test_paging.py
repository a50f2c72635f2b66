"""A list goes on where it was, whatever its rows are called, and nonsense for a cursor is refused in words."""

import re
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import webapp
from webapp.core import paging
from webapp.core.actor import Actor
from webapp.core.db import transaction
from webapp.core.errors import Invalid
from webapp.core.inputs import an_id
from webapp.core.text import folded, sort_key
from webapp.rooms import rooms
from webapp.stock.items import brands, categories, items, suppliers

TESS, ADA = Actor(1, "Tess", "teacher", 0), Actor(5, "Ada", "admin", 0)
NAMES = [
    *(
        "no\u00a0break",
        "soft\u00adhyphen",
        "zero\u200bwidth",
        "ideo\u3000graphic",
        "emoji \U0001f3bb",
        "own \ue000",
    ),
    *("İstanbul", "ﷺ" * 50, "1" * 70, "Nr 2", "Nr 10", "'" * 9, "%_\\", "Ω", "\U00010400"),
]
LISTS = ("items", "levels", "locations", "brands", "suppliers", "categories")


@pytest.fixture
def named(app):
    """Of everything that is listed by name one for each name, as long as a name may be."""
    with app.app_context(), transaction():
        for name in NAMES:
            items.add(
                TESS,
                name=name,
                category="instrument",
                location=name,
                new_location=True,
                make=name[:40],
            )
            items.add(TESS, name=name.swapcase(), category="instrument", location="Store")
            suppliers.add(TESS, name=name)
            categories.add(
                TESS,
                name=name,
                code=f"c{NAMES.index(name)}",
                prefix=f"C{chr(65 + NAMES.index(name))}",
            )
            rooms.add(ADA, name=name)
        assert brands.choices()


def test_every_list_reaches_its_last_row_by_its_own_links(as_, named):
    ada = as_("ada")
    for path in (
        *(f"/api/inventory/{name}/" for name in LISTS),
        "/api/inventory/practice-rooms/",
    ):
        whole, rows, at = (
            ada.get(path, query_string={"limit": 200}).json,
            [],
            f"{path}?limit=1",
        )
        while at:
            answer = ada.get(at)
            assert answer.status_code == 200, (at, answer.text)
            rows += answer.json
            at = (re.findall("<(.*)>", answer.headers.get("Link", "")) or [""])[0]
        assert rows == whole, path
        assert len(rows) >= len(NAMES), path


@pytest.mark.parametrize(
    "path", ["/items", "/locations", "/suppliers", "/levels", "/people"]
)
def test_every_page_reaches_its_last_row(as_, named, path):
    ada, seen = as_("ada"), 0
    while path:
        page = ada.get(path)
        assert page.status_code == 200, path
        seen += 1
        path = (re.findall(r'href="([^"]*after=[^"]*)"', page.text) or [""])[-1].replace(
            "&amp;", "&"
        )
        assert seen < 9
    assert seen


@given(st.text(max_size=200), st.integers(0, 2**31 - 1))
def test_a_cursor_is_read_back(name, id):
    key = sort_key(name)
    assert paging.place(paging.cursor(key, id), str, int) == (key, id)


@pytest.mark.parametrize("number", ["9" * 39, "0", "1_000", "+1", "\u0661", " 1"])
def test_what_no_row_can_have_is_no_id(number):
    with pytest.raises(ValueError, match=re.escape(number)):
        an_id(number)


@given(st.text(max_size=120))
def test_the_form_of_a_form_is_itself(name):
    assert folded(folded(name)) == folded(name)


@pytest.mark.parametrize(
    "nonsense",
    [
        b"[" * 9_000,
        b"[" * 500 + b"]" * 500,
        b'["a",' + b"9" * 39 + b"]",
        b'["\\u0000",1]',
        b'["\\ud800",1]',
        b"[true,1]",
    ],
)
def test_nonsense_is_no_cursor(nonsense):
    with pytest.raises(Invalid):
        paging.place(urlsafe_b64encode(nonsense).decode(), str, int)


def test_every_list_by_name_uses_its_sort_key():
    """What is ordered by a name itself comes out otherwise on each engine and in each locale."""
    named = (
        r"order_by\([^\n]*\b[A-Z]\w*\.(?:name|tag|label|sku|serial_number|email)\b[^\n]*"
    )
    for path in Path(webapp.__file__).parent.glob("**/*.py"):
        assert not (found := re.findall(named, path.read_text())), f"{path}: {found}"


def test_nothing_is_folded_by_the_database():
    """Its locale decides what it makes of letters."""
    for path in Path(webapp.__file__).parent.glob("**/*.py"):
        assert not (
            found := re.findall(
                r"func\.(?:lower|upper|initcap)|\.ilike\(|\.icontains\(", path.read_text()
            )
        ), f"{path}: {found}"
