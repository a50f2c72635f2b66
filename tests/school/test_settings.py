"""The school's settings: an admin decides, on a page or by API, and nobody undoes what somebody else decided."""

import html
import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import update

from webapp.core import clock, guards
from webapp.core.db import db, transaction
from webapp.guards import ALL
from webapp.rooms.models import Occupancy, Room
from webapp.school import settings
from webapp.stock.models import Item, Movement

PAGE, API = "/settings", "/api/inventory/settings/"
TOLD = {
    "name": "Backline",
    "zone": "Europe/Berlin",
    "currency": "EUR",
    "opens": "08:00",
    "closes": "22:00",
    "granularity_minutes": 15,
    "approve_within_hours": 72,
    "cancel_hours": 0,
    "room_horizon_days": 0,
    "room_max_minutes": 0,
    "room_one_at_a_time": False,
    "pending_days": 7,
    "due_soon_days": 2,
    "overdue_days": [1, 7, 14, 30],
    "second_person_loans": False,
    "second_person_amount": "500.00",
    "second_person_hours": 24,
}
DOORS = pytest.mark.parametrize("door", ["page", "api"])


@pytest.fixture
def kept(app):
    def look(name):
        with app.app_context():
            return settings.get(name)

    return look


@pytest.fixture
def unpriced(app):
    """A school that has no prices yet."""
    with app.app_context(), transaction():
        guards.remove(db.session.connection(), ALL)
        db.session.execute(update(Movement).values(value_delta_minor=0))
        db.session.execute(update(Room).values(hourly_rate_minor=0))
        db.session.execute(update(Item).values(value_minor=0))


def drawn(browser):
    """What the page would send as it stands."""
    text = browser.get(PAGE).text
    shown = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', text))
    chosen = re.findall(
        r'<select[^>]* name="(\w+)".*?<option selected value="([^"]*)"', text, re.S
    )
    return {
        name: html.unescape(value)
        for name, value in (shown | dict(chosen)).items()
        if name in {*TOLD, "version"}
    }


def change(browser, door, **said):
    if door == "api":
        return browser.patch(API, json=said)
    typed = {
        name: ", ".join(map(str, v)) if isinstance(v, list) else str(v)
        for name, v in said.items()
    }
    return browser.post(PAGE, data=drawn(browser) | typed)


def now(answer):
    return dict(re.findall(r'id="([\w-]+)-now"><b>Now:</b> ([^<]*)<', answer.text))


def test_an_admin_sees_all_of_it(as_):
    ada = as_("ada")
    assert ada.get(API).json == TOLD
    shown = ada.get(PAGE).text
    for heading in ("School", "Rooms", "Check-in", "Lending", "Stock"):
        assert f">{heading}</h2>" in shown
    assert "1, 7, 14, 30" in shown
    assert 'href="/rooms/check-in"' in shown
    assert 'href="/rooms/rates/charging"' in shown
    assert f'href="{PAGE}"' in ada.get("/people").text
    assert f'href="{PAGE}"' not in as_("dora").get("/people").text


@pytest.mark.parametrize("name", ["sol", "tess", "dora"])
def test_nobody_else_decides(as_, kept, name):
    one, ada = as_(name), as_("ada")
    answers = [
        one.get(PAGE),
        one.get(API),
        one.post(PAGE, data=drawn(ada) | {"name": "Mine"}),
        one.post(PAGE),
    ]
    answers.append(one.patch(API, json={"name": "Mine"}))
    assert {answer.status_code for answer in answers} == {403}
    assert kept("name") == "Backline"


@DOORS
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "Music & More"),
        ("opens", "07:30"),
        ("closes", "23:00"),
        ("granularity_minutes", 30),
    ]
    + [
        ("approve_within_hours", 24),
        ("cancel_hours", 24),
        ("room_horizon_days", 30),
        ("room_max_minutes", 120),
        ("pending_days", 3),
        ("due_soon_days", 0),
        ("overdue_days", [3]),
        ("overdue_days", []),
    ]
    + [("second_person_hours", 48)],
)
def test_what_is_decided_is_kept(as_, kept, door, name, value):
    assert change(as_("ada"), door, **{name: value}).status_code in (200, 303)
    assert kept(name) == value


