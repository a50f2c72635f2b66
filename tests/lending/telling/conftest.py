"""What Sol has."""

import pytest

from .acts import out_to


@pytest.fixture
def out(as_):
    """Sol's violin; the loan's id."""
    return out_to(as_, "sol")


@pytest.fixture
def both(as_, out):
    """A violin and a cello that Sol has."""
    return [out, out_to(as_, "sol", item=2)]
