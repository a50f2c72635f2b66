"""The API's description leaves nothing out, and people can read it."""

import re
from typing import get_args

import pytest
from flask import Flask
from openapi_spec_validator import validate
from pydantic import BaseModel, RootModel
from spectree import Response

from webapp.core.inputs import Input
from webapp.core.openapi import Shown, Unhurried, spec

PAGE = "/api/docs"  # for people; all else under /api is for programs


@pytest.fixture
def engine():
    return "sqlite"


def routes(app):
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/") and rule.rule != PAGE:
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                yield (
                    re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule),
                    method.lower(),
                    rule,
                )


def test_every_route_is_described(app, document):
    validate(document)
    found = list(routes(app))
    assert len(found) > 25
    for path, method, rule in found:
        told = document["paths"].get(path, {}).get(method)
        assert told, f"{method} {path} is not described"
        assert told["tags"], f"{method} {path} has no summary"
        assert told["summary"], f"{method} {path} has no summary"
        assert "<" not in told["summary"], f"{method} {path} has no summary"
        said = {each["name"] for each in told["parameters"] if each.get("in") == "path"}
        assert said == rule.arguments, f"{method} {path}"


def test_it_says_what_is_asked_and_answered(document):
    ask = document["paths"]["/api/inventory/checkouts/"]["post"]
    assert {"201", "401", "403", "404", "409", "422", "default"} == set(ask["responses"])
    assert document["openapi"] == "3.1.0"
    assert set(document["components"]["schemas"]) >= {"CheckoutRequest", "Problem"}
    assert (
        document["components"]["schemas"]["CheckoutRequest"]["properties"]["quantity"][
            "maximum"
        ]
        == 100_000
    )


def test_every_call_says_how_to_sign_in(app, document):
    assert document["components"]["securitySchemes"] == {
        "bearer": {"type": "http", "scheme": "bearer"}
    }
    assert document["security"] == [{"bearer": []}]
    for path, method, rule in routes(app):
        is_public = app.view_functions[rule.endpoint].open_to == "all"
        assert (document["paths"][path][method].get("security") == []) is is_public, path


def test_every_refusal_is_a_problem(document):
    for path, calls in document["paths"].items():
        for method, operation in calls.items():
            refusals = {
                status: told
                for status, told in operation["responses"].items()
                if not status < "400"
            }
            assert "default" in refusals, f"{method} {path}"
            for status, told in refusals.items():
                assert [*told["content"]] == ["application/problem+json"], (
                    f"{method} {path} {status}"
                )
                assert told["content"]["application/problem+json"]["schema"] == {
                    "$ref": "#/components/schemas/Problem"
                }


def check_same(schemas, model, described):
    """That a schema has the model's fields, and so on for all that these refer to."""
    described = resolved(schemas, described)
    assert described["properties"].keys() == model.model_fields.keys(), model
    for name, field in model.model_fields.items():
        text = str(described["properties"][name])
        for inner in models(field.annotation):
            references = re.findall(r"#/components/schemas/(\w+)", text)
            assert inner.__name__ in references, f"{model}.{name}"
            check_same(schemas, inner, schemas[inner.__name__])


def resolved(schemas, described):
    reference = described.get("$ref", "")
    return schemas[reference.rpartition("/")[2]] if reference else described


def answers(app, document):
    """Each model that a route answers with, and the schema that is described for it."""
    for path, method, rule in routes(app):
        metadata = spec.get_function_metadata(app.view_functions[rule.endpoint])
        responses = document["paths"][path][method]["responses"]
        for status, model in metadata.resp.code_models.items():
            content = responses[status.removeprefix("HTTP_")]["content"]
            (described,) = (each["schema"] for each in content.values())
            yield model, described


def test_what_is_described_is_what_the_code_gives(app, document):
    """By names alone, one of three schemas called PreviewShown stood for all of them."""
    schemas, found = document["components"]["schemas"], list(answers(app, document))
    assert len(found) > 500
    for model, described in found:
        if issubclass(model, RootModel):
            described = resolved(schemas, described)["items"]
            (model,) = models(model.model_fields["root"].annotation)
        check_same(schemas, model, described)


def models(annotation):
    """The schemas in an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for each in get_args(annotation) for model in models(each)]


def test_a_body_is_required_where_something_in_it_is(as_, document):
    for path, calls in document["paths"].items():
        for method, operation in calls.items():
            if body := operation.get("requestBody"):
                (content,) = body["content"].values()  # JSON, or a form
                name = content["schema"]["$ref"].rpartition("/")[2]
                needed = document["components"]["schemas"][name].get("required", [])
                assert body["required"] is (method == "put" or bool(needed)), path
                without = as_("ada").open(
                    re.sub("{[^}]+}", "999", path), method=method.upper()
                )
                assert without.status_code != 400, (method, path)
                assert without.status_code == 422 or not needed, (method, path)


def test_no_two_schemas_have_one_name():
    class Once(Input):
        pass

    with pytest.raises(TypeError, match="Once is in tests.core.test_openapi already"):
        type("Once", (Input,), {"__module__": "tests.core.elsewhere"})


def test_a_start_works_no_schema_out():
    class Thing(Shown):
        name: str

    api = Unhurried("flask", naming_strategy=lambda model: model.__name__)
    api.validate(resp=Response(HTTP_200=Thing))(lambda: "")
    assert api.models == {}
    with Flask("api").app_context():
        assert "Thing" in api.spec["components"]["schemas"]


def test_headers_are_described_where_they_are_read(document):
    def headers(path, method):
        told = document["paths"][path][method]["parameters"]
        return {each["$ref"].rpartition("/")[2] for each in told if "$ref" in each}

    item = "/api/inventory/items/{id}/"
    assert headers(item, "get") == {"If-None-Match"}
    assert headers(item, "patch") == {"Idempotency-Key", "If-Match"}
    assert headers("/api/inventory/checkouts/", "post") == {"Idempotency-Key"}
    assert set(document["components"]["parameters"]) == {
        "Idempotency-Key",
        "If-Match",
        "If-None-Match",
    }


def test_people_read_the_same(app, document):
    page = app.test_client().get(PAGE)
    assert page.status_code == 200
    assert "//cdn" not in page.text
    for path, calls in document["paths"].items():
        for method in calls:
            assert re.search(
                rf">{method.upper()}</span> <code>{re.escape(path)}</code>", page.text
            ), path
    assert "up to 120 characters" in page.text
    assert "Authorization: Bearer $TOKEN" in page.text
    assert "day, week, month, term" in page.text


def test_the_way_there_is_in_the_menu_of_staff(as_):
    assert f'href="{PAGE}"' in as_("tess").get("/items").text
    assert f'href="{PAGE}"' not in as_("sol").get("/items").text
