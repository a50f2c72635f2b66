"""The index of the one box: it follows every change, answers whatever is typed, and asks few statements."""

import flask_migrate
import pytest
from sqlalchemy import text

from tests.support.box import API, groups, names, put_harp
from tests.support.loans import TESS
from tests.support.queries import counted
from webapp.core import guards
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.guards import ALL
from webapp.reports.box import index
from webapp.stock.items import items

ADA = Actor(5, "Ada", "admin", 0)


@pytest.fixture
def hall(app):
    with app.app_context(), transaction():
        return put_harp()


@pytest.mark.parametrize(
    "typed",
    [
        "%",
        "_",
        "%_%",
        "\\",
        '"',
        '" OR "',
        "'",
        "*",
        "a" * 10_000,
        "\x00\x01\x1f",
        "a b " * 90,
    ],
)
def test_whatever_is_typed_is_answered(as_, hall, typed):
    for who in ("sol", "dora"):
        page = as_(who).get("/find", query_string={"q": typed})
        assert page.status_code == (400 if "\0" in typed else 200)
        answer = as_(who).get(API, query_string={"q": typed})
        assert answer.status_code < 500
    if typed in ("%", "_", "\\", '"', "*"):
        assert groups(as_("sol"), typed) == {}


def test_too_much_is_said_in_words(as_):
    page = as_("dora").get("/find", query_string={"q": "x" * 10_000}).text
    assert "Only the first 200 characters were looked for." in page
    answer = as_("dora").get(API, query_string={"q": "x" * 10_000})
    assert answer.json["fields"]["q"] == ["At most 200 characters"]


@pytest.mark.parametrize("typed", ["gala", "sol", "HRP-7", "e", "leonei", "zzzz", "1"])
def test_it_asks_one_or_two_statements_and_a_fixed_number_to_show(as_, app, hall, typed):
    dora = as_("dora")
    dora.get("/find?q=x")
    with counted(app) as seen:
        dora.get("/find", query_string={"q": typed})
    matching = [each for each in seen if "search_entries" in each]
    assert len(matching) <= 2
    assert len(seen) <= 18


def test_it_asks_as_often_however_much_there_is(as_, app):
    dora = as_("dora")

    def ask():
        with counted(app) as seen:
            dora.get("/find?q=zither")
        return len(seen)

    with app.app_context(), transaction():
        items.add(TESS, name="Zither", category="instrument", location="Store")
    ask()
    few = ask()
    with app.app_context(), transaction():
        for number in range(30):
            items.add(
                TESS, name=f"Zither {number}", category="instrument", location="Store"
            )
    assert ask() == few


def test_the_index_follows_every_change_and_can_be_proved(as_, app, hall):
    with app.app_context():
        with transaction():
            items.describe(TESS, hall, name="Celtic Lyre")
        connection = db.session.connection()
        assert index.verify(connection) == 0
    assert names(as_("dora"), "lyre", "things") == ["Celtic Lyre"]
    assert names(as_("dora"), "leonie", "things") == []


def test_a_migration_puts_the_index_and_its_triggers_back(as_, app, hall):
    with app.app_context():
        flask_migrate.downgrade(revision="0063")
        with transaction():
            changed = "UPDATE items SET folded = 'celtic lyre', name = 'Celtic Lyre'"
            db.session.execute(text(f"{changed} WHERE id = {hall}"))
        flask_migrate.upgrade()
        assert not guards.missing(db.session.connection(), ALL)
        assert index.verify(db.session.connection()) == 0
        db.session.rollback()
        with transaction():
            items.add(TESS, name="Zither", category="instrument", location="Store")
    assert names(as_("dora"), "lyre", "things") == ["Celtic Lyre"]
    assert names(as_("dora"), "zither", "things") == ["Zither"]


def test_a_broken_index_is_told_and_rebuilt(as_, app, hall):
    run = app.test_cli_runner().invoke
    assert run(args=["search", "verify"]).exit_code == 0
    with app.app_context(), transaction():
        connection = db.session.connection()
        connection.exec_driver_sql("DELETE FROM search_entries WHERE kind = 'item'")
        connection.exec_driver_sql("UPDATE search_entries SET words = '  x '")
    assert run(args=["search", "verify"]).exit_code == 1
    assert names(as_("dora"), "harp", "things") == []
    assert run(args=["search", "rebuild"]).exit_code == 0
    assert run(args=["search", "verify"]).exit_code == 0
    assert names(as_("dora"), "harp", "things") == ["Léonie Gala Harp"]


def test_strangers_sign_in_first(as_):
    assert as_(None).get(f"{API}?q=a").status_code == 401
    assert as_(None).get("/find?q=a").status_code == 303
