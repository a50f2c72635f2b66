"""What is asked for a class, and what for oneself alone."""

import pytest

from tests.lending.ahead_acts import ask
from webapp.core.actor import Actor

ADA = Actor(5, "Ada", "admin", 0)
TESS, SOL, NIA, DORA = 1, 2, 3, 4


@pytest.fixture
def for_class(as_, stand, group):
    """Stands for the class that Sol answers for; the request."""
    said = {"student": SOL, "group": group, "quantity": 2}
    return ask(as_("tess"), stand, 2, 5, **said).json["request"]


@pytest.fixture
def own(as_, stand):
    """What Sol asked for alone; the request."""
    return ask(as_("sol"), stand, 2, 5).json["request"]
