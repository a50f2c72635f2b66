"""What is written about bookings is in the language of whose they are."""

import pytest
from sqlalchemy import select, update

from tests.support.quoted import TEST, Quoted
from webapp.core import words
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.people.models import User


@pytest.fixture
def sol_reads(app, monkeypatch):
    monkeypatch.setitem(words.CATALOGUES, TEST, Quoted)
    with app.app_context(), transaction():
        db.session.execute(update(User).where(User.id == 2).values(language=TEST))
    yield
    words.use(words.ENGLISH)


def written(app):
    with app.app_context():
        letters = db.session.scalars(select(Letter).order_by(Letter.id)).all()
        return {letter.kind: letter for letter in letters if letter.name == "Sol"}


def test_e_mails_about_bookings(app, as_, sol_reads, book, monday):
    id = book("sol", 1, monday, "14:00", "15:00")
    moved = {"room": 1, "start_time": f"{monday}T16:00", "end_time": f"{monday}T17:00"}
    answer = as_("tess").post(f"/api/inventory/reservations/{id}/move/", json=moved)
    assert answer.status_code == 200, answer.json
    letters = written(app)
    assert letters.keys() == {"reservation_confirmed", "reservation_moved"}
    for letter in letters.values():
        assert letter.subject.startswith("«")
        assert "«Monday»" in letter.text, "days too, of before and of now"
        assert " Monday " not in letter.text
