"""The one harp, which somebody has for a month at a time."""

import re

import pytest

from webapp.core.db import db
from webapp.lending.models import Checkout
from webapp.lending.telling import lines

from .acts import hand_out


@pytest.fixture
def out(as_, harp):
    """Sol has the one harp for four more days; the loan."""
    return hand_out(as_, harp)


@pytest.fixture
def reminded(app, out):
    """Where the link in an e-mail leads that reminds Sol of the harp."""
    with app.app_context():
        loan = db.session.get(Checkout, out)
        (line,) = lines.of([loan], with_acts=True)
        return re.search(r"/k/\S+", line.act.url)[0]
