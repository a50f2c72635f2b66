"""Whose word about a visitor's address is taken: nobody's, unless the deployment says a proxy stands in front."""

import pytest
from sqlalchemy import select

from tests.support.login import token
from webapp import create_app
from webapp.core.db import db
from webapp.people.models import SignInFailure

CLAIMED = {"X-Forwarded-For": "192.0.2.1, 192.0.2.7"}


@pytest.mark.parametrize(
    ("proxies", "address"), [(0, "127.0.0.1"), (1, "192.0.2.7"), (2, "192.0.2.1")]
)
def test_the_address_that_tries_are_counted_for(app, proxies, address):
    uri = app.config["SQLALCHEMY_DATABASE_URI"]
    behind = create_app(TESTING=True, SQLALCHEMY_DATABASE_URI=uri, PROXIES=proxies)
    browser = behind.test_client()
    said = {
        "email": "sol@school.test",
        "password": "wrong",
        "csrf_token": token(browser.get("/login")),
    }
    assert browser.post("/login", data=said, headers=CLAIMED).status_code == 422
    with behind.app_context():
        assert db.session.scalars(select(SignInFailure.address)).all() == [address]
        db.session.remove()
        db.engine.dispose()
