"""Backline as it is now."""

import json
import os
import re
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

PASSWORD = "play-it-again-42"  # of everybody in the school that `bench.seed` moves in
MOVE_IN = """
import json, sys
import flask_migrate
from bench import seed
from webapp import create_app
size = int(sys.argv[1])
with create_app().app_context():
    flask_migrate.upgrade()
    keys = seed.move_in(size, size, size * 2)
print(json.dumps(keys._asdict()))
"""


class Page(NamedTuple):
    """A page that is measured: who looks at it, and where it is. `{day}` is a day with bookings."""

    name: str
    reader: str
    path: str


class Head:
    """One head of Backline, checked out at `checkout`, with a school of its own at `uri`."""

    application = "wsgi:app"
    config = "gunicorn.conf.py"
    pages = (
        Page("day page", "student", "/rooms?date={day}"),
        Page("item list", "student", "/items?q=violin&category=instrument"),
        Page("item page", "student", "/items/42"),
        Page("approval queue", "teacher", "/approvals"),
        Page("home", "student", "/"),
        Page(
            "item list (API, 50)",
            "student",
            "/api/inventory/items/?search=violin&category=instrument",
        ),
    )
    booking = "/api/inventory/reservations/"
    put_loans = "seed.put_loans"
    # sets `free` to what is free of the first item on so many `DAYS` from `today` on
    free_days = "free = availability.availability.shelf(1, today, today + timedelta(days=DAYS)).days(today, DAYS)"

    def __init__(self, checkout: Path, uri: str, secret: str) -> None:
        self.checkout, self.uri = checkout, uri
        data_folder = {"BACKLINE_DATA_DIR": str(checkout / "var")}
        self.environment = {
            "BACKLINE_DATABASE_URL": uri,
            "BACKLINE_SECRET_KEY": secret,
        } | data_folder
        self.keys: dict[str, Any] = {}

    def move_in(self, size: int) -> None:
        """Lets the head's own code move in `size` items, as many bookings, and twice as many requests that wait."""
        done = subprocess.run(
            [sys.executable, "-c", MOVE_IN, str(size)],
            cwd=self.checkout,
            env=os.environ | self.environment,
            check=True,
            stdout=subprocess.PIPE,
        )
        self.keys = json.loads(done.stdout.splitlines()[-1])

    def sign_in(self, http: HTTPConnection, reader: str) -> str:
        """Signs a student or a teacher in through the page, as a browser would; returns the Cookie header."""
        http.request("GET", "/login")
        answer = http.getresponse()
        html, cookie = answer.read().decode(), _cookie(answer.getheader("Set-Cookie", ""))
        hidden = dict(
            re.findall(r'type="hidden" [^>]*?name="(\w+)"[^>]*? value="([^"]*)"', html)
        )
        hidden |= dict(re.findall(r'name="(\w+)" type="hidden" value="([^"]*)"', html))
        form = hidden | {"email": f"{reader}0@bench.test", "password": PASSWORD}
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        http.request("POST", "/login", urlencode(form), headers)
        answer = http.getresponse()
        answer.read()
        if answer.status != 303:
            raise RuntimeError(f"{reader} could not sign in: {answer.status}")
        return _cookie(answer.getheader("Set-Cookie", ""))


def _cookie(header: str) -> str:
    found = re.search(r"session=[^;]+", header)
    return found[0] if found else ""
