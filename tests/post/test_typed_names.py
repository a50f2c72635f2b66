"""A name that looks like a line of a list or a quote stays a name in an e-mail."""

import pytest

from tests.lending.ahead_acts import ask
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.people.models import User


@pytest.mark.parametrize("name", ["- Item", '"Quoted'])
def test_what_somebody_is_called_begins_no_list_and_no_quote(app, as_, name):
    with app.app_context(), transaction():
        db.session.get_one(User, 2).name = name
    assert ask(as_("sol"), 1, 0, 4).status_code == 201
    with app.app_context():
        letter = db.session.scalars(db.select(Letter).filter_by(kind="requested")).one()
        assert f"{name} would like to borrow:" in letter.text
        assert "<li" not in letter.html
        assert "<blockquote" not in letter.html
