"""The demo's mailbox shows every letter; elsewhere there is none."""

import re

import pytest

from webapp import create_app
from webapp.core import outbox
from webapp.core.db import db, transaction
from webapp.demo import mailbox


@pytest.fixture
def browser(app):
    shown = create_app(
        DEMO=True,
        TESTING=True,
        SQLALCHEMY_DATABASE_URI=app.config["SQLALCHEMY_DATABASE_URI"],
    )
    with shown.app_context():
        with transaction():
            for n in range(5):
                outbox.write(
                    kind="decision",
                    subject_type="checkout",
                    subject_id=n,
                    step="approved",
                    address="sol@school.test",
                    name="Sol",
                    subject=f"Letter {n}",
                    text=f"Hello <Sol>,\n\nsee http://127.0.0.1:8000/checkouts/{n}\n",
                )
        yield shown.test_client()
        db.session.remove()
        db.engine.dispose()


def titles(page):
    return re.findall(r"Letter \d", page.text)


def test_letters_newest_first_page_by_page(browser, monkeypatch):
    monkeypatch.setattr(mailbox, "SHOWN", 2)
    page, seen = browser.get("/demo/mail"), []
    while older := re.search(r'href="([^"]+)">Older', page.text):
        seen += titles(page)
        page = browser.get(older[1])
    assert seen + titles(page) == [f"Letter {n}" for n in (4, 3, 2, 1, 0)]
    newer = re.search(r'href="([^"]+)">Newer', page.text)[1]
    assert titles(browser.get(newer)) == ["Letter 2", "Letter 1"]


def test_one_letter(browser):
    page = browser.get(
        re.search(r'href="(/demo/mail/\d+)"', browser.get("/demo/mail").text)[1]
    ).text
    assert "Hello &lt;Sol&gt;" in page
    assert 'href="http://127.0.0.1:8000/checkouts/4"' in page
    assert "waiting" in page
    assert browser.get("/demo/mail/999").status_code == 404


def test_only_the_demo_has_a_mailbox(app):
    assert app.test_client().get("/demo/mail").status_code == 404
