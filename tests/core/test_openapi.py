"""The API's description leaves nothing out, and people can read it."""

import re

import pytest
from openapi_spec_validator import validate

PAGE = "/api/docs"  # for people; all else under /api is for programs


@pytest.fixture
def engine():
    return "sqlite"


@pytest.fixture
def document(app):
    return app.test_client().get("/api/openapi.json").json


def routes(app):
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/") and rule.rule != PAGE:
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                yield re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule), method.lower(), rule


def test_every_route_is_described(app, document):
    validate(document)
    found = list(routes(app))
    assert len(found) > 25
    for path, method, rule in found:
        told = document["paths"].get(path, {}).get(method)
        assert told, f"{method} {path} is not described"
        assert told["tags"] and told["summary"] and "<" not in told["summary"], f"{method} {path} has no summary"
        said = {each["name"] for each in told["parameters"] if each.get("in") == "path"}
        assert said == rule.arguments, f"{method} {path}"


def test_it_says_what_is_asked_and_answered(document):
    ask = document["paths"]["/api/inventory/checkouts/"]["post"]
    assert {"201", "401", "403", "404", "409", "422"} == set(ask["responses"])
    assert document["openapi"] == "3.1.0" and set(document["components"]["schemas"]) >= {"CheckoutRequest", "Problem"}
    assert document["components"]["schemas"]["CheckoutRequest"]["properties"]["quantity"]["maximum"] == 100_000


def test_every_call_says_how_to_sign_in(app, document):
    assert document["components"]["securitySchemes"] == {"bearer": {"type": "http", "scheme": "bearer"}}
    assert document["security"] == [{"bearer": []}]
    for path, method, rule in routes(app):
        is_public = app.view_functions[rule.endpoint].open_to == "all"
        assert (document["paths"][path][method].get("security") == []) is is_public, path


def test_headers_are_described_where_they_are_read(document):
    def headers(path, method):
        told = document["paths"][path][method]["parameters"]
        return {each["$ref"].rpartition("/")[2] for each in told if "$ref" in each}

    item = "/api/inventory/items/{id}/"
    assert headers(item, "get") == {"If-None-Match"} and headers(item, "patch") == {"Idempotency-Key", "If-Match"}
    assert headers("/api/inventory/checkouts/", "post") == {"Idempotency-Key"}
    assert set(document["components"]["parameters"]) == {"Idempotency-Key", "If-Match", "If-None-Match"}


def test_people_read_the_same(app, document):
    page = app.test_client().get(PAGE)
    assert page.status_code == 200 and "//cdn" not in page.text
    for path, calls in document["paths"].items():
        for method in calls:
            assert re.search(rf">{method.upper()}</span> <code>{re.escape(path)}</code>", page.text), path
    assert "up to 120 characters" in page.text and "Authorization: Bearer $TOKEN" in page.text
    assert "day, week, month, term" in page.text


def test_the_way_there(as_):
    assert f'href="{PAGE}"' in as_("sol").get("/items").text
