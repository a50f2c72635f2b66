"""PostgreSQL goes away, hangs and comes back: everybody is told so, nobody waits for ever, nothing is a crash."""

import contextlib
import re
import socket

import flask_migrate
import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.races.servers import gunicorn
from tests.support import cast
from tests.support.login import come_in, token
from tests.support.postgres import controlled_server
from webapp import create_app
from webapp.core import postgresql, postgresql_connection
from webapp.core.db import db, transaction
from webapp.people.models import User

SAVED = "Nothing was saved"


@pytest.fixture(scope="module")
def postgres():
    with controlled_server() as server:
        yield server


@pytest.fixture(scope="module")
def town(postgres):
    """The test school on a server of its own."""
    app = create_app(TESTING=True, SQLALCHEMY_DATABASE_URI=postgres.url.format("postgres"))
    with app.app_context():
        flask_migrate.upgrade()
        with transaction():
            cast.move_in()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def sol(town):
    browser = come_in(town, "sol")
    assert browser.get("/").status_code == 200
    return browser


@pytest.fixture
def away(postgres):
    postgres.stop()
    yield
    postgres.start()


def test_a_connection_is_kept_for_each_thread_of_a_server(town):
    """Opened anew for a request it costs more than the request itself."""
    with town.app_context():
        with contextlib.ExitStack() as threads:
            for _ in range(postgresql.THREADS):
                threads.enter_context(db.engine.connect())
        assert db.engine.pool.checkedin() == postgresql.THREADS


def test_while_it_is_away_a_signed_in_browser_is_told_that_nothing_was_saved(
    sol, away, soon
):
    for answer in (
        sol.get("/"),
        sol.get("/items"),
        sol.post("/items/1", data={"quantity": "1", "due_date": soon}),
    ):
        assert answer.status_code == 503
        assert SAVED in answer.text
        assert "</html>" in answer.text
    no = sol.post(
        "/api/inventory/checkouts/", json={"item": 1, "quantity": 1, "due_date": soon}
    )
    assert (no.status_code, no.content_type, no.json["code"]) == (
        503,
        "application/problem+json",
        "busy",
    )
    assert [sol.get(path).status_code for path in ("/healthz", "/readyz", "/nowhere")] == [
        200,
        503,
        404,
    ]


def test_while_it_is_away_nobody_signs_in_but_is_told_so(town, postgres):
    browser = town.test_client()
    said = {
        "email": "sol@school.test",
        "password": "backline",
        "csrf_token": token(browser.get("/login")),
    }
    postgres.stop()
    try:
        answer = browser.post("/login", data=said)
    finally:
        postgres.start()
    assert answer.status_code == 503
    assert SAVED in answer.text
    assert browser.post("/login", data=said).status_code == 303


def test_after_a_restart_the_first_request_is_served(sol, postgres, soon):
    for ask in (
        lambda: sol.get("/items"),
        lambda: sol.post("/items/1", data={"quantity": "1", "due_date": soon}),
        lambda: sol.get("/items"),
    ):
        postgres.stop()
        postgres.start()
        assert ask().status_code in (200, 303)


def test_a_connection_that_ends_in_the_middle_is_busy_and_writes_nothing(town, sol):
    """Between two statements, where no look at the connection helps."""

    with town.app_context(), pytest.raises(Exception) as no, transaction():
        db.session.execute(text("UPDATE items SET notes = 'half of it'"))
        me = db.session.scalar(text("SELECT pg_backend_pid()"))
        with psycopg.connect(
            str(town.config["SQLALCHEMY_DATABASE_URI"]), autocommit=True
        ) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [me])
        db.session.execute(text("SELECT 1"))
    assert postgresql.is_away(no.value)
    with town.app_context():
        assert (
            db.session.scalar(text("SELECT count(*) FROM items WHERE notes = 'half of it'"))
            == 0
        )


def test_one_that_hangs_is_waited_for_only_so_long(monkeypatch, sol, postgres):
    monkeypatch.setattr(postgresql_connection, "ANSWER_SECONDS", 0.5)
    with postgres.hung():
        answer = sol.get("/items")
    assert answer.status_code == 503
    assert SAVED in answer.text
    assert sol.get("/items").status_code == 200


def test_a_server_is_alive_while_its_database_hangs(postgres, town, tmp_path):
    """Each of its threads is asked for a page, and more than that."""
    ask = "GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{}\r\n"
    uri, log = postgres.url.format("postgres"), tmp_path / "log"
    with (
        gunicorn("wsgi:app", uri, log, processes=1) as port,
        contextlib.ExitStack() as at_the_end,
    ):

        def call(path, header=""):
            caller = at_the_end.enter_context(
                socket.create_connection(("127.0.0.1", port), timeout=60)
            )
            caller.sendall(ask.format(path, header).encode())
            return caller

        assert call("/readyz").recv(4096).startswith(b"HTTP/1.1 200 ")
        with postgres.hung():
            waiting = [
                call("/api/inventory/items/", "Authorization: Bearer x\r\n")
                for _ in range(10)
            ]
            assert call("/healthz").recv(4096).startswith(b"HTTP/1.1 200 ")
            assert any(map(is_waiting, waiting))


def is_waiting(caller):
    caller.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        return not caller.recv(1)
    return True


def test_no_error_tells_what_somebody_typed(app):
    """Neither the statement's parameters nor PostgreSQL's own details, which quote keys and rows."""
    secret = "somebody@private.example"
    with app.app_context(), pytest.raises(IntegrityError) as no, transaction():
        for _ in range(2):
            db.session.add(User(email=secret, name="X", role="desk", password_hash="x"))
            db.session.flush()
    assert secret not in f"{no.value} {no.value.orig}"
    assert re.search(r"UNIQUE constraint failed: users.email|uq_users_email", str(no.value))
