"""Every door of the app, what it is described as, and a desk whose e-mails leave."""

import os
import re
from zlib import crc32

import pytest
from sqlalchemy import func, select

from tests.support import smtp
from webapp.core.db import Base, db

from .mailing import listening

EVERY = int(os.environ.get("BACKLINE_TEST_EVERY", "12"))  # one in so many
LEFT_OUT = {"static", "stylesheet", "people.sign_out"}
CODES = {
    400: "unreadable", 401: "not_signed_in", 403: "not_allowed", 404: "not_found", 405: "not_this_way",
    409: "conflict", 412: "stale", 413: "too_large", 415: "wrong_type", 422: "invalid", 429: "too_many",
}  # fmt: skip
ON_PURPOSE = {"sign_in_failures", "refusals"}  # these grow though it was refused


@pytest.fixture
def desk(app):
    """The app's context, with a mail server's address where nobody listens yet."""
    app.config["SMTP_URL"] = f"smtp://127.0.0.1:{smtp.free_port()}"
    with app.app_context():
        yield app


@pytest.fixture
def mail(desk):
    with listening(desk) as arrived:
        yield arrived


@pytest.fixture
def document(app):
    return app.test_client().get("/api/openapi.json").json


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
def rows(app):
    """`rows()` is how many rows every table has."""
    tables = [
        table for name, table in Base.metadata.tables.items() if name not in ON_PURPOSE
    ]
    counts = (
        select(func.count()).select_from(table).scalar_subquery().label(table.name)
        for table in tables
    )
    query = select(*counts)

    def count():
        with app.app_context():
            return db.session.execute(query).mappings().one()

    return count


@pytest.fixture
def batch(rows):
    """Sends many requests; each answer is a proper one, and if all were refused, every table is as it was."""

    def send(requests):
        before, answers = rows(), []
        for browser, method, path, how in requests:
            answer = browser.open(path, method=method, **how)
            answers.append(answer)
            check_proper(answer, path, f"{method} {path[:120]} {str(how)[:200]}")
        if all(answer.status_code >= 400 for answer in answers):
            assert rows() == before
        return answers

    return send


def check_proper(answer, path, request):
    """A refusal has a status that is known, and in the API it is a problem with words."""
    status = answer.status_code
    seen = f"{request}: {answer.status} {answer.text[:200]}"
    assert status < 400 or status in CODES, seen
    if path.startswith("/api/") and status >= 400:
        assert answer.content_type == "application/problem+json", seen
        assert answer.json["status"] == status, seen
        assert answer.json["code"] == CODES[status], seen
        assert answer.json["detail"], seen
