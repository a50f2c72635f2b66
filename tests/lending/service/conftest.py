"""The one harp is looked after for two open days, each time it comes back."""

import pytest

from tests.support.loans import lend
from webapp.core.db import transaction

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
