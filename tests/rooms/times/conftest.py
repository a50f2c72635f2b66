"""Doors and days of rooms under test."""

import pytest

from webapp.core.db import db
from webapp.rooms.models import Room


@pytest.fixture
def code(app):
    with app.app_context():
        return db.session.get(Room, 1).door_code
