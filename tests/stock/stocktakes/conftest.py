"""Two violins with tags, the desk, and a ledger that is whole afterwards."""

import pytest

from tests.support.loans import tagged
from webapp.core.db import transaction
from webapp.stock.ledger import verify


@pytest.fixture(autouse=True)
def ledger_is_whole(app):
    yield
    with app.app_context():
        assert list(verify.problems()) == []


@pytest.fixture
def violins(app):
    """VLN-1 and VLN-2 in the store, beside two violins without a tag."""
    with app.app_context(), transaction():
        return [tagged("VLN-1", "S1"), tagged("VLN-2")]


@pytest.fixture
def dora(as_):
    return as_("dora")
