"""How people come in: at the door with e-mail and password, or, where a test is about something else, at once."""

import re

from flask import session
from flask_login import login_user
from flask_wtf.csrf import generate_csrf

from webapp.core.db import db, transaction
from webapp.people import sign_ins
from webapp.people.models import User


def sign_in(browser, email="sol@school.test", password="backline", **more):
    browser.environ_base["HTTP_X_CSRFTOKEN"] = token(browser.get("/login"))
    return browser.post("/login", data={"email": email, "password": password, **more})


def token(response):
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', response.text)[1]


def come_in(app, name=None, **environ):
    """A browser in which somebody, or without a name nobody, is signed in."""
    browser = app.test_client()
    browser.environ_base |= environ
    with app.test_request_context(environ_base=browser.environ_base), transaction():
        if name:
            login_user(
                sign_ins.open(
                    db.session.query(User).filter_by(email=f"{name}@school.test").one()
                )
            )
        session.permanent = True
        browser.environ_base["HTTP_X_CSRFTOKEN"] = generate_csrf()
        known = dict(session)
    with browser.session_transaction() as cookie:
        cookie |= known
    return browser
