"""A set of two things, and a violin with a tag."""

import pytest

from tests.support.loans import tagged
from webapp.core.db import transaction

from .made import add


@pytest.fixture
def duo(as_):
    return add(as_("tess")).json["id"]


@pytest.fixture
def vln(app):
    """The id of a violin with a tag."""
    with app.app_context(), transaction():
        return tagged("VLN-1")
