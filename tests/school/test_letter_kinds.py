"""Every e-mail that can be sent is of a kind, with a title, made-up facts, and words that the school may set."""

import re

import jinja2
import pytest

from tests.house.test_house_rules import ROOT
from webapp.core import letter_kinds, letters
from webapp.core.db import transaction
from webapp.people import people
from webapp.school import kind_words, settings

APPROVED = "lending.approved"
TEMPLATES = {
    ".".join((path.parts[-3], path.stem)) for path in ROOT.glob("templates/*/mail/*.txt")
}


def test_every_email_that_can_be_sent_has_a_title_and_a_preview(app, monkeypatch):
    """A template added later is not forgotten: it has a kind, and facts for all that it says."""
    monkeypatch.setattr(app.jinja_env, "undefined", jinja2.StrictUndefined)
    app.jinja_env.cache.clear()
    with app.app_context():
        kinds = list(letter_kinds.every())
        assert sorted(kind.name for kind in kinds) == sorted(TEMPLATES)
        real = [each.name for each in people.contacts([1, 2, 3, 4, 5]).values()]
        for kind in kinds:
            assert kind.title
            shown = kind_words.drawn(kind.name, "Hello {name}.")
            assert shown.subject
            assert "Hello Robin Example." in shown.text
            assert not re.search(rf"\b({'|'.join(real)})\b|None|\{{|%\(", shown.text), shown


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("requested", "It is in place of Violin 1/2, which they bring back."),
        ("requested_several", "Violin 3/4 is in place of Violin 1/2, which they bring"),
    ],
)
def test_a_preview_of_a_request_shows_what_comes_back_for_it(app, kind, words):
    with app.app_context():
        assert words in kind_words.drawn(f"lending.{kind}", "").text


def test_only_templates_of_kinds_are_posted():
    """Whatever is sent is drawn from a template that the test above walks."""
    sources = "".join(path.read_text() for path in ROOT.glob("webapp/**/*.py"))
    names = re.findall(r"\"(\w+)/mail/", sources)
    assert set(names) == {name.partition(".")[0] for name in TEMPLATES}


def test_a_copy_has_the_words_of_the_kind_it_copies(app):
    with app.app_context(), transaction():
        settings.change(f"{settings.WORDS_OF}{APPROVED}", "Bring a bag.")
        house = letters.around("lending/mail/approved", "Sol")
    assert (house.opening, house.note) == ("Bring a bag.", "")
