"""How people come in: at the door with e-mail and password, or, where a test is about something else, at once."""

import functools
import re
from datetime import UTC, datetime

from flask import g, has_app_context, session
from flask_login import login_user
from flask_wtf.csrf import generate_csrf

from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.people import sign_ins
from webapp.people.models import SignIn, User

FOR_EVER = datetime(9000, 1, 1, tzinfo=UTC)
KEPT = 8  # sign-ins of each of the school's people


def keep_door_open(names):
    """These people of the school have signed in some times for all tests, whatever time it is in them."""
    emails = [f"{name}@school.test" for name in names]
    for user in db.session.query(User).filter(User.email.in_(emails)).order_by(User.id):
        for number in range(KEPT):
            mark = sign_ins.hashed(_token_of(user.email, number))
            kept = SignIn(user_id=user.id, token_hash=mark, agent="", created_at=FOR_EVER)
            kept.seen_at = kept.expires_at = FOR_EVER
            db.session.add(kept)


def _token_of(email, number):
    return f"kept {number} of {email}"


def come_in_again(app, name, number):
    """A browser in which somebody of the school is signed in as they were before the test, by one of their sign-ins."""
    known, token = _kept(app, f"{name}@school.test", number)
    if has_app_context():  # in which a request would find who asked the last one
        g.pop("_login_user", None)
    browser = app.test_client()
    browser.environ_base["HTTP_X_CSRFTOKEN"] = token
    with browser.session_transaction() as cookie:
        cookie |= known
    return browser


@functools.cache
def _kept(app, email, number):
    """What the cookie of a kept sign-in holds, and the token that its forms carry."""
    with app.app_context(), app.test_request_context():
        login_user(Actor(0, "", "", 0, token=_token_of(email, number)))
        session.permanent = True
        token = generate_csrf()
        return dict(session), token


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
