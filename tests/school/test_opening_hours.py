"""Opening hours: decided by admins at both doors, read by everybody, and what makes no sense."""

import re

import pytest

from webapp.core.db import transaction
from webapp.school import open_days, opening_hours, settings

PAGE, API = "/opening-hours/week", "/api/inventory/opening-hours/"
ALWAYS = [{"from_time": "08:00", "until_time": "22:00"}]
NO_LIMITS = {f"{day}_visits": None for day in opening_hours.WEEKDAYS}
SPLIT = [
    {"from_time": "08:00", "until_time": "12:30"},
    {"from_time": "14:00", "until_time": "24:00"},
]


@pytest.fixture
def hours(app):
    """What is written of a weekday, as one types it."""

    def look(day):
        with app.app_context():
            return opening_hours.written(opening_hours.week(open_days.now_decided())[day])

    return look


def typed(browser, **days):
    """What the page sends: the week as it was drawn, with these days."""
    text = browser.get(PAGE).text
    drawn = dict(re.findall(r'name="(\w+)"[^>]* value="([^"]*)"', text))
    return {
        name: drawn.get(name, "") for name in (*opening_hours.WEEKDAYS, "version")
    } | days


@pytest.mark.parametrize(("begins", "first"), [(1, "mon"), (7, "sun")])
def test_its_form_begins_as_the_schools_weeks_do(app, as_, begins, first):
    with app.app_context(), transaction():
        settings.change("first_weekday", begins)
    names = re.findall(r'<input[^>]* name="(\w{3})"', as_("ada").get(PAGE).text)
    assert sorted(names) == sorted(opening_hours.WEEKDAYS)
    assert names[0] == first


def test_it_was_open_every_day_before(as_):
    shown = as_("sol").get(API)
    assert shown.json == dict.fromkeys(opening_hours.WEEKDAYS, ALWAYS) | NO_LIMITS
    assert "Every day" in as_("sol").get("/opening-hours").text


def test_page_and_program_decide_the_same(as_, hours):
    ada = as_("ada")
    assert ada.patch(API, json={"mon": SPLIT, "sun": []}).status_code == 200
    assert hours("mon") == "08:00–12:30, 14:00–24:00"
    assert (hours("tue"), hours("sun")) == ("08:00–22:00", "")
    sent = ada.post(PAGE, data=typed(ada, tue="8-12.30; 14 – 24:00", sat=""))
    assert sent.location == "/opening-hours?saved=y"
    assert hours("tue") == hours("mon")
    assert hours("sat") == hours("sun") == ""
    page = as_("sol").get("/opening-hours").text
    assert "Monday to Tuesday" in page
    assert "08:00–12:30 and 14:00–24:00" in page
    assert "closed" in page


@pytest.mark.parametrize("name", ["sol", "tess", "dora"])
def test_only_admins_decide(as_, hours, name):
    one = as_(name)
    asked = [
        one.patch(API, json={"mon": []}),
        one.get(PAGE),
        one.post(PAGE, data={"mon": "", "version": "1"}),
    ]
    assert {answer.status_code for answer in asked} == {403}
    assert hours("mon") == "08:00–22:00"
    assert one.get("/opening-hours").status_code == one.get(API).status_code == 200


def test_a_stranger_signs_in_first(app):
    assert app.test_client().get("/opening-hours").status_code == 303
    assert app.test_client().get(API).status_code == 401


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("8", "Enter hours such as"),
        ("8-25", "Enter times from"),
        ("08:00-12:75", "Enter times from"),
        ("12-8", "Close after 12:00"),
        ("8-12, 11-14", "overlap"),
        ("1-2,3-4,5-6,7-8,9-10,11-12,13-14", "At most 6"),
        (",".join("1-2" for _ in range(21)), "20"),
        ("<b>", "Enter hours such as"),
    ],
)
def test_nonsense_is_told_at_its_day_and_stays_typed(as_, hours, line, words):
    ada = as_("ada")
    no = ada.post(PAGE, data=typed(ada, wed=line, sun=""))
    assert no.status_code == 422
    assert words in no.text.partition('id="wed-error"')[2][:200]
    assert hours("wed") == hours("sun") == "08:00–22:00"


