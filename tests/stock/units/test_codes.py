"""What is printed on a thing is read back, and a misread code is nobody's."""

import re

import pytest

from webapp.core.errors import NotFound
from webapp.stock.units import codes

LAST = 2**31 - 1
EVERY_CHECK = range(1, 38)


@pytest.fixture
def engine():
    return "sqlite"


def test_every_code_is_read_back():
    for id in (*range(1, 5000), LAST):
        assert codes.read(codes.printed(id)) == codes.read(codes.printed(id).lower()) == id


def test_a_code_is_letters_and_digits_and_no_two_are_the_same():
    printed = [codes.printed(id) for id in (*range(1, 5000), *range(LAST - 50, LAST + 1))]
    assert all(re.fullmatch("[0-9A-Z]{2,9}", code) for code in printed)
    assert len(set(printed)) == len(printed)
    assert {codes.printed(id)[len(codes.printed(id)) - 2 :] for id in (32, 33, 34, 35)} == {
        "UA",
        "UC",
        "UD",
        "UE",
    }


OLD = [("10*", 32), ("11~", 33), ("12$", 34), ("13=", 35), ("14U", 36), ("10ua", 32)]


@pytest.mark.parametrize(("code", "id"), OLD)
def test_labels_from_before_stay_good(code, id):
    assert codes.read(code) == id


def test_a_slip_of_one_symbol_is_noticed():
    for id in (123_456, 32 * 37 + 32):
        code = codes.printed(id)
        for place in (n for n in range(len(code)) if code[n] != "U"):
            for symbol in codes.DIGITS.replace(code[place], ""):
                with pytest.raises(NotFound):
                    codes.read(code[:place] + symbol + code[place + 1 :])


NO_CODES = [
    "",
    "1",
    "U",
    "UA",
    "10U",
    "10A",
    "10UF",
    "10UAA",
    "ZZZZZZZZ0",
    "-1",
    "1 1",
    "1\u0131",
    "ß",
]


@pytest.mark.parametrize("code", NO_CODES)
def test_what_is_no_code_is_refused(code):
    with pytest.raises(NotFound):
        codes.read(code)


@pytest.mark.parametrize(
    "address",
    [
        "https://school.test/t/{}",
        "HTTPS://SCHOOL.TEST/T/{}",
        "http://127.0.0.1:8000/t/{}/",
        "https://school.test/backline/t/{}?x=1",
        "https://school.test/t/{}#top",
        "https://moved.example/t/{}/?from=/t/21#x",
        " https://school.test/t/{} ",
        "]Q1https://school.test/t/{}",
    ],
)
def test_an_address_is_read_however_it_is_written(address):
    for id in EVERY_CHECK:
        for code in (codes.printed(id), codes.printed(id).lower()):
            assert codes.read(codes.on_label(address.format(code))) == id


@pytest.mark.parametrize(
    "text",
    [
        "55",
        "VLN-001",
        "T/55",
        "12/t/55",
        "https://school.test/units/55",
        "https://school.test/t/",
        "t:55",
    ],
)
def test_what_is_no_address_is_no_label(text):
    assert codes.on_label(text) is None
