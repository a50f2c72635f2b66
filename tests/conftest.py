"""The test school on both databases: migrated once, and new for each test."""

import contextlib
import fcntl
import functools
import gc
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import argon2
import flask_migrate
import psycopg
import pytest
from sqlalchemy import Engine, event, make_url

from tests.support import cast, opening
from tests.support.days import ahead
from tests.support.login import KEPT, come_in, come_in_again, keep_door_open
from tests.support.postgres import temporary_server
from tests.support.quoted import OTHER, TEST, Quoted, Starred
from tests.support.refilled import Pooled, Refilled
from webapp import create_app
from webapp.core import versions, words
from webapp.core.db import db, transaction
from webapp.people import passwords

os.environ["BACKLINE_SECRET_KEY"] = "of the tests, so that none keeps one of its own"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
passwords.hasher = argon2.PasswordHasher.from_parameters(argon2.profiles.CHEAPEST)

MEMORY, ENOUGH = Path("/dev/shm"), 2 * 2**30  # bytes
if "TMPDIR" not in os.environ and MEMORY.is_dir():
    found = os.statvfs(MEMORY)
    if (
        found.f_bavail * found.f_frsize > ENOUGH and not found.f_flag & os.ST_NOEXEC
    ):  # a server may run from there
        os.environ["TMPDIR"] = tempfile.tempdir = str(
            MEMORY
        )  # thousands of databases need no disk

gc.set_threshold(
    100_000, 50, 100
)  # the heap is large and stays: looking through it takes a sixteenth of the run

_server = contextlib.ExitStack()


@event.listens_for(Engine, "connect")
def _for_tests(connection, _record):
    """No test of these lives through a power cut, and on a disk each of their commits would wait for it. Who asks for
    rows in no order gets the last ones first, as they may come from PostgreSQL."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA reverse_unordered_selects=ON")


def pytest_configure(config):
    """One PostgreSQL for the run, started before the workers."""
    if hasattr(config, "workerinput"):
        config.postgres = config.workerinput["postgres"]
    elif not config.option.collectonly:
        config.postgres = _server.enter_context(temporary_server())


def pytest_configure_node(node):
    node.workerinput["postgres"] = node.config.postgres


def pytest_collection_finish():
    """Thousands of tests are collected and stay: who looks for garbage, as Hypothesis does, need not look at them."""
    gc.freeze()


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput"):
        _server.close()


@pytest.fixture(scope="session")
def server(pytestconfig):
    return pytestconfig.postgres


@pytest.fixture(scope="session")
def prepared(tmp_path_factory, request):
    """`prepared("sqlite", "school", fill)` is the address of a database that `fill` filled, once for all workers."""
    folder = tmp_path_factory.getbasetemp()
    if WORKER != "main":
        folder = folder.parent

    def prepare(engine, name, fill):
        uri = f"sqlite:///{folder}/{name}.db"
        if engine == "postgresql":
            uri = request.getfixturevalue("server").format(name)
        with open(folder / f"{name}.{engine}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (done := folder / f"{name}.{engine}.done").exists():
                if engine == "postgresql":
                    create(request, name)
                migrate_and_fill(uri, fill)
                done.touch()
        return uri

    return prepare


def migrate_and_fill(uri, fill):
    app = create_app(SQLALCHEMY_DATABASE_URI=uri)
    with app.app_context():
        flask_migrate.upgrade()
        with transaction():
            fill()
        db.engine.dispose()


@pytest.fixture(scope="session")
def school(prepared):
    """The database each test gets a copy of, made by the migrations themselves."""

    def move_in():
        cast.move_in()
        keep_door_open(cast.PEOPLE)

    return lambda engine: prepared(engine, "school", move_in)


def fresh(engine, name, tmp_path_factory, request, template="template1"):
    """The address of a database of this worker's own."""
    if engine == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp(name)}/school.db"
    return create(request, f"{name}_{WORKER}", template)


def create(request, name, template="template1"):
    """A new database on the server, in place of one of this name."""
    server = request.getfixturevalue("server")
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    return server.format(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request):
    return request.param


