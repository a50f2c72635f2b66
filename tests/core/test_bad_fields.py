"""Nonsense in every field, of the API and of the forms: refused at that field, and nothing of it is written."""

import json
import re
from datetime import timedelta

import pytest

from webapp.core.inputs import Input
from webapp.school import calendar

VALUES = (
    0, -1, 10**9, 2**63, 10**40, 1.5, 1e308, True, None, "two", "1_000", "\u0661", "", " ", "a\0b", "\x1b[31m",
    "\u202eb", "x" * 3_000, [], {}, [1], {"a": {"a": 1}}, "2026-02-30", "0001-01-01", "9999-12-31", "1764547200",
    "9999-12-31T23:59:59-12:00", "2999-12-31T23:59", "\ud800",
)  # fmt: skip


TYPED = ("a\0b", "\x1b[31m", "\u202eb", 0, -1, 2**63, 1.5)
TYPEABLE = [
    value
    for value in VALUES
    if isinstance(value, str) and value.isprintable() or value in TYPED
]


def test_every_field_of_the_api_with_every_value(app, as_, doors, batch, share):
    good = _good(app)
    ada, described = as_("ada"), app.test_client().get("/api/openapi.json").json
    asked = 0
    for method, rule, path in doors:
        fields = _fields(described, method, rule)
        for name in fields:
            said = {field: good[field] for field in fields if field in good}
            bodies = [
                json.dumps(said | {name: value}) for value in share(VALUES, path, name)
            ]
            batch(
                (ada, method, path, {"data": body, "content_type": "application/json"})
                for body in bodies
            )
            asked += 1
    assert asked > 30


def test_every_field_of_every_form_with_every_value(app, as_, doors, batch, share):
    ada, asked = as_("ada"), 0
    known = {name for model in Input.__subclasses__() for name in model.model_fields}
    good = {name: value for name, value in _good(app).items() if name in known}
    for path in forms(doors):
        names = set(re.findall(r'name="(\w+)"', ada.get(path).text))
        for name in sorted(names & known):
            batch(
                (ada, "POST", path, {"data": good | {name: value}})
                for value in share(TYPEABLE, path, name)
            )
            asked += 1
    assert asked > 30


def forms(doors):
    """The addresses that are drawn and sent."""
    paths = {method: set() for method, _rule, _path in doors}
    for method, rule, path in doors:
        if "/api/" not in rule:
            paths[method].add(path)
    return sorted(paths["GET"] & paths["POST"])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"quantity": quantity}, "quantity")
        for quantity in (0, -1, 10**9, "two", 1.5, True, None, [], "1")
    ]
    + [
        ({"due_date": due}, "due_date")
        for due in ("2020-01-01", "9999-12-31", "2026-02-30", 5, "soon", "0001-01-01")
    ]
    + [({"item": item}, "item") for item in (0, -1, 2**31, 10**12, 2**63, "1", True)]
    + [({"notes": notes}, "notes") for notes in ("a\0b", "\u202e", "\x1b", 5, "x" * 2001)],
)
def test_what_is_wrong_is_told_at_its_field(as_, wish, body, field):
    answer = as_("sol").post("/api/inventory/checkouts/", json=wish | body)
    assert answer.status_code == 422
    assert list(answer.json["fields"]) == [field]


def _good(app):
    with app.app_context():
        day = calendar.today() + timedelta(days=14)
    return {
        "item": 1, "quantity": 1, "due_date": str(day), "room": 1, "start_time": f"{day}T10:00", "location": "Store",
        "end_time": f"{day}T11:00", "name": "Something", "category": "instrument", "value": "1.00", "version": 1,
        "email": "x@school.test", "role": "student", "password": "long enough to keep", "max_checkout_days": 7,
        "kind": "class", "again": "long enough to keep",
    }  # fmt: skip


def _fields(described, method, rule):
    address = re.sub(r"<(?:[^:>]+:)?(\w+)>", r"{\1}", rule)
    operation = described["paths"].get(address, {}).get(method.lower(), {})
    schema = (
        operation.get("requestBody", {})
        .get("content", {})
        .get("application/json", {})
        .get("schema", {})
    )
    return list(
        described["components"]["schemas"]
        .get(schema.get("$ref", "").rpartition("/")[2], {})
        .get("properties", {})
    )
