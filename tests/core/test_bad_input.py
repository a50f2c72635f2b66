"""Nonsense at every door: refused in the right words and with the right number, and nothing of it is written.

Each door gets a share of the nonsense, another one on either engine; `make test-long` gives every door all of it.
"""

import json
import os
import re
from base64 import urlsafe_b64encode
from datetime import timedelta
from zlib import crc32

import pytest
from sqlalchemy import func, select

from webapp.core.db import Base, db
from webapp.core.inputs import Input
from webapp.school import calendar

EVERY = int(os.environ.get("BACKLINE_TEST_EVERY", "12"))  # one in so many
LEFT_OUT = {"static", "stylesheet", "people.sign_out"}
CODES = {
    400: "unreadable", 401: "not_signed_in", 403: "not_allowed", 404: "not_found", 405: "not_this_way",
    409: "conflict", 412: "stale", 413: "too_large", 415: "wrong_type", 422: "invalid", 429: "too_many",
}  # fmt: skip
NINES = "9" * 39
IDS = (
    "0",
    "999",
    str(2**31),
    str(10**12),
    str(2**63),
    NINES,
    "9" * 400,
    "9" * 5000,
    "\u0661",
    "-1",
    "1.5",
    "two",
    "%00",
    "%ff",
    "%ED%A0%80",
)
DEEP = 2_000
BODIES = (
    b"", b"[]", b'"x"', b"null", b"1e999", b"{", b"\x00",
    b"[" * DEEP + b"]" * DEEP, b'{"notes":' * DEEP + b"1" + b"}" * DEEP,
    b'{"notes": "\xff\xfe"}', b'{"notes": "\\ud800", "name": "\\ud800"}', b'{"notes": "\xed\xa0\x80"}',
    b'{"notes": "a\\u0000b", "name": "\\u0000"}', b'{"quantity": NaN, "value": NaN, "capacity": NaN}',
    b'{"id": 1, "role": "admin", "approved_by": 1, "student_id": 1}',
)  # fmt: skip
VALUES = (
    0, -1, 10**9, 2**63, 10**40, 1.5, 1e308, True, None, "two", "1_000", "\u0661", "", " ", "a\0b", "\x1b[31m",
    "\u202eb", "x" * 3_000, [], {}, [1], {"a": {"a": 1}}, "2026-02-30", "0001-01-01", "9999-12-31", "1764547200",
    "9999-12-31T23:59:59-12:00", "2999-12-31T23:59", "\ud800",
)  # fmt: skip
TYPED = ("a\0b", "\x1b[31m", "\u202eb", 0, -1, 2**63, 1.5)
NESTED = urlsafe_b64encode(b"[" * 5_000 + b"]" * 5_000).decode()
QUERIES = (
    f"after={NESTED}", f"before={NINES}&after={NINES}", f"item={NINES}&unit={NINES}&operation={NINES}&line={NINES}",
    f"room={NINES}&student={NINES}&done={NINES}&waiting={NINES}&last={NINES}&of={NINES}", f"page={NINES}&start={NINES}",
    f"location={NINES}&actor={NINES}&supplier={NINES}&brand={NINES}&checkout={NINES}&limit={NINES}",
    "limit=0", "limit=-1", "limit=1e3", "limit=99999999999999999999", "after=x", "after=%00", "after=WzFd",
    "after=bnVsbA",
    "after=WyIiLDk5OTk5OTk5OTk5OTk5OTk5XQ", "after=99999999999999999999", "status=nonsense", "status=%ff", "status=%00",
    "category=nonsense", "q=%00", "q=%ff%fe", "q=%ED%A0%80", "search=%00", "search=%ff", "q=%E2%80%AE", "q=%25%5C_",
    "date=soon", "date=0001-01-01", "date=9999-12-31", "date=%00", "start_date=9999-12-31", "end_date=9999-12-31",
    "student=99999999999999999999", "room=two", "dur=0", "unknown=1", "next=//evil.test", "%ff=%ff", "item=%00",
)  # fmt: skip


@pytest.fixture
def share(engine):
    """`share(IDS, "/items/<id>")` is this door's share, from another place on for each door and engine."""

    def choose(values, *where):
        return values[crc32(f"{engine} {where}".encode()) % EVERY :: EVERY]

    return choose


