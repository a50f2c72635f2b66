"""Templates draw the same as Jinja's own, with what is drawn again and again kept."""

from gettext import NullTranslations

import pytest
from jinja2 import (
    DictLoader,
    Environment,
    pass_context,
    pass_environment,
    pass_eval_context,
)
from markupsafe import Markup

from webapp.core import macros, words

TEMPLATES = {
    "macros": "{% macro box(words, tone='') %}<b {{ tone }}>{{ words }}{{ caller() if caller }}</b>{% endmacro %}",
    "page": "{% from 'macros' import box %}{{ box('<i>') }}{{ box(safe, tone='x') }}"
    "{% call box('a') %}<u>{% endcall %}{% for each in 'ab' %}{{ box(each) }}{{ loop.index }}"
    "{{ context_of(each) }}{{ held(each) }}{% endfor %}{{ '<s>' }}{{ safe }}{{ none }}{{ 3 }}"
    "{{ 'x'.upper() }}{{ escapes() }}{{ name_of() }}{{ held.words('z') }}{{ [safe, '<'] | join }}",
}


class Held:
    def __call__(self, words):
        return f"<{words}>"

    def words(self, words):
        return words


def drawn(kind):
    environment = Environment(loader=DictLoader(TEMPLATES), autoescape=True)
    environment.template_class = kind.template_class
    environment.context_class = kind.context_class
    given = {
        "safe": Markup("<em>"),
        "held": Held(),
        "context_of": pass_context(lambda context, word: context["safe"] + word),
        "escapes": pass_eval_context(lambda eval, *_rest: eval.autoescape),
        "name_of": pass_environment(lambda environment: type(environment).__name__),
    }
    return environment.get_template("page").render(given)


def test_all_kinds_of_calls_and_texts_are_as_jinja_draws_them():
    assert drawn(macros.Environment) == drawn(Environment)


@pytest.fixture
def box():
    """A macro that is drawn once, and what was drawn."""
    asked = []

    def draw(words, tone=""):
        asked.append((words, tone))
        return f"{words}{tone}"

    return macros.once(draw), asked


def test_the_same_is_drawn_once(box):
    draw, asked = box
    assert [draw("a"), draw("a"), draw("a", tone="b"), draw("a", tone="b")] == [
        "a",
        "a",
        "ab",
        "ab",
    ]
    assert asked == [("a", ""), ("a", "b")]


def test_what_is_safe_is_not_what_equals_it(box):
    draw, asked = box
    for text in ("<i>", Markup("<i>"), words.Lazy("<i>")):
        draw(text)
    assert len(asked) == 3


def test_each_language_has_its_own(box, monkeypatch):
    monkeypatch.setitem(words.CATALOGUES, "de", NullTranslations)
    draw, asked = box
    for language in ("en", "de", "en"):
        with words.speaking(language):
            draw("a")
    assert len(asked) == 2