@pytest.mark.parametrize(
    "spans",
    [
        [{"from_time": "08:00"}],
        [{"from_time": "24:00", "until_time": "24:00"}],
        [{"from_time": "8:00", "until_time": "12:00"}],
        [{"from_time": "08:00", "until_time": "24:01"}],
        "8-12",
        None,
    ],
)
def test_a_program_sends_whole_times(as_, hours, spans):
    no = as_("ada").patch(API, json={"mon": spans})
    assert no.status_code == 422
    assert next(iter(no.json["fields"])).startswith("mon")
    assert hours("mon") == "08:00–22:00"


def test_spans_that_touch_are_one(as_, hours):
    ada = as_("ada")
    assert ada.post(PAGE, data=typed(ada, mon="12-22, 8-12")).status_code == 303
    assert hours("mon") == "08:00–22:00"


def test_a_week_is_open_on_some_day(as_, hours):
    no = as_("ada").patch(API, json=dict.fromkeys(opening_hours.WEEKDAYS, []))
    assert no.status_code == 422
    assert "at least one day" in no.json["detail"]
    assert hours("mon") == "08:00–22:00"


def test_h05_visits_are_limited_at_both_doors(as_):
    ada = as_("ada")
    assert ada.patch(API, json={"mon_visits": 10}).json["mon_visits"] == 10
    sent = ada.post(PAGE, data=typed(ada, mon_visits="10", tue_visits="1"))
    assert sent.status_code == 303
    shown = as_("sol").get(API).json
    limits = {day: shown[f"{day}_visits"] for day in ("mon", "tue", "wed")}
    assert limits == {"mon": 10, "tue": 1, "wed": None}
    page = as_("sol").get("/opening-hours").text
    assert "08:00–22:00, at most 10 visits to the desk" in page
    assert "08:00–22:00, at most 1 visit to the desk" in page


def test_h05_a_limit_is_taken_away_and_the_rest_stays(as_, hours):
    ada = as_("ada")
    ada.patch(API, json={"mon_visits": 10, "tue_visits": 5, "mon": SPLIT})
    shown = ada.patch(API, json={"mon_visits": None}).json
    assert (shown["mon_visits"], shown["tue_visits"]) == (None, 5)
    assert hours("mon") == "08:00–12:30, 14:00–24:00"


@pytest.mark.parametrize("most", [0, -1, 1001, "10", 2.5, True])
def test_h05_nonsense_is_no_limit(as_, most):
    no = as_("ada").patch(API, json={"mon_visits": most})
    assert (no.status_code, [*no.json["fields"]]) == (422, ["mon_visits"])
    assert as_("ada").get(API).json["mon_visits"] is None


def test_h05_only_admins_limit_visits(as_):
    assert as_("dora").patch(API, json={"mon_visits": 10}).status_code == 403
    assert as_("ada").get(API).json["mon_visits"] is None


def test_h05_a_limit_has_a_version_too(as_):
    ada = as_("ada")
    seen, page = ada.get(API).headers["ETag"], typed(ada, mon="9-10")
    ada.patch(API, json={"mon_visits": 10})
    no = ada.patch(API, json={"mon": []}, headers={"If-Match": seen})
    assert no.status_code == 412
    no = ada.post(PAGE, data=page)
    assert (no.status_code, "10" in no.text) == (412, True)


def test_the_same_twice_changes_nothing(as_, hours):
    ada = as_("ada")
    first = ada.patch(API, json={"mon": SPLIT})
    again = ada.patch(API, json={"mon": SPLIT})
    assert first.headers["ETag"] == again.headers["ETag"]
    assert hours("mon") == "08:00–12:30, 14:00–24:00"


def test_two_at_once_do_not_write_over_each_other(as_, hours):
    ada = as_("ada")
    seen, page = ada.get(API).headers["ETag"], typed(ada, mon="9-10")
    assert (
        ada.patch(API, json={"tue": SPLIT}, headers={"If-Match": seen}).status_code == 200
    )
    no = ada.patch(API, json={"mon": []}, headers={"If-Match": seen})
    assert no.status_code == 412
    no = ada.post(PAGE, data=page)
    assert no.status_code == 412
    assert hours("mon") == "08:00–22:00"
    assert hours("tue") == "08:00–12:30, 14:00–24:00"
