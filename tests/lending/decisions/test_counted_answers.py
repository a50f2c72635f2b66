"""An e-mail's "2 of 3 approved" counts what was asked for: what was answered before, and what was cancelled since."""

import pytest
from sqlalchemy import select

from webapp.core.db import db
from webapp.core.outbox import Letter

from ..ahead_acts import page_says
from ..conftest import API, REQUESTS
from ..desk_acts import act


@pytest.fixture
def three(as_, violas, stand):
    """Sol's request for a violin, a viola and a stand; its lines' ids."""
    said = {"lines": [{"item": 1}, {"item": violas}, {"item": stand}]}
    return [line["id"] for line in as_("sol").post(REQUESTS, json=said).json["lines"]]


@pytest.fixture
def subject(app):
    def last():
        with app.app_context():
            query = select(Letter).where(Letter.cancelled_at.is_(None))
            letters = db.session.scalars(query.order_by(Letter.id))
            return [each.subject for each in letters if "approved" in each.subject][-1]

    return last


def approve_all(as_):
    assert as_("tess").post(f"{REQUESTS}1/approve/", json={}).status_code == 200


def test_all_at_once(as_, three, subject):
    approve_all(as_)
    assert subject() == "Answered: 3 of 3 approved"


def test_what_was_declined_before_counts(as_, three, subject, letter):
    as_("tess").post(f"{API}{three[0]}/reject/", json={"reason": "It is cracked"})
    approve_all(as_)
    assert subject() == "Answered: 2 of 3 approved"
    assert "How the rest of it stands is on its page." in letter("answered")
    assert "2 of 3 approved, 0 out" in page_says(as_("sol"), "/requests/1")


def test_what_was_cancelled_since_counts(as_, three, subject):
    approve_all(as_)
    act(as_("sol"), three[2], "cancel")
    assert subject() == "Answered: 2 of 3 approved"
    assert "2 of 3 approved, 0 out" in page_says(as_("sol"), "/requests/1")


def test_what_was_approved_before_counts(as_, three, subject):
    as_("tess").post(f"{API}{three[0]}/approve/", json={})
    approve_all(as_)
    assert subject() == "Answered: 3 of 3 approved"
