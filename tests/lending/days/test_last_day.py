"""The first and last day that can be written are refused like others too far away, wherever a day is said."""

import inspect
import re

import pytest

FIRST, LAST, NEARLY = "0001-01-01", "9999-12-31", "9999-12-20"
API = "/api/inventory/"


@pytest.mark.parametrize("day", [LAST, NEARLY])
@pytest.mark.parametrize(
    "path", ["/items/{item}?from=", "/items?from=", "/items?until=", "/sets?from="]
)
def test_pages(as_, harp, path, day):
    page = as_("sol").get(path.format(item=harp) + day)
    assert page.status_code in (200, 422)


@pytest.mark.parametrize("day", [LAST, NEARLY])
@pytest.mark.parametrize("name", ["from", "to"])
@pytest.mark.parametrize("path", ["items/{item}/availability/", "items/"])
def test_questions_of_programs(as_, harp, path, name, day):
    answer = as_("sol").get(API + path.format(item=harp), query_string={name: day})
    assert answer.status_code in (200, 422)


@pytest.fixture
def basket(as_, harp):
    """Somebody's with one line in it."""
    browser = as_("sol")
    browser.post(f"{API}basket/lines/", json={"item": harp})
    return browser


@pytest.mark.parametrize("day", [LAST, NEARLY])
@pytest.mark.parametrize("verb", ["put", "change", "all", "ask", "request"])
def test_what_is_asked_for(basket, harp, verb, day):
    said = {"checkout_date": day}
    method, path, body = {
        "put": ("post", "basket/lines/", {"item": harp, **said}),
        "change": ("patch", "basket/lines/1/", said),
        "all": ("patch", "basket/", said),
        "ask": ("post", "checkouts/", {"item": harp, **said}),
        "request": ("post", "requests/", {"lines": [{"item": harp, **said}]}),
    }[verb]
    no = getattr(basket, method)(API + path, json=body)
    assert no.status_code == 422
    assert [name.split(".")[-1] for name in no.json["fields"]] == ["checkout_date"]


def asking(app):
    """Every address of programs that asks about days, with the names of those."""
    for rule in app.url_map.iter_rules():
        asked = inspect.unwrap(app.view_functions[rule.endpoint]).__annotations__
        fields = getattr(asked.get("query"), "model_fields", {})
        days = [each.alias or name for name, each in fields.items() if _is_day(each)]
        if days and "GET" in rule.methods:
            yield re.sub(r"<[^>]+>", "1", rule.rule), days


def _is_day(field):
    return "datetime.date" in str(field.annotation)


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_every_question_about_days(app, as_, harp, day):
    ada, asked = as_("ada"), list(asking(app))
    assert len(asked) > 15
    for path, names in asked:
        for said in [{name: day} for name in names] + [dict.fromkeys(names, day)]:
            status = ada.get(path, query_string=said).status_code
            assert status in (200, 302, 303, 404, 422), (path, said)
