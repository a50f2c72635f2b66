"""The school's settings: an admin decides, on a page or by API, and nobody undoes what somebody else decided."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.school.conftest import API, PAGE, TOLD, change, drawn
from webapp.core import clock, guards
from webapp.core.db import db, transaction
from webapp.guards import ALL
from webapp.rooms.models import Occupancy, Room
from webapp.stock.models import Item, Movement

DOORS = pytest.mark.parametrize("door", ["page", "api"])


@pytest.fixture
def unpriced(app):
    """A school that has no prices yet."""
    with app.app_context(), transaction():
        guards.remove(db.session.connection(), ALL)
        db.session.execute(update(Movement).values(value_delta_minor=0))
        db.session.execute(update(Room).values(hourly_rate_minor=0))
        db.session.execute(update(Item).values(value_minor=0))


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


OF_LENDING = [
    ("most_loans", 4),
    ("pickup_earliest_days", 1),
    ("pickup_latest_days", 90),
    ("pending_days", 3),
    ("missed_days", 0),
    ("due_soon_days", 0),
    ("overdue_days", [3]),
    ("overdue_days", []),
    ("tell_teacher_days", 0),
    ("tell_guardian_days", 7),
    ("tell_office_days", 60),
    ("copies_to_teacher", ["losses", "returns"]),
    ("copies_to_guardian", ["answers"]),
    ("copies_to_office", []),
    ("weekly_list_day", 0),
    ("most_renewals", 0),
    ("renew_days_before", 0),
    ("renew_late", True),
    ("unseen_renewals", 3),
    ("suspend_after_days", 10),
    ("late_stops_loans", True),
    ("due_day_is_free", True),
]


@DOORS
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "Music & More"),
        ("address", "Am Kirchplatz 4\nLindental"),
        ("phone", "+49 30 23125 010"),
        ("granularity_minutes", 30),
    ]
    + [
        ("approve_within_hours", 24),
        ("cancel_hours", 24),
        ("room_horizon_days", 30),
        ("room_max_minutes", 120),
    ]
    + OF_LENDING
    + [("second_person_hours", 48)],
)
def test_what_is_decided_is_kept(as_, kept, door, name, value):
    assert change(as_("ada"), door, **{name: value}).status_code in (200, 303)
    assert kept(name) == value


@DOORS
def test_an_amount_is_kept_in_minor_units(as_, kept, door):
    assert change(as_("ada"), door, second_person_amount="750.50").status_code in (200, 303)
    assert kept("second_person_minor") == 75_050


NONSENSE = [
    ({"name": " "}, "name"),
    ({"name": "x" * 81}, "name"),
    ({"address": "x" * 301}, "address"),
    ({"phone": "0" * 41}, "phone"),
    ({"zone": "Europe/Nowhere"}, "zone"),
    ({"zone": "5"}, "zone"),
    ({"currency": "EURO"}, "currency"),
    ({"currency": "eur"}, "currency"),
    ({"currency": "XXX"}, "currency"),
    ({"granularity_minutes": 7}, "granularity_minutes"),
    ({"granularity_minutes": 0}, "granularity_minutes"),
    ({"cancel_hours": -1}, "cancel_hours"),
    ({"overdue_days": [0]}, "overdue_days"),
    ({"due_soon_days": 31}, "due_soon_days"),
    ({"tell_teacher_days": 366}, "tell_teacher_days"),
    ({"weekly_list_day": 8}, "weekly_list_day"),
    ({"overdue_days": [400]}, "overdue_days"),
    ({"overdue_days": [*range(1, 20)]}, "overdue_days"),
    ({"second_person_amount": "1.234"}, "second_person_amount"),
]


@DOORS
@pytest.mark.parametrize(
    ("said", "field"),
    NONSENSE,
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


@pytest.mark.parametrize("page", [PAGE, "/items/1/edit", "/rooms/1/edit"])
def test_a_field_for_money_says_in_which_currency(as_, page):
    assert "In EUR." in as_("ada").get(page).text