@pytest.fixture
def doors(app):
    """(method, rule, the address with 1 for every id) of every route."""
    return [
        (method, rule.rule, re.sub(r"<[^>]+>", "1", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in LEFT_OUT
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
    ]


@pytest.fixture
def batch(app):
    """Sends many requests; each answer is a proper one, and if all were refused, every table is as it was."""
    on_purpose = {"sign_in_failures", "refusals"}  # these grow though it was refused
    tables = [
        table for name, table in Base.metadata.tables.items() if name not in on_purpose
    ]
    count = select(
        *(
            select(func.count()).select_from(table).scalar_subquery().label(table.name)
            for table in tables
        )
    )

    def rows():
        with app.app_context():
            return db.session.execute(count).mappings().one()

    def send(requests):
        before, answers = rows(), []
        for browser, method, path, how in requests:
            answer = browser.open(path, method=method, **how)
            answers.append(answer)
            told = f"{method} {path[:120]} {str(how)[:200]}: {answer.status} {answer.text[:200]}"
            assert answer.status_code < 400 or answer.status_code in CODES, told
            if path.startswith("/api/") and answer.status_code >= 400:
                assert answer.content_type == "application/problem+json", told
                assert (answer.json["status"], answer.json["code"]) == (
                    answer.status_code,
                    CODES[answer.status_code],
                ), told
                assert answer.json["detail"], told
        if all(answer.status_code >= 400 for answer in answers):
            assert rows() == before
        return answers

    return send


def test_unknown_and_impossible_ids_are_not_found(as_, doors, batch, share):
    people = [as_("ada"), as_("sol")]
    for method, rule, _ in doors:
        if "<" in rule:
            paths = [re.sub(r"<[^>]+>", id, rule) for id in share(IDS, method, rule)]
            bodies = {"json": {}} if "/api/" in rule else {}
            answers = batch((who, method, path, bodies) for who in people for path in paths)
            refused = {403, 404, 405, 422} | (
                {429} if rule.startswith("/door/") else set()
            )  # who guesses must wait
            assert {answer.status_code for answer in answers} <= refused, (method, rule)


@pytest.mark.parametrize(
    ("kind", "bodies"),
    [
        ("application/json", BODIES),
        ("application/x-www-form-urlencoded", BODIES),
        ("text/xml", BODIES[1:6]),
    ]
    + [
        ("multipart/form-data; boundary=x", BODIES[:4]),
        ("application/json; charset=utf-16", BODIES[:2]),
    ],
)
def test_bodies_of_the_wrong_kind(as_, doors, batch, share, kind, bodies):
    ada = as_("ada")
    for method, _, path in doors:
        if method != "GET":
            some = share(bodies, method, path, kind)
            batch(
                (ada, method, path, {"data": body, "content_type": kind}) for body in some
            )


def test_too_much_at_once(as_, doors, batch):
    ada = as_("ada")
    for method, _, path in doors:
        if method != "GET":
            for how in (
                {
                    "data": b'{"notes": "' + b"x" * 1_200_000 + b'"}',
                    "content_type": "application/json",
                },
                {"data": {"notes": "x" * 1_200_000, "name": "x"}},
            ):
                (answer,) = batch([(ada, method, path, how)])
                assert answer.status_code in (200, 303, 404, 413, 422), (
                    path,
                    answer,
                )


def test_queries_nobody_meant(as_, doors, batch, share):
    ada = as_("ada")
    for method, _, path in doors:
        if method == "GET":
            batch((ada, method, f"{path}?{query}", {}) for query in share(QUERIES, path))


def test_a_nul_in_a_path_a_query_or_a_forms_names_is_refused(as_, doors, batch):
    """PostgreSQL takes none in any text, so what looks for it, or keeps it, must never be reached."""
    ada = as_("ada")
    names = {name for model in Input.__subclasses__() for name in model.model_fields} | {
        "idempotency_key",
        "instead",
    }
    for method, rule, path in doors:
        tries = [(ada, method, f"{path}?{'a%00b=1' if '<' in rule else 'q=a%00b'}", {})]
        if "<" in rule:
            tries.append((ada, method, re.sub(r"<[^>]+>", "a%00b", rule), {}))
        if method != "GET":
            tries.append((ada, method, path, {"data": {"a\0b": "x"}}))
        assert {answer.status_code for answer in batch(tries)} <= {400, 404}, (method, rule)
        if method != "GET":
            batch([(ada, method, path, {"data": dict.fromkeys(sorted(names), "a\0b")})])


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
    good = _good(app)
    fields = {name for model in Input.__subclasses__() for name in model.model_fields}
    ada, asked = as_("ada"), 0
    for method, rule, path in doors:
        if method == "POST" and "/api/" not in rule:
            drawn = ada.get(path) if (("GET", rule, path) in doors) else None
            for name in (
                sorted(set(re.findall(r'name="(\w+)"', drawn.text)) & fields)
                if drawn
                else ()
            ):
                said = {field: good[field] for field in fields if field in good}
                typed = [
                    value
                    for value in VALUES
                    if isinstance(value, str) and value.isprintable() or value in TYPED
                ]
                batch(
                    (ada, method, path, {"data": said | {name: value}})
                    for value in share(typed, path, name)
                )
                asked += 1
    assert asked > 30


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
