"""Nonsense at every door: refused in the right words and with the right number, and nothing of it is written.

Each door gets a share of the nonsense, another one on either engine; `make test-long` gives every door all of it.
"""

import re
from base64 import urlsafe_b64encode

import pytest

from webapp.core.inputs import Input

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
OTHERWISE = {  # than refusing
    "/door/": {429},  # who guesses must wait
    "/t/": {200, 303},  # every code leads a stranger to the same page, and whoever signs in
    "/T/": {200, 303},  # also of a scanner with Caps Lock
}
DEEP = 2_000
BODIES = (
    b"", b"[]", b'"x"', b"null", b"1e999", b"{", b"\x00",
    b"[" * DEEP + b"]" * DEEP, b'{"notes":' * DEEP + b"1" + b"}" * DEEP,
    b'{"notes": "\xff\xfe"}', b'{"notes": "\\ud800", "name": "\\ud800"}', b'{"notes": "\xed\xa0\x80"}',
    b'{"notes": "a\\u0000b", "name": "\\u0000"}', b'{"quantity": NaN, "value": NaN, "capacity": NaN}',
    b'{"id": 1, "role": "admin", "approved_by": 1, "student_id": 1}',
)  # fmt: skip
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


def test_unknown_and_impossible_ids_are_not_found(as_, doors, batch, share):
    people = [as_("ada"), as_("sol")]
    for method, rule, _ in doors:
        if "<" in rule:
            paths = [re.sub(r"<[^>]+>", id, rule) for id in share(IDS, method, rule)]
            bodies = {"json": {}} if "/api/" in rule else {}
            answers = batch((who, method, path, bodies) for who in people for path in paths)
            refused = {403, 404, 405, 422} | OTHERWISE.get(rule.split("<")[0], set())
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
    for method, rule, path in doors:
        tries = [(ada, method, f"{path}?{'a%00b=1' if '<' in rule else 'q=a%00b'}", {})]
        if "<" in rule:
            tries.append((ada, method, re.sub(r"<[^>]+>", "a%00b", rule), {}))
        if method != "GET":
            tries.append((ada, method, path, {"data": {"a\0b": "x"}}))
        assert {answer.status_code for answer in batch(tries)} <= {400, 404}, (method, rule)


def test_a_nul_in_every_field_of_a_form_is_refused(as_, doors, batch):
    ada, names = as_("ada"), {"idempotency_key", "instead"}
    for model in Input.__subclasses__():
        names |= model.model_fields.keys()
    typed = dict.fromkeys(sorted(names), "a\0b")
    for method, _rule, path in doors:
        if method != "GET":
            batch([(ada, method, path, {"data": typed})])
