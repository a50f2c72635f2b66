"""A form's GET asks what its POST asks; and every GET has a fragment or is a whole page, but never a fault."""

import shutil
from pathlib import Path

import flask_migrate
import pytest
from flask import render_template_string
from sqlalchemy import select

from tests.support.drawing import AskedWhileDrawing, only_drawing
from tests.support.every_page import browser_of, paths_of, status_of
from tests.support.html import forms
from tests.support.queries import READ_ALONG, counted
from webapp import create_app
from webapp.core.db import db, transaction
from webapp.demo import school
from webapp.people.models import User

WHO = ("", "student", "student2", "desk", "teacher", "admin")  # who may do less comes first
CLOSED = {401, 403, 404}
OWN_ASKING = {
    "/login": "is there for those who are not signed in",
    "/door/<code>": "hangs on the wall for everybody; booking there asks who it is",
}

READ_AGAIN = {
    "/opening-hours/closed-days/<int:id>/remove": "tries the act, and forgets what it read",
    "/opening-hours/terms/<int:id>/remove": "tries the act, and forgets what it read",
    "/reports/lent/export.<any(csv, xlsx):format>": "is sent in a session of its own",
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo school: there is one of everything."""
    folder = tmp_path_factory.mktemp("demo")
    app = create_app(
        TESTING=True,
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder}/school.db",
        DATA_DIR=str(folder),
    )
    with app.app_context():
        flask_migrate.upgrade()
        with transaction():
            school.move_in()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def templates_only_draw(demo):
    """Whatever is asked here, a refused form too."""
    with only_drawing(demo):
        yield


@pytest.fixture(scope="module")
def people(demo):
    """A browser of each."""
    return {name: browser_of(demo, name) for name in WHO}


@pytest.fixture(scope="module")
def paths(demo, people):
    """The rule of every page, and its address for something that has this page."""
    return paths_of(demo, people["admin"])


@pytest.fixture
def again(demo):
    """Puts the school back to how it was."""
    with demo.app_context():
        db.engine.dispose()
    path = demo.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    shutil.copy(path, f"{path}-before")

    def back():
        with demo.app_context():
            db.engine.dispose()
        for ending in ("-wal", "-shm"):
            Path(path + ending).unlink(missing_ok=True)
        shutil.copy(f"{path}-before", path)

    return back


def test_the_get_of_a_form_asks_what_its_post_asks(people, paths, again):
    differ, closed = [], 0
    for (rule, path), methods in paths.items():
        if "POST" not in methods or rule in OWN_ASKING:
            continue
        shown = {name: status_of(browser, "GET", path) for name, browser in people.items()}
        for sent in _sent(people, path, again):
            differ += [(path, *each) for each in _differ(shown, sent)]
            closed += sum(status in CLOSED for status in sent.values())
    assert not differ, "\n".join(map(str, differ))
    assert closed > 300


def _differ(shown, sent):
    """To whom one of the two is closed, and the other is not, or not in the same way."""
    for name, status in shown.items():
        if status != sent[name] and {status, sent[name]} & CLOSED:
            yield name, status, sent[name]


def _sent(people, path, again):
    """What a form answers to each person: sent empty, then filled in."""
    own = {name: _filled(browser, path) for name, browser in people.items()}
    usual = own["admin"] or own["teacher"]  # for who has no form there
    for typed in ({}, own):
        yield {
            name: status_of(browser, "POST", path, data=typed and (typed[name] or usual))
            for name, browser in people.items()
        }
        again()


def test_a_template_starts_no_query(demo, people, paths):
    drawn = 0
    for (_, path), _methods in paths.items():
        for name in WHO:
            drawn += status_of(people[name], "GET", path) == 200  # or the query raises
    assert drawn > 250
    with demo.test_request_context("/"), pytest.raises(AskedWhileDrawing):
        render_template_string(
            "{{ ask() }}", ask=lambda: db.session.scalars(select(User.id)).all()
        )


def test_every_page_has_a_fragment_or_comes_whole(people, paths):
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    for (_, path), _methods in paths.items():
        for name in ("", "student", "teacher", "admin"):
            assert status_of(people[name], "GET", path, headers=part) < 500, (path, name)


def test_enter_presses_the_usual_button_of_every_form(people, paths):
    """A form's first button, whether seen or not, is what Enter presses: never an offer, a preview or another act."""
    wrong, several = [], 0
    for (_, path), _methods in paths.items():
        with people["teacher"].get(path) as answer:
            found = forms(answer.text) if answer.mimetype == "text/html" else []
        for form in found:
            kinds = [set(button.get("class", "").split()) for button in form.buttons]
            usual = next((at for at, kind in enumerate(kinds) if "primary" in kind), 0)
            several += len(kinds) > 1
            if usual and "vh" not in kinds[0]:
                wrong.append((path, form.buttons))
    assert not wrong
    assert several > 20


def _filled(browser, path):
    """What the form of a page would send, with something in what is empty."""
    answer = browser.get(path)
    for form in forms(answer.text) if answer.status_code == 200 else ():
        if form.method == "post" and form.action.partition("?")[0] == path:
            values = {
                name: value for name, value in form.values.items() if name != "csrf_token"
            }
            return {
                name: value or _something(form.kinds[name])
                for name, value in values.items()
            }
    return {}


def _something(kind):
    return {
        "number": "1",
        "date": "2036-05-05",
        "email": "x@school.test",
        "hidden": "",
        "password": "long enough",
    }.get(kind, "1")


def test_no_page_reads_twice_what_counted_leaves_out(demo, people, paths):
    """The numbers of versions and the settings."""
    twice = {}
    for rule, path in paths:
        with counted(demo, is_all=True) as seen:
            status_of(people["admin"], "GET", path)
        read = [sum(words in each for each in seen) for words in READ_ALONG]
        if max(read) > 1 + (rule in READ_AGAIN):
            twice[path] = read
    assert twice == {}
