"""A body that never ends holds up nobody but its sender."""

import socket
from contextlib import ExitStack, closing

import pytest

from tests.races.servers import Client, gunicorn
from tests.support.login import come_in
from webapp.core.db import db, transaction
from webapp.people import tokens
from webapp.people.models import User
from webapp.stock.models import Item

UNFINISHED = (  # a path, the kind of its body, and the half of one
    ("/api/inventory/checkouts/", "application/json", b'{"item": 1, "quan'),
    ("/items/1", "application/x-www-form-urlencoded", b"quantity=1&due_"),
    (
        "/items/import",
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="fi',
    ),
)


LIMITS = [  # of a body, in MB, by the address that takes it
    ("/pictures/item/1/add", 60),
    ("/api/inventory/pictures/?of=item&id=1", 60),
    ("/items/import", 20),
    ("/items/new", 1),
    ("/api/inventory/checkouts/", 1),
]


@pytest.fixture
def port(app, tmp_path):
    """A real server on the test's database."""
    with app.app_context():
        uri = db.engine.url.render_as_string(hide_password=False)
        db.engine.dispose()
    with gunicorn("tests.races.wsgi:app", uri, tmp_path / "log", processes=1) as port:
        yield port


@pytest.fixture
def token(app):
    with app.app_context(), transaction():
        return tokens.issue(db.session.get(User, 1))


def begin(port, path, kind, half, **headers):
    """Sends half a body and keeps the connection open."""
    sender = socket.create_connection(("127.0.0.1", port), timeout=60)
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Content-Type: {kind}",
        f"Content-Length: {2 * len(half)}",
    ]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    sender.sendall("\r\n".join([*lines, "", ""]).encode() + half)
    return sender


@pytest.fixture
def by_cookie(app):
    """What a browser sends where Tess is signed in."""
    tess = come_in(app, "tess")
    return {
        "Cookie": f"session={tess.get_cookie('session').value}",
        "X-CSRFToken": tess.environ_base["HTTP_X_CSRFTOKEN"],
    }


def test_half_a_body_holds_up_no_writer_and_who_stays_silent_is_told(
    app, port, token, by_cookie
):
    """A program's and a browser's, at every kind of door; they stay open together while somebody else writes."""
    writer = Client(port, token)
    with ExitStack() as at_the_end:
        at_the_end.callback(writer.http.close)
        for known in ({"Authorization": f"Bearer {token}"}, by_cookie):
            senders = [
                at_the_end.enter_context(closing(begin(port, *door, **known)))
                for door in UNFINISHED
            ]
            change = {"notes": f"beside {list(known)}"}
            assert writer.ask("PATCH", "/api/inventory/items/1/", change).status == 200
            for sender in senders:
                check_waited_for(sender)
        answer = senders[0].recv(65536)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"application/problem+json" in answer
    with app.app_context():
        assert db.session.get(Item, 1).notes == f"beside {list(by_cookie)}"


def check_waited_for(sender):
    """Nothing was answered yet."""
    sender.setblocking(False)
    with pytest.raises(BlockingIOError):
        sender.recv(1)
    sender.setblocking(True)


@pytest.mark.parametrize(("path", "most"), LIMITS)
def test_who_sends_too_much_is_told_what_that_address_takes(app, path, most):
    length = {"CONTENT_LENGTH": str(most * 1_000_000 + 1)}
    answer = come_in(app, "tess").post(path, environ_overrides=length)
    assert answer.status_code == 413
    words = answer.get_data(as_text=True)
    assert f"up to {most} MB." in words
    assert "spreadsheet." not in words
    if not path.startswith("/api/"):
        assert "Back button" in words
        assert "Start again with an empty form" in words
