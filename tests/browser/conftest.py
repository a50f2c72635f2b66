"""The real app on a port of its own, and one Chromium for the run."""

import os
import shutil
import threading
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.conftest import copy, fresh
from tests.support.login import come_in
from webapp import create_app
from webapp.core import versions
from webapp.core.db import db

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "microsoft-edge",
    "chrome",
    "msedge",
)
PATIENCE = 30_000  # ms, as for all other waits: a busy machine is no fault of the page
NO_PAGES_KEPT = "--disable-back-forward-cache"  # what Playwright would add
LEFT_OUT = "Transition was aborted"  # an animation between two pages, when the next came or the window changed first
PLACES = (
    Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    / "backline-chromium"
    / "chromium",
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)

expect.set_options(timeout=PATIENCE)


def chromium(playwright):
    """Where the browser is; None for the one Playwright brought itself."""
    if named := os.environ.get("BACKLINE_CHROMIUM"):
        return named
    own = Path(playwright.chromium.executable_path)
    if own.exists() or any(own.parents[2].glob("chromium_headless_shell-*")):
        return None
    for found in [
        *map(shutil.which, NAMES),
        *(place for place in PLACES if place.exists()),
    ]:
        if found:
            return str(found)
    (pytest.fail if os.environ.get("CI") else pytest.skip)(
        "no Chromium: run `make browser`, or set BACKLINE_CHROMIUM"
    )


def launch(playwright, *, keeps_pages=True, flags=(), **how):
    """A Chromium that keeps the pages one leaves and shows them again on Back, as people's do, or not."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    args = [
        *flags,
        "--disable-gpu",
        "--disable-background-networking",
        *(["--no-sandbox"] if root else []),
    ]
    without = [NO_PAGES_KEPT] if keeps_pages else None
    path = chromium(playwright)
    return playwright.chromium.launch(
        executable_path=path, args=args, ignore_default_args=without, **how
    )


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright):
    found = launch(playwright)
    yield found
    found.close()


@pytest.fixture(scope="session")
def app_of_sites(tmp_path_factory, request):
    """One for them all, with its templates compiled; its school is new for each module."""
    return create_app(
        TESTING=True,
        SQLALCHEMY_DATABASE_URI=fresh("sqlite", "site", tmp_path_factory, request),
    )


@pytest.fixture(scope="module")
def app_of_site(app_of_sites, school, tmp_path_factory, request):
    """A school of this module's own."""
    settings = dict(app_of_sites.config)
    app_of_sites.config["DATA_DIR"] = str(tmp_path_factory.mktemp("files"))
    copy("sqlite", school("sqlite"), settings["SQLALCHEMY_DATABASE_URI"], request)
    versions.forget()  # what was kept is of the school before
    yield app_of_sites
    app_of_sites.config.clear()
    app_of_sites.config.update(settings)
    with app_of_sites.app_context():
        db.engine.dispose()


class Handler(WSGIRequestHandler):
    timeout = 5  # seconds until a connection that a browser opened for nothing is given up


@pytest.fixture(scope="module")
def site(app_of_site):
    """The address it answers at."""
    server = make_server(
        "127.0.0.1", 0, app_of_site, threaded=True, request_handler=Handler
    )
    server.daemon_threads = False  # what a browser still asks for at the end is answered before the database goes
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def enter_as(name, tab, app, site):
    """Somebody is signed in, and at the page they start at."""
    cookie = come_in(
        app, name, HTTP_USER_AGENT=tab.evaluate("navigator.userAgent")
    ).get_cookie("session")
    tab.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
    tab.goto("/")


@pytest.fixture
def open_as(browser, site, app_of_site):
    """`open_as("tess", width=390)` is a new tab of Tess's; what its console complains about is in `tab.said`."""
    contexts = []

    def open_(name=None, width=1280, height=900, **settings):
        contexts.append(
            browser.new_context(
                base_url=site, viewport={"width": width, "height": height}, **settings
            )
        )
        tab = contexts[-1].new_page()
        tab.said = []
        tab.on(
            "console",
            lambda line: tab.said.append(line.text) if line.type == "error" else None,
        )
        tab.on(
            "pageerror",
            lambda error: (
                tab.said.append(str(error)) if LEFT_OUT not in str(error) else None
            ),
        )
        if name:
            enter_as(name, tab, app_of_site, site)
        return tab

    yield open_
    for context in contexts:
        context.close()
