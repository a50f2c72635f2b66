"""Every page of the demo school: its address for something that has the page, and a browser of whoever looks at it."""

import re

from flask import session
from flask_login import login_user
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from webapp.core.db import db, transaction
from webapp.lending.models import Checkout
from webapp.people import links, sign_ins
from webapp.people.models import User
from webapp.rooms.models import Reservation, Room

HIGHEST = 40  # ids looked at for a thing that has the page


def paths_of(app, seer):
    """By the rule of every page and its address for something that has this page, which `seer` sees: its methods."""
    shown = {}
    for (rule, path), methods in rules_of(app).items():
        if "GET" in methods:
            ids = range(1, HIGHEST) if "{id}" in path else (1,)
            candidates = (path.format(id=id) for id in ids)
            good = (p for p in candidates if status_of(seer, "GET", p) == 200)
            shown[rule, next(good, path.format(id=1))] = methods
    return shown


def rules_of(app):
    """The methods of every rule and address that is no program's."""
    with app.app_context():
        tokens = _tokens()
    rules = {}
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith(("/api/", "/static")):
            for path in _addresses(rule.rule, tokens):
                rules.setdefault((rule.rule, path), set()).update(rule.methods)
    return rules


def browser_of(app, name):
    browser = app.test_client()
    with app.test_request_context(), transaction():
        if name:
            email = f"{name}@demo.example"
            login_user(
                sign_ins.open(db.session.scalars(select(User).filter_by(email=email)).one())
            )
        browser.environ_base["HTTP_X_CSRFTOKEN"] = generate_csrf()
        known = dict(session)
    with browser.session_transaction() as cookie:
        cookie |= known
    return browser


def _tokens():
    """What stands in addresses besides ids: the code of a door, and the links of letters about what still waits."""
    teacher = db.session.scalars(select(User).filter_by(email="teacher@demo.example")).one()
    loan = db.session.scalar(select(Checkout.id).filter_by(status="pending"))
    hall = db.session.scalar(select(Reservation.id))
    return {
        "/r/<token>": links.sign("decision", loan, to=teacher.id),
        "/r/room/<token>": links.sign("room", hall, to=teacher.id),
        "/door/<code>": db.session.scalar(select(Room.door_code)),
    }


def _addresses(rule, tokens):
    """Where a rule leads: for each of its words, with {id} for its ids."""
    for start, token in tokens.items():
        rule = (
            rule.replace(start, start.partition("<")[0] + token)
            if rule.startswith(start)
            else rule
        )
    words = re.search(r"<any\(([^)]*)\):\w+>", rule)
    for word in re.findall(r"\w+", words[1]) if words else [""]:
        yield re.sub(r"<int[^>]*>", "{id}", rule.replace(words[0], word) if words else rule)


def status_of(browser, method, path, **how):
    """The status; being sent to sign in is a 401."""
    with browser.open(path, method=method, **how) as answer:
        return (
            401
            if answer.status_code == 303 and answer.location.startswith("/login")
            else answer.status_code
        )
