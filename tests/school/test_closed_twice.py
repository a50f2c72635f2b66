"""Closed days are entered once: the same days again are refused at their field, with the name of the first entry."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.school.models import ClosedDays

from .conftest import CLOSED

NEW = "/opening-hours/closed-days/new"
FIRST, LAST = 40, 51  # days from today


def days(first, last, **more):
    said = {"starts_on": str(ahead(first)), "ends_on": str(ahead(last))}
    return {"name": "Repairs"} | said | more


@pytest.fixture
def holidays(as_):
    """The id of closed days."""
    answer = as_("ada").post(CLOSED, json=days(FIRST, LAST, name="Autumn holidays"))
    assert answer.status_code == 201
    return answer.json["id"]


@pytest.fixture
def refused(as_):
    """By field, in which words closed days are refused; nothing where they are not."""

    def send(door, said):
        if door == "api":
            fields = as_("ada").post(CLOSED, json=said).json.get("fields", {})
            return {name: words[0] for name, words in fields.items()}
        sent = {name: value for name, value in said.items() if value is not False}
        text = as_("ada").post(NEW, data=sent).text
        return dict(re.findall(r'id="([\w-]+)-error">([^<]+)', text))

    return send


@pytest.mark.parametrize("door", ["page", "api"])
@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (FIRST, LAST, "starts_on"),
        (LAST, LAST + 5, "starts_on"),
        (FIRST - 3, FIRST, "ends_on"),
        (FIRST - 3, LAST + 3, "ends_on"),
    ],
)
def test_days_that_are_closed_already_are_refused_with_the_name_of_the_others(
    app, refused, holidays, door, first, last, field
):
    no = refused(door, days(first, last))
    assert list(no) == [field]
    assert "Autumn holidays" in no[field]
    with app.app_context():
        assert db.session.query(ClosedDays).count() == 1


def test_days_before_and_after_are_closed_too(refused, holidays):
    assert refused("api", days(FIRST - 1, FIRST - 1)) == {}
    assert refused("api", days(LAST + 1, LAST + 1)) == {}


def test_what_is_closed_every_year_is_closed_next_year_too(as_, refused):
    every_year = days(FIRST, LAST, name="Every autumn", yearly=True)
    assert as_("ada").post(CLOSED, json=every_year).status_code == 201
    no = refused("api", days(FIRST + 1, LAST))
    assert no == {"starts_on": "Closed every year already: Every autumn"}
    assert refused("api", every_year).keys() == {"starts_on"}
    assert refused("api", days(FIRST - 2, LAST)) == {}  # longer, this year


def test_holidays_of_one_year_may_have_a_day_of_every_year(refused, holidays):
    assert refused("api", days(FIRST + 2, FIRST + 2, yearly=True)) == {}


def test_moved_onto_others_they_are_refused_and_renamed_they_are_not(as_, holidays):
    ada = as_("ada")
    id = ada.post(CLOSED, json=days(60, 61)).json["id"]
    moved = ada.patch(f"{CLOSED}{id}/", json={"starts_on": str(ahead(LAST))})
    assert (moved.status_code, [*moved.json["fields"]]) == (422, ["starts_on"])
    assert ada.patch(f"{CLOSED}{id}/", json={"name": "Painting"}).status_code == 200
    longer = {"ends_on": str(ahead(62))}
    assert ada.patch(f"{CLOSED}{id}/", json=longer).status_code == 200


def test_what_was_entered_twice_before_can_be_renamed(app, as_, holidays):
    with app.app_context(), transaction():
        db.session.add(ClosedDays(name="Again", starts_on=ahead(40), ends_on=ahead(51)))
    answer = as_("ada").patch(f"{CLOSED}{holidays + 1}/", json={"name": "Twice"})
    assert answer.status_code == 200


def test_two_who_enter_the_same_days_at_once_enter_them_once(app, as_):
    admins = [as_("ada") for _n in range(4)]
    together = Barrier(len(admins))

    def enter(ada):
        together.wait()
        return ada.post(CLOSED, json=days(FIRST, LAST)).status_code

    with ThreadPoolExecutor(len(admins)) as pool:
        assert sorted(pool.map(enter, admins)) == [201, 422, 422, 422]
    with app.app_context():
        assert db.session.query(ClosedDays).count() == 1


HOURS = "/api/inventory/opening-hours/"


def close(as_, first, last):
    said = {"name": first, "starts_on": f"2030-{first}", "ends_on": f"2030-{last}"}
    return as_("ada").post(CLOSED, json=said | {"yearly": True})


@pytest.fixture
def winter_only(as_):
    """Every year all is closed but the second half of December."""
    for days in (("01-01", "04-25"), ("04-26", "08-20"), ("08-21", "12-15")):
        assert close(as_, *days).status_code == 201


def test_closed_days_leave_a_day_of_every_year_open(as_, winter_only):
    no = close(as_, "12-16", "12-31")
    assert (no.status_code, [*no.json["fields"]]) == (422, ["ends_on"])
    assert close(as_, "12-17", "12-31").status_code == 201


def test_so_do_the_hours_of_the_week(as_, winter_only):
    close(as_, "12-17", "12-31")
    no = as_("ada").patch(HOURS, json={"sun": []})
    assert no.status_code == 422
    assert "leave no day of" in no.json["detail"]
