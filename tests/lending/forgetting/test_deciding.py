"""After how many months loans forget who had them is an admin's to say, who first sees what that forgets today."""

import re

import pytest

from webapp.core.db import transaction
from webapp.school import settings

from .acts import back, forget

PAGE, API = "/settings/forgetting", "/api/inventory/forgetting/"
DOORS = pytest.mark.parametrize("door", ["page", "api"])


def months(app):
    with app.app_context():
        return settings.get("forget_loans_after")


def main(page):
    return page.text.partition("<main")[2]


def drawn(browser):
    """The version that the page was drawn with."""
    found = re.findall(r'name="version"[^>]* value="(\d+)"', browser.get(PAGE).text)
    return {"version": found[0]}


def decide(browser, door, count):
    if door == "api":
        return browser.patch(API, json={"months": count})
    return browser.post(PAGE, data=drawn(browser) | {"months": str(count)})


@DOORS
def test_what_is_decided_is_kept(app, as_, old, door):
    assert decide(as_("ada"), door, 6).status_code in (200, 303)
    assert months(app) == 6
    assert "6 months after they are closed" in main(as_("ada").get("/settings"))


@DOORS
def test_before_that_it_is_shown_what_it_would_forget_today(app, as_, old, door):
    back(as_)  # a loan that is remembered
    ada = as_("ada")
    if door == "api":
        assert ada.get(f"{API}?months=6").json == {"months": 6, "loans": 1}
        assert ada.get(API).json == {"months": 0, "loans": 0}
    else:
        sent = ada.post(f"{PAGE}/preview", data=drawn(ada) | {"months": "6"})
        page = ada.get(sent.location)
        assert "1 loan would forget today" in main(page)
        assert "remembered for ever" in main(page)
    assert months(app) == 0


def test_long_enough_forgets_none(as_, old):
    page = main(as_("ada").get(f"{PAGE}?months=120"))
    assert "No loan is old enough" in page


@DOORS
@pytest.mark.parametrize("count", [-1, 241])
def test_too_many_or_too_few_are_refused(app, as_, door, count):
    assert decide(as_("ada"), door, count).status_code == 422
    assert months(app) == 0


def test_what_is_typed_wrongly_is_refused_at_its_field(as_):
    ada = as_("ada")
    no = ada.post(f"{PAGE}/preview", data=drawn(ada) | {"months": "six"})
    assert no.status_code == 422
    assert "Enter a whole number" in no.text
    assert 'value="six"' in no.text


@DOORS
def test_nobody_undoes_what_somebody_else_decided(app, as_, door):
    ada = as_("ada")
    before, seen = drawn(ada), ada.get(API).headers["ETag"]
    decide(ada, "api", 12)
    if door == "api":
        answer = ada.patch(API, json={"months": 6}, headers={"If-Match": seen})
    else:
        answer = ada.post(PAGE, data=before | {"months": "6"})
    assert answer.status_code == 412
    assert months(app) == 12


WAYS = [
    ("GET", PAGE),
    ("POST", PAGE),
    ("POST", f"{PAGE}/preview"),
    ("GET", API),
    ("PATCH", API),
]


@pytest.mark.parametrize("name", ["sol", "tess", "dora"])
@pytest.mark.parametrize(("method", "path"), WAYS)
def test_nobody_else_decides(app, as_, name, method, path):
    body = {"json": {"months": 1}} if path == API else {"data": {"months": "1"}}
    answer = as_(name).open(path, method=method, **(body if method != "GET" else {}))
    assert answer.status_code == 403
    assert months(app) == 0


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("sol", "/checkouts/mine"),
        ("sol", "/checkouts/past"),
        ("ada", "/people/2"),
        ("ada", "/checkouts/past?student=2"),
    ],
)
def test_people_read_how_long_loans_are_remembered(app, as_, name, path):
    assert "months after" not in main(as_(name).get(path))
    with app.app_context(), transaction():
        settings.change("forget_loans_after", 18)
    assert "18 months after" in main(as_(name).get(path))


def command(app, *args):
    return app.test_cli_runner().invoke(args=["forget", *args])


def test_the_command_says_what_it_would_forget(app, old):
    with app.app_context(), transaction():
        settings.change("forget_loans_after", 6)
    said = command(app, "--dry-run")
    assert said.exit_code == 0, said.output
    assert f"loan {old}, Student Violin 4/4, closed" in said.output
    assert "1 loan, closed before" in said.output
    assert "Sol" not in said.output
    assert "1 loan, closed before" in command(app, "--dry-run").output


def test_the_command_forgets_what_the_days_run_would(app, old, naming):
    with app.app_context(), transaction():
        settings.change("forget_loans_after", 6)
    assert "Forgotten: 1 requests" in command(app).output
    assert naming("Sol") == set()
    assert forget(app)[0] == 0


def test_the_command_says_that_it_is_off(app, old):
    assert "Nothing is forgotten" in command(app, "--dry-run").output
    assert "Forgotten: 0 requests" in command(app).output
