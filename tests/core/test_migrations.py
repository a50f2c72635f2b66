"""Migrations go up and down on both databases, lose nothing, and leave the guards on."""

import flask_migrate
import pytest
from sqlalchemy import CheckConstraint, func, inspect, select

from webapp.core import guards
from webapp.core.db import db
from webapp.guards import ALL
from webapp.stock import verify
from webapp.stock.models import Movement


def test_nothing_is_left_to_migrate(app):
    with app.app_context():
        flask_migrate.check()


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection")
def test_every_rule_of_the_models_reached_the_database(app):
    """Alembic does not compare CHECK constraints."""
    with app.app_context():
        seen = inspect(db.engine)
        for table in db.metadata.sorted_tables:
            there = {each["name"] for each in seen.get_check_constraints(table.name)}
            asked = {each.name for each in table.constraints if isinstance(each, CheckConstraint)}
            assert asked <= there, table.name


def test_the_ledger_survives_the_way_down_and_up_again(app):
    with app.app_context():
        before = db.session.scalar(select(func.count()).select_from(Movement))
        db.session.rollback()
        flask_migrate.downgrade(revision="0001")
        flask_migrate.upgrade()
        assert before and db.session.scalar(select(func.count()).select_from(Movement)) == before
        assert list(verify.problems()) == [] and not guards.missing(db.session.connection(), ALL)


def test_down_to_nothing_and_up_again(app):
    with app.app_context():
        flask_migrate.downgrade(revision="base")
        assert inspect(db.engine).get_table_names() in ([], ["alembic_version"])
        flask_migrate.upgrade()
        assert not guards.missing(db.session.connection(), ALL)
