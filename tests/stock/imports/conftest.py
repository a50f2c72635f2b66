"""What tests of imports share."""

import pytest


@pytest.fixture
def inside(app):
    with app.app_context():
        yield
