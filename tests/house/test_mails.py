"""Every e-mail is text and HTML from the same words, with one button at most."""

import html
import re

import pytest
from jinja2 import meta

from tests.house.test_house_rules import ROOT
from webapp import create_app
from webapp.core import letters

MAILS = sorted(
    str(path.relative_to(ROOT / "templates").with_suffix(""))
    for path in ROOT.glob("templates/*/mail/*.txt")
)


FILTERS = (
    *("written", "at_desk", "named_within", "named", "local", "selectattr", "rejectattr"),
    *("list", "join", "length", "map"),
)


class Anything:
    """What every template finds in it: words, a number, a list of two, true or false."""

    def __init__(self, is_true):
        self.is_true = is_true

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, _key):
        return self

    def __call__(self, *_, **__):
        return self

    def __bool__(self):
        return self.is_true

    def __len__(self):
        return 2

    def __iter__(self):
        return iter([self, self] if self.is_true else [])

    def __str__(self):
        return "<Bow & rosin>"

    def __int__(self):
        return 2 if self.is_true else 1

    def __eq__(self, other):
        return self.is_true

    def __gt__(self, other):
        return self.is_true

    def __sub__(self, other):
        return 2

    def __radd__(self, other):
        return other + 2

    def __hash__(self):
        return 1


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mails")
    app = create_app(
        TESTING=True, SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder}/none.db", DATA_DIR=folder
    )
    with app.app_context():
        yield app


@pytest.fixture
def drawn(app, monkeypatch):
    """`drawn(NAME, is_true)` is the e-mail of a template in which every condition is so."""

    def draw(name, is_true):
        some = Anything(is_true)
        for filter in FILTERS:
            answer = 2 if filter == "length" else some
            monkeypatch.setitem(
                app.jinja_env.filters, filter, lambda *_, answer=answer, **__: answer
            )
        monkeypatch.setitem(app.jinja_env.globals, "desk_open", lambda *_: some)
        monkeypatch.setattr(letters, "_around", [letters.plain])
        monkeypatch.setattr(letters, "link", lambda page, **_: f"http://b.test/{page}")
        return letters.render(name, "Ann", **dict.fromkeys(facts_of(app, name), some))

    return draw


def facts_of(app, name):
    """The names of what a template is told."""
    source = (ROOT / "templates" / f"{name}.txt").read_text()
    facts = meta.find_undeclared_variables(app.jinja_env.parse(source))
    return facts - {"link", "button", "press", "beside"} | {
        "request"
    }  # no request of Flask's


def words(text):
    return re.sub(r"[\s\-]+", " ", text).strip()


@pytest.mark.parametrize("is_true", [True, False])
@pytest.mark.parametrize("name", MAILS)
def test_both_say_the_same(drawn, name, is_true):
    mail = drawn(name, is_true)
    body = mail.html.partition("<body")[2].partition(">")[2]
    shown = words(html.unescape(re.sub(r"<[^>]+>", " ", body)))
    for line in mail.text.splitlines():
        if not line.startswith("http") and not line.endswith(":"):
            assert words(line) in shown
    assert mail.subject in shown
    assert "<Bow" not in mail.html


@pytest.mark.parametrize("is_true", [True, False])
@pytest.mark.parametrize("name", MAILS)
def test_one_button_at_most(drawn, name, is_true):
    mail = drawn(name, is_true)
    assert mail.html.count('class="button"') <= 1
    assert mail.text.count("http://b.test/") == mail.html.count('class="button"')


@pytest.mark.parametrize("is_true", [True, False])
@pytest.mark.parametrize("name", MAILS)
def test_it_greets_and_signs_once(drawn, name, is_true):
    mail = drawn(name, is_true)
    assert mail.text.count("Dear ") == 1
    assert mail.text.startswith("Dear Ann,\n\n")
    assert mail.text.endswith("\n\nBackline\n")


def test_nothing_is_fetched_from_elsewhere(drawn):
    frame = (ROOT / "templates/layout/mail.html").read_text()
    assert not re.search(r"<img|<link|<script|url\(|@import|@font-face", frame)
