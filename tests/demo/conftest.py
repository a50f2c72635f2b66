"""The demo school as it is on the day it moved in, and what is counted there."""

from datetime import UTC, datetime

import flask_migrate
import pytest
from sqlalchemy import func, select

from tests.conftest import fresh
from webapp import create_app
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.demo import school
from webapp.people.models import User

NOON = datetime(2026, 6, 17, 10, tzinfo=UTC)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def demo(request, tmp_path_factory):
    """The app, at noon on the day the school moved in."""
    app = create_app(
        TESTING=True,
        SQLALCHEMY_DATABASE_URI=fresh(request.param, "demo", tmp_path_factory, request),
    )
    with app.app_context(), clock.at(NOON):
        flask_migrate.upgrade()
        with transaction():
            school.move_in()
        yield app
        db.session.remove()
        db.engine.dispose()


def count(*rules):
    return db.session.scalar(select(func.count()).where(*rules))


def id_of(key):
    return db.session.scalar(select(User.id).where(User.email == f"{key}@demo.example"))
