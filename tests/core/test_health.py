"""Alive without a database; ready only with the right one."""

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from webapp import create_app
from webapp.core import guards, health
from webapp.core.db import db, transaction
from webapp.guards import ALL


def test_alive_and_ready(app):
    assert [
        app.test_client().get(path).status_code for path in ("/healthz", "/readyz")
    ] == [200, 200]
    health.refuse_unready(app)


def test_alive_but_not_ready_without_a_database(tmp_path):
    away = create_app(
        SQLALCHEMY_DATABASE_URI="postgresql://nobody@127.0.0.1:1/nothing"
    ).test_client()
    assert away.get("/healthz").status_code == 200
    answer = away.get("/readyz")
    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert answer.json["detail"] == "The database does not answer"


def test_not_ready_with_another_schema(app):
    with app.app_context(), transaction():
        db.session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert app.test_client().get("/readyz").json["facts"]["schema"] == ["0000"]


def test_not_ready_without_any_schema(tmp_path):
    empty = create_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/empty.db")
    assert empty.test_client().get("/readyz").json["facts"]["schema"] == []


def test_the_schema_it_needs_is_the_one_that_alembic_ends_with(app):
    with app.app_context():
        migrations = app.extensions["migrate"]
        alembic = ScriptDirectory.from_config(migrations.migrate.get_config())
        assert migrations.needed == set(alembic.get_heads())


def test_a_lost_guard_stops_the_start(app):
    with app.app_context(), transaction():
        guards.remove(db.session.connection(), ALL[:1])
    assert app.test_client().get("/readyz").json["facts"]["missing"] == [ALL[0].name]
    with pytest.raises(health.NotReady, match="guards"):
        health.refuse_unready(app)
