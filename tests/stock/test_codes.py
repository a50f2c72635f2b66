"""What is printed on a thing is read back, and a misread code is nobody's."""

import pytest

from webapp.core.actor import Actor
from webapp.core.errors import NotAllowed, NotFound
from webapp.stock.models import Item
from webapp.stock.units import codes

DORA = Actor(4, "Dora", "desk", 0)


@pytest.fixture
def engine():
    return "sqlite"


def test_every_code_is_read_back():
    for id in (*range(1, 5000), 2**31 - 1):
        assert codes.read(codes.printed(id)) == codes.read(codes.printed(id).lower()) == id


def test_a_slip_of_one_symbol_is_noticed():
    code = codes.printed(123_456)
    for place in range(len(code) - 1):
        for symbol in codes.DIGITS.replace(code[place], ""):
            with pytest.raises(NotFound):
                codes.read(code[:place] + symbol + code[place + 1 :])


@pytest.mark.parametrize("code", ["", "1", "U", "ZZZZZZZZ0", "-1", "1 1"])
def test_what_is_no_code_is_refused(code):
    with pytest.raises(NotFound):
        codes.read(code)


def test_items_are_found_by_sku_and_strangers_find_nothing(app):
    with app.app_context():
        assert isinstance(codes.find(DORA, " ins-00001 "), Item) and codes.find(DORA, "nobody's") is None
        with pytest.raises(NotAllowed):
            codes.find(Actor(2, "Sol", "student", 0), "INS-00001")