@DOORS
def test_an_amount_is_kept_in_minor_units(as_, kept, door):
    assert change(as_("ada"), door, second_person_amount="750.50").status_code in (200, 303)
    assert kept("second_person_minor") == 75_050


@DOORS
@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"zone": "Europe/Nowhere"}, "zone"),
        ({"zone": "5"}, "zone"),
    ]
    + [
        ({"currency": "EURO"}, "currency"),
        ({"currency": "eur"}, "currency"),
        ({"currency": "XXX"}, "currency"),
    ]
    + [
        ({"closes": "08:00"}, "closes"),
        ({"opens": "22:30"}, "closes"),
        ({"opens": "8"}, "opens"),
    ]
    + [
        ({"granularity_minutes": 7}, "granularity_minutes"),
        ({"granularity_minutes": 0}, "granularity_minutes"),
    ]
    + [
        ({"cancel_hours": -1}, "cancel_hours"),
        ({"overdue_days": [0]}, "overdue_days"),
        ({"due_soon_days": 31}, "due_soon_days"),
    ]
    + [
        ({"overdue_days": [400]}, "overdue_days"),
        ({"overdue_days": [*range(1, 20)]}, "overdue_days"),
    ]
    + [({"second_person_amount": "1.234"}, "second_person_amount")],
)
def test_what_makes_no_sense_is_refused_at_its_field(as_, kept, door, said, field):
    ada = as_("ada")
    no = change(ada, door, **{"pending_days": 9} | said)
    assert no.status_code == 422
    assert (
        f'id="{field}-error"' in no.text and 'value="9"' in no.text
        if door == "page"
        else field in no.json["fields"]
    )
    assert kept("pending_days") == 7
    assert ada.get(API).json == TOLD


def test_days_are_typed_in_a_line(as_, kept):
    ada = as_("ada")
    assert change(ada, "page", overdue_days="30,2 , 2").status_code == 303
    assert kept("overdue_days") == [2, 30]
    no = change(ada, "page", overdue_days="soon")
    assert no.status_code == 422
    assert "Enter days such as 1, 7, 14" in no.text
    assert 'value="soon"' in no.text
    assert ada.patch(API, json={"overdue_days": "1, 7"}).status_code == 422


@DOORS
def test_the_currency_stays_once_anything_has_a_price(as_, kept, door):
    no = change(as_("ada"), door, currency="GBP")
    assert no.status_code == 409
    assert "The currency stays EUR" in no.text
    assert kept("currency") == "EUR"


@DOORS
def test_a_school_without_prices_chooses_its_currency(as_, kept, unpriced, door):
    assert change(
        as_("ada"), door, currency="JPY", second_person_amount="60000"
    ).status_code in (200, 303)
    assert (kept("currency"), kept("second_person_minor")) == ("JPY", 60_000)
    assert as_("ada").get(API).json["second_person_amount"] == "60000"


def test_the_amount_for_two_people_stays_the_same_number_in_another_currency(
    as_, kept, unpriced
):
    assert as_("ada").patch(API, json={"currency": "JPY"}).status_code == 200
    assert kept("second_person_minor") == 500


@DOORS
def test_the_zone_stays_while_anything_lies_ahead(app, as_, kept, door):
    with app.app_context(), transaction():
        starts = clock.now() + timedelta(days=3)
        db.session.add(
            Occupancy(
                space_id=1,
                kind="closure",
                starts_at=starts,
                blocks_until=starts + timedelta(hours=1),
            )
        )
    no = change(as_("ada"), door, zone="Asia/Tokyo")
    assert no.status_code == 409
    assert "The zone stays Europe/Berlin" in no.text
    assert kept("zone") == "Europe/Berlin"


@DOORS
def test_a_school_with_nothing_ahead_chooses_its_zone(as_, kept, door):
    assert change(as_("ada"), door, zone="Asia/Tokyo").status_code in (200, 303)
    assert kept("zone") == "Asia/Tokyo"