@pytest.fixture(scope="session")
def school_app(school, tmp_path_factory, request):
    """One application for each database, for its hundreds of routes take long to lay; its school is new each time."""
    made = {}

    def make(engine):
        if engine not in made:
            school(engine)
            made[engine] = create_app(
                TESTING=True,
                SQLALCHEMY_DATABASE_URI=fresh(engine, "copy", tmp_path_factory, request),
            )
        return made[engine]

    return make


@pytest.fixture(scope="session")
def refill(school, school_app, request):
    """`refill()` brings the school of this worker on PostgreSQL back to what it was at first."""
    with contextlib.ExitStack() as at_the_end:

        @functools.cache
        def start():
            app = school_app("postgresql")
            with app.app_context():
                pooled = Pooled(db.engine)
            uri = app.config["SQLALCHEMY_DATABASE_URI"]
            one = Refilled(
                uri, lambda: copy("postgresql", school("postgresql"), uri, request)
            )
            at_the_end.callback(one.close)
            at_the_end.callback(pooled.drop)
            return one, pooled

        def bring_back():
            one, pooled = start()
            one.bring_back(pooled)

        yield bring_back


@pytest.fixture
def app(engine, school, school_app, request):
    app = school_app(engine)
    settings = dict(app.config)
    if engine == "postgresql":
        request.getfixturevalue("refill")()
    else:
        copy(engine, school(engine), settings["SQLALCHEMY_DATABASE_URI"], request)
    versions.forget()  # what was kept is of the school before
    yield app
    app.config.clear()
    app.config.update(settings)
    if engine == "sqlite":  # whose file will be another
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def own_app(app):
    """One of the test's own on the same school, to add routes to."""
    own = create_app(
        TESTING=True, SQLALCHEMY_DATABASE_URI=app.config["SQLALCHEMY_DATABASE_URI"]
    )
    yield own
    with own.app_context():
        db.engine.dispose()


def copy(engine, original, uri, request):
    """Put a copy of the `original` school at `uri`, in place of what is there."""
    if engine == "postgresql":
        create(request, make_url(uri).database, make_url(original).database)
        return
    path = uri.removeprefix("sqlite:///")
    for old in Path(path).parent.glob(
        "school.db*"
    ):  # a connection somebody still holds must not reach the new file
        old.unlink()
    shutil.copy(original.removeprefix("sqlite:///"), path)


@pytest.fixture
def as_(app):
    """`as_("tess")` is Tess's browser, signed in, and `as_()` a stranger's; with `htmx=True` it asks for parts only."""
    kept = {name: iter(range(KEPT)) for name in cast.PEOPLE}  # each browser has its own

    def client(name=None, htmx=False):
        number = next(kept.get(name, iter(())), None)
        browser = come_in(app, name) if number is None else come_in_again(app, name, number)
        if htmx:
            browser.environ_base |= {
                "HTTP_HX_REQUEST": "true",
                "HTTP_HX_REQUEST_TYPE": "partial",
            }
        return browser

    return client


@pytest.fixture
def soon():
    return str(ahead(7))


@pytest.fixture
def wish(soon):
    return {"item": 1, "quantity": 1, "due_date": soon}


@pytest.fixture
def typed(soon):
    return {"quantity": "1", "due_date": soon}


@pytest.fixture
def shut(app):
    """Closed on these days from now on; the desk is open on all others."""

    def close(first, last=None):
        with app.app_context(), transaction():
            opening.shut(ahead(first), ahead(last or first))

    return close


@pytest.fixture
def term(app):
    """A term that ends in 40 days, and by which day from now on everything is back."""

    def add(return_by):
        with app.app_context(), transaction():
            opening.term(ahead(-40), ahead(40), ahead(return_by))

    return add


@pytest.fixture
def made_up_languages(monkeypatch):
    """Two languages more, in which every sentence is marked: one in quotation marks, one with stars."""
    monkeypatch.setitem(words.CATALOGUES, TEST, Quoted)
    monkeypatch.setitem(words.CATALOGUES, OTHER, Starred)
    yield
    words.use(words.ENGLISH)
