"""An address is built once for what it is made of, and is the one that Flask builds."""

from datetime import date

import pytest
from flask import Flask, url_for

from webapp.core import addresses

ASKED = (
    ("lending.item", {"id": 3}),
    ("lending.item", {"id": 3, "from": date(2026, 12, 1), "until": None}),
    ("lending.item", {"id": 3, "_anchor": "form"}),
    ("stock.index", {"q": "ü & b", "free": "1"}),
    ("stock.index", {"free": 1}),
    ("stock.index", {"free": True}),
    ("stock.index", {"size": ["1/2", "3/4"]}),
    ("stock.index", {"_external": True}),
    (".index", {}),
)


@pytest.mark.parametrize("endpoint, values", ASKED)
def test_it_is_the_one_that_flask_builds(app, endpoint, values):
    for path in ("/items", "/rooms", "/items"):
        with app.test_request_context(path):
            usual = Flask.url_for(app, endpoint, **values)
            assert [url_for(endpoint, **values) for _ in range(2)] == [usual, usual]


def test_whole_ones_are_of_the_host_that_was_asked(app):
    for host in ("a.test", "b.test"):
        with app.test_request_context("/", base_url=f"http://{host}"):
            assert url_for("stock.index", _external=True) == f"http://{host}/items"


def test_they_are_below_where_the_school_is(app):
    for root in ("", "/school", ""):
        with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
            assert url_for("stock.index") == f"{root}/items"


def test_no_more_are_kept_than_there_is_room_for(app, monkeypatch):
    monkeypatch.setattr(addresses, "MOST_BUILT", 3)
    with app.test_request_context("/"):
        for id in range(9):
            assert url_for("lending.item", id=id) == f"/items/{id}"
    assert len(app._built) <= 3
