"""Every page, refusal and e-mail in a language that nobody speaks: what reads as English there, no translator sees."""

import csv
import re

import flask_migrate
import pytest
from icalendar import Calendar
from sqlalchemy import JSON, String, select

from tests.support import made_up_language
from tests.support.every_page import browser_of, paths_of
from tests.support.html import forms
from tests.support.made_up_language import Data, english_in, read_of
from webapp import create_app
from webapp.core import languages, words
from webapp.core.actor import Actor
from webapp.core.db import Base, db, transaction
from webapp.core.outbox import Letter
from webapp.demo import school
from webapp.people.models import User
from webapp.rooms.feeds import feeds
from webapp.school.words import initials
from webapp.stock.models.states import STATES

WHO = ("", "student", "admin")
FOR_ENGINEERS = re.compile(r"/api|/styleguide|/demo/mail|/health")
READ_AGAIN = ("/items/export", "/units/export")  # by an import
TYPED = {
    "number": "1",
    "date": "2036-05-05",
    "email": "x@school.test",
    "hidden": "",
    "password": "long enough",
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo school, where nobody speaks English: whoever asks for nothing else hears it in other marks."""
    folder = tmp_path_factory.mktemp("demo")
    app = create_app(
        TESTING=True,
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder}/school.db",
        DATA_DIR=str(folder),
    )
    with pytest.MonkeyPatch.context() as patch:
        for language, catalogue in made_up_language.catalogues(folder).items():
            patch.setitem(words.CATALOGUES, language, catalogue)
        with app.app_context(), words.speaking(words.ENGLISH):
            flask_migrate.upgrade()
            with transaction():
                school.move_in()
        yield app
    with app.app_context():
        db.engine.dispose()
    words.use(words.ENGLISH)


@pytest.fixture(scope="module")
def people(demo):
    """A browser of each, which speaks the language."""
    browsers = {name: browser_of(demo, name) for name in WHO}
    for browser in browsers.values():
        browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = made_up_language.LANGUAGE
    return browsers


@pytest.fixture(scope="module")
def pages(demo, people):
    """(who, path, page) of every page, as each of them sees it."""
    paths = [
        path
        for _rule, path in paths_of(demo, people["admin"])
        if not FOR_ENGINEERS.match(path)
    ]
    shown = []
    for name in WHO:
        for path in paths:
            with people[name].get(path) as answer:
                if answer.mimetype == "text/html" and answer.status_code != 303:
                    shown.append((name, path, answer.text))
    return shown


@pytest.fixture(scope="module")
def downloads(demo, people):
    """The head of every list as an admin downloads it, by its path."""
    heads = {}
    for _rule, path in paths_of(demo, people["admin"]):
        if path.endswith("/export.csv"):
            with people["admin"].get(path) as answer:
                heads[path] = next(
                    csv.reader(answer.text.removeprefix("\ufeff").splitlines())
                )
    return heads


@pytest.fixture(scope="module")
def calendars(demo, people):
    """Every event of what people's calendars read, as an admin's calendar asks for it."""
    with demo.app_context(), transaction():
        tokens = [feeds.make(person)[1] for person in _everybody()]
        admin = next(person for person in _everybody() if person.role == "admin")
        tokens += [feeds.make(admin, room=room)[1] for room in range(1, 4)]
    events = []
    for token in tokens:
        with people["admin"].get(f"/calendar/{token}.ics") as answer:
            events += Calendar.from_ical(answer.text).walk("VEVENT")
    return events


def _everybody():
    users = db.session.scalars(select(User).where(User.is_active))
    return [Actor(user.id, user.name, user.role, 0) for user in users]


@pytest.fixture(scope="module")
def refused(people, pages):
    """(who, path, page) of what comes back of every form, sent empty and sent with what may be wrong."""
    sent = {}
    for name, path, page in pages:
        for form in forms(page):
            if form.method == "post" and "logout" not in form.action:
                kind = name, re.sub(r"\d+", "9", form.action or path)
                sent.setdefault(kind, (form.action or path, _filled(form)))
    found = []
    for (name, _kind), (path, filled) in sent.items():
        for typed in ({}, filled):
            with people[name].post(path, data=typed) as answer:
                if answer.status_code >= 400:
                    found.append((name, path, answer.text))
    return found


@pytest.fixture(scope="module")
def data(demo, pages):
    """What people typed: what stands in a column of text, and is no code; and what languages call themselves."""
    names = {name for _code, name in languages.named()}
    with demo.app_context():
        return Data(_strings() | _subjects() | names)


def test_every_page_speaks_the_language(pages, data):
    assert len(pages) > 200
    assert not _english(pages, data)


def test_every_refusal_speaks_the_language(refused, data):
    assert len(refused) > 100
    assert not _english(refused, data)


def test_every_calendar_speaks_its_owners_language(calendars, data):
    texts = {
        line
        for event in calendars
        for name in ("summary", "description", "location")
        for line in str(event.get(name, "")).splitlines()
    }
    assert len(texts) > 20
    marks = made_up_language.ENGLISH_MARKS  # the school's: nobody has chosen another one
    left = {text: english_in(text, data, marks) for text in texts}
    assert {text: english for text, english in left.items() if english} == {}


@pytest.mark.parametrize("amount", ["1.234", "99999999"])
def test_an_amount_that_cannot_be_kept_is_refused_in_the_language(people, data, amount):
    sent = {"name": "Cellar", "capacity": "4", "hourly_rate": amount}
    with people["admin"].post("/rooms/new", data=sent) as answer:
        assert answer.status_code == 422
        (refusal,) = re.findall(r'id="hourly_rate-error"[^>]*>([^<]+)', answer.text)
    assert english_in(refusal, data) == ""
    assert set(made_up_language.MARKS) <= set(refusal)


def test_every_download_has_its_head_in_the_language(downloads):
    """Codes of states are the same everywhere; what an import reads again it knows by its English names."""
    codes = Data(set(STATES))
    assert len(downloads) > 15
    assert not {
        path: english
        for path, head in downloads.items()
        if not path.startswith(READ_AGAIN)
        and (english := [cell for cell in head if english_in(cell, codes)])
    }


def test_every_email_speaks_its_own_language(demo, refused, data):
    """That of whom it is for, whatever whoever acts speaks; the demo's people are written to in English."""
    with demo.app_context():
        letters = db.session.execute(select(Letter.subject, Letter.text)).all()
    lines = {line for letter in letters for text in letter for line in text.splitlines()}
    english = {english_in(line, data, made_up_language.ENGLISH_MARKS) for line in lines}
    assert len(letters) > 500
    assert not english - {""}


def test_no_sentence_is_stored(demo, refused):
    """What is stored is a code with its facts: whoever reads it may speak another language."""
    marks = set(made_up_language.MARKS + made_up_language.ENGLISH_MARKS)
    with demo.app_context():
        assert [each for each in _strings() if marks & set(each)] == []


def test_what_no_translator_sees_is_found():
    data = Data({"Big Band", "Ada"})
    assert english_in("«hElLo »Ada«, 3 rOoMs» · Big Band", data) == ""
    assert english_in("«oN »Monday", data) == "…Monday"
    assert english_in("«hello»", data) == "«hello»"
    assert english_in("‹hElLo›", data) == "‹hElLo›"
    assert read_of('<p title="a">b <b>c</b></p><script>d</script>') == ["a", "b", "c"]


def _english(pages, data):
    """What no translator saw, each with one of the pages it is on."""
    found = {}
    for name, path, page in pages:
        for text in read_of(page):
            if english := english_in(text, data):
                found.setdefault(english, (name, path, text))
    return found


def _strings():
    """Every text of the database that somebody typed, and the parts of people's names."""
    found = set()
    for table in Base.metadata.tables.values():
        if table.name != Letter.__tablename__:
            for column in table.columns:
                if isinstance(column.type, String | JSON) and "hash" not in column.name:
                    for value in db.session.scalars(select(column)):
                        found |= set(_parts(value))
    found = {each for each in found if each and not re.fullmatch("[a-z_ ]+", each)}
    names = set(db.session.scalars(select(User.name)))
    parts = {part for name in names for part in name.split()}
    return found | parts | {initials(each) for each in found}


def _subjects():
    """Those of e-mails, which are in their reader's language."""
    return set(db.session.scalars(select(Letter.subject)))


def _parts(value):
    """The texts in what a column holds."""
    if isinstance(value, str):
        yield value
        yield from value.splitlines()
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _parts(part)


def _filled(form):
    """What a form sends as it stands, with something in what is empty."""
    return {
        name: value or TYPED.get(form.kinds[name], "1")
        for name, value in form.values.items()
        if name not in ("csrf_token", "language")  # nobody chooses another one
    }
