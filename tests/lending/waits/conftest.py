"""A queue with an offer: Nia has the one harp, Sol waits for it, and it comes back."""

import pytest

from tests.support.days import ahead

from ..queue_acts import bring_back, join, offered_to, take_out


@pytest.fixture
def out(as_, harp):
    """The one harp's, which Nia has."""
    return take_out(as_, harp, due_date=str(ahead(5)))


@pytest.fixture
def place(as_, harp, out):
    """Sol's, in its queue."""
    return join(as_, "sol", harp, days=3)


@pytest.fixture
def offered(app, as_, place, out):
    """The id of the loan that is offered to Sol."""
    bring_back(as_, out)
    return offered_to(app, place)
