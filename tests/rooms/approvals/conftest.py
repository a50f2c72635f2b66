"""Requests for rooms under test, and what is asked about them."""

from datetime import timedelta

import pytest

from webapp.core.db import db
from webapp.rooms.models import Reservation


@pytest.fixture
def stored(app):
    """(status, room, hours until it must be answered) of every reservation."""

    def look():
        with app.app_context():
            found = db.session.query(Reservation).order_by(Reservation.id).all()
            left = [each.answer_by and each.answer_by - each.changed_at for each in found]
            hours = [each and round(each / timedelta(hours=1)) for each in left]
            return [
                (each.stored_status, each.room_id, more)
                for each, more in zip(found, hours, strict=True)
            ]

    return look
