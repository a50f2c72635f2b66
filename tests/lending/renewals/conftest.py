"""The one harp, which somebody has for a month at a time."""

import re

import pytest

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.lending.models import Checkout
from webapp.lending.telling import lines

from .acts import ask, hand_out, move

ADA = Actor(5, "Ada", "admin", 0)
TESS, SOL, NIA = 1, 2, 3


@pytest.fixture
def out(as_, harp):
    """Sol has the one harp for four more days; the loan."""
    return hand_out(as_, harp)


@pytest.fixture
def late(app, out):
    """Sol's loan, two days late."""
    move(app, out, -9, -2)
    return out


@pytest.fixture
def asked(as_, late):
    """Sol has asked to keep it; the request."""
    return ask(as_("sol"), "API", late, notes="The concert").json["id"]


@pytest.fixture
def reminded(app, out):
    """Where the link in an e-mail leads that reminds Sol of the harp."""
    with app.app_context():
        loan = db.session.get(Checkout, out)
        (line,) = lines.of([loan], with_acts=True)
        return re.search(r"/k/\S+", line.act.url)[0]


@pytest.fixture
def stands(as_, stand):
    """Two stands that Sol has, and one of Nia's; the loans."""
    return [
        hand_out(as_, stand, 4, quantity=2),
        hand_out(as_, stand, 6, who="nia"),
    ]
