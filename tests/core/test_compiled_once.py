"""What a database has compiled of a statement is kept from request to request."""

import pytest
from sqlalchemy import text

from tests.support.queries import counted
from webapp.core.db import db

LOOKS = 12


@pytest.fixture
def looked(as_):
    """Somebody who has looked so often that all is known of what is asked."""
    browser = as_("sol")
    for _ in range(LOOKS):
        assert browser.get("/items").status_code == 200
    return browser


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_sqlite_is_not_told_again_that_it_may_only_read(app, looked):
    with counted(app, besides=()) as seen:
        looked.get("/items")
    assert "BEGIN" in seen
    assert not [statement for statement in seen if statement.startswith("PRAGMA")]


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_postgresql_keeps_what_it_has_prepared(app, looked):
    with app.app_context():
        names = db.session.execute(text("SELECT name FROM pg_prepared_statements"))
        assert len(names.all()) >= 2
