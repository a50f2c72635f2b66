"""Sol has a cello of half the size, and the school has larger ones."""

import pytest

from ..queue_acts import take_out
from .acts import MINE, add


@pytest.fixture
def celli(as_):
    """The ids of a cello of each size, by size."""
    return {size: add(as_, f"Cello {size}") for size in ("1/2", "3/4", "4/4")}


@pytest.fixture
def half(as_, celli):
    """Sol's loan of the half-size one."""
    return take_out(as_, celli["1/2"], student=MINE)
