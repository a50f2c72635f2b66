"""Lengths, counts and names as people read them; no application is needed for these."""

from datetime import date, timedelta

import pytest

from webapp.school import words


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(0, "0 min"), (45, "45 min"), (60, "1 h"), (90, "1 h 30 min"), (1500, "25 h")],
)
def test_a_length_of_time_is_written_one_way(minutes, told):
    assert words.lasting(minutes) == told
    assert words.lasting(timedelta(minutes=minutes, seconds=59)) == told


@pytest.mark.parametrize(
    ("name", "told"),
    [("Tess", "T"), ("Tess Hoffmann", "TH"), ("ana maria de la cruz", "AC"), ("  ", "?")],
)
def test_initials(name, told):
    assert words.initials(name) == told


@pytest.mark.parametrize(
    ("number", "told"), [(0, "0 rows"), (1, "1 row"), (1200, "1,200 rows")]
)
def test_so_many_of_something(number, told):
    assert words.counted(number, "row") == told


def test_a_day_has_its_year():
    assert words.day(date(2026, 12, 7)) == "Mon 7 Dec 2026"


def test_an_amount_may_be_of_another_currency_or_none():
    assert words.amount(1050, "GBP") == "£10.50"
    assert words.amount(None) == ""
