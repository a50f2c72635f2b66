"""Numbers in groups of three digits, as the reader's language writes them; plain for programs."""

import pytest

from webapp.core import languages, money, numbers, words


@pytest.mark.parametrize(
    ("digits", "language", "text"),
    [
        ("999.00", "en", "999.00"),
        ("1350.00", "en", "1,350.00"),
        ("-1350.5", "en", "-1,350.5"),
        ("-0.50", "en", "-0.50"),
        (1234567, "en", "1,234,567"),
        ("1350.00", "de", "1.350,00"),
        ("1350.00", "de-CH", "1.350,00"),
        ("1350.00", "fr", "1\u202f350,00"),
    ],
)
def test_digits_stand_in_groups_of_three(digits, language, text):
    assert numbers.written(digits, language) == text


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [(135000, "EUR", "€1,350.00"), (135000, "JPY", "¥135,000"), (50, "CHF", "CHF 0.50")],
)
def test_money_is_written_so(minor, currency, text):
    assert money.formatted(minor, currency) == text


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (135000, "EUR", "1.350,00\xa0€"),
        (-500, "GBP", "-5,00\xa0£"),
        (50, "CHF", "0,50\xa0CHF"),
    ],
)
def test_in_german_its_sign_comes_last(minor, currency, text):
    with words.speaking("de"):
        assert money.formatted(minor, currency) == text


def test_programs_get_plain_digits():
    assert money.shown(135000, "EUR") == "1350.00"


def test_a_count_is_written_so_in_a_sentence():
    assert words.ngettext("%(num)s row", "%(num)s rows", 1350) == "1,350 rows"
    assert words.ngettext("%(num)s row", "%(num)s rows", 999) == "999 rows"


def test_other_numbers_of_a_sentence_stay_as_they_are():
    many = "%(num)s rows of receipt %(number)s"
    assert words.ngettext(many, many, 1350, number=2026) == "1,350 rows of receipt 2026"


def test_a_count_is_written_so_in_a_template_whatever_it_is_called(app):
    source = (
        "{% trans count=n %}{{ count }} row{% pluralize %}{{ count }} rows{% endtrans %}"
    )
    with app.app_context():
        drawn = app.jinja_env.from_string(source).render(n=1350)
    assert drawn == "1,350 rows"


def test_templates_speak_by_the_same_functions(app):
    assert app.jinja_env.globals["ngettext"] is languages.ngettext
