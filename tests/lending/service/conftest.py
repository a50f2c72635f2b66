"""The one harp is looked after for two open days, each time it comes back."""

import pytest

from tests.support.days import ahead
from tests.support.loans import lend
from webapp.core.db import transaction

from ..queue_acts import bring_back, take_out
from .acts import serve


@pytest.fixture
def harp(app, harp):
    serve(app, harp, 2)
    return harp


@pytest.fixture
def lend_late(app):
    """Let Nia have an item that was due so many days ago; the loan."""

    def late(item, days):
        with app.app_context(), transaction():
            return lend(3, item=item, days=days)

    return late


@pytest.fixture
def back(as_, harp):
    """The harp's loan, which came back today."""
    loan = take_out(as_, harp, due_date=str(ahead(5)))
    bring_back(as_, loan)
    return loan


@pytest.fixture
def viola(app, as_, violas):
    """A loan of one of the three violas, VLA-1, which came back today; service takes two days."""
    serve(app, violas, 2)
    loan = take_out(as_, violas, unit="VLA-1")
    bring_back(as_, loan)
    return loan