def test_an_old_page_undoes_nobody_elses_decision(as_, kept):
    ada, head = as_("ada"), as_("ada")
    old = drawn(ada)
    change(head, "page", cancel_hours=24)
    assert ada.post(PAGE, data=old | {"pending_days": "3"}).status_code == 303
    assert (kept("cancel_hours"), kept("pending_days")) == (24, 3)


def test_the_same_setting_decided_twice_shows_both(as_, kept):
    ada, head = as_("ada"), as_("ada")
    old = drawn(ada)
    change(head, "page", opens="09:00", overdue_days="5", pending_days="2")
    mine = old | {"opens": "07:00", "overdue_days": "3, 6"}
    no = ada.post(PAGE, data=mine)
    assert no.status_code == 412
    assert now(no) == {"opens": "09:00", "overdue_days": "5"}
    assert 'value="07:00"' in no.text
    assert kept("opens") == "09:00"
    again = html.unescape(re.search(r'name="version"[^>]*value="([^"]*)"', no.text)[1])
    assert ada.post(PAGE, data=mine | {"version": again}).status_code == 303
    assert (kept("opens"), kept("overdue_days"), kept("pending_days")) == (
        "07:00",
        [3, 6],
        2,
    )


@pytest.mark.parametrize(
    "seen",
    [
        "",
        "{}",
        "[]",
        "x",
        '{"name": 1}',
        "{amount: 'x'}",
        "second_person_amount=sNaN",
        "cancel_hours=[]",
    ],
)
def test_what_no_page_was_drawn_from_is_refused(as_, kept, seen):
    ada = as_("ada")
    old = drawn(ada)
    if "=" in seen:
        name, _, value = seen.partition("=")
        seen = json.dumps(json.loads(old["version"]) | {name: value})
    no = ada.post(PAGE, data=old | {"version": seen, "cancel_hours": "24"})
    assert no.status_code == 422
    assert "open for too long" in no.text
    assert kept("cancel_hours") == 0


def test_what_both_decided_alike_is_no_difference(as_, kept):
    ada = as_("ada")
    old = drawn(ada) | {"opens": "09:00", "second_person_amount": "700"}
    change(as_("ada"), "api", opens="09:00", second_person_amount="700.00")
    assert ada.post(PAGE, data=old).status_code == 303
    assert kept("opens") == "09:00"


@pytest.mark.parametrize("version", ["", "1", "[]", "{}", '{"name": "x"}', "x" * 3000])
def test_a_page_that_does_not_say_what_it_was_drawn_from_is_refused(as_, kept, version):
    ada = as_("ada")
    no = ada.post(PAGE, data=drawn(ada) | {"version": version, "name": "Mine"})
    assert no.status_code == 422
    assert kept("name") == "Backline"


def test_a_program_may_say_what_it_saw(as_, kept):
    ada = as_("ada")
    seen = {"If-Match": ada.get(API).headers["ETag"]}
    assert ada.patch(API, json={"cancel_hours": 12}, headers=seen).status_code == 200
    no = ada.patch(API, json={"opens": "09:00"}, headers=seen)
    assert no.status_code == 412
    assert no.json["facts"]["cancel_hours"] == 12
    assert kept("opens") == "08:00"


def test_the_same_change_twice_is_one(as_, kept):
    ada = as_("ada")
    typed = drawn(ada) | {"pending_days": "3", "idempotency_key": "k"}
    assert [ada.post(PAGE, data=typed).status_code for _ in range(2)] == [303, 303]
    assert kept("pending_days") == 3


def test_of_two_at_once_one_sees_the_other(as_, kept):
    people = [as_("ada") for _ in range(6)]
    pages, start = (
        [drawn(one) | {"cancel_hours": str(n + 1)} for n, one in enumerate(people)],
        Barrier(6),
    )

    def send(one, typed):
        start.wait()
        return one.post(PAGE, data=typed).status_code

    with ThreadPoolExecutor(6) as pool:
        codes = list(pool.map(send, people, pages))
    assert sorted(codes) == [303] + [412] * 5
    assert kept("cancel_hours") == codes.index(303) + 1


@pytest.mark.parametrize("page", [PAGE, "/items/1/edit", "/rooms/1/edit"])
def test_a_field_for_money_says_in_which_currency(as_, page):
    assert "In EUR." in as_("ada").get(page).text
