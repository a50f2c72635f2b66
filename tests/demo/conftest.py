"""The demo school as it is on the day it moved in, and what is counted there."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from tests.conftest import copy, fresh
from webapp import create_app
from webapp.core import clock
from webapp.core.db import db
from webapp.demo import school
from webapp.people.models import User

NOON = datetime(2026, 6, 17, 10, tzinfo=UTC)


def move_in():
    with clock.at(NOON):
        school.move_in()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def demo(prepared, request, tmp_path_factory):
    """The app, at noon on the day the school moved in."""
    engine = request.param
    original = prepared(engine, "demo_school", move_in)
    uri = fresh(engine, "demo", tmp_path_factory, request)
    copy(engine, original, uri, request)
    app = create_app(TESTING=True, SQLALCHEMY_DATABASE_URI=uri)
    with app.app_context(), clock.at(NOON):
        yield app
        db.session.remove()
        db.engine.dispose()


def count(*rules):
    return db.session.scalar(select(func.count()).where(*rules))


def id_of(key):
    return db.session.scalar(select(User.id).where(User.email == f"{key}@demo.example"))
