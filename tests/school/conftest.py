"""The school's settings under test, at both doors."""

import html
import re

import pytest

from webapp.school import settings

PAGE, API = "/settings", "/api/inventory/settings/"

TOLD = {
    "name": "Backline",
    "zone": "Europe/Berlin",
    "currency": "EUR",
    "granularity_minutes": 15,
    "approve_within_hours": 72,
    "cancel_hours": 0,
    "room_horizon_days": 0,
    "room_max_minutes": 0,
    "room_one_at_a_time": False,
    "most_loans": 0,
    "pickup_earliest_days": 0,
    "pickup_latest_days": 0,
    "missed_days": 3,
    "pending_days": 7,
    "due_soon_days": 2,
    "overdue_days": [1, 7, 14, 30],
    "tell_teacher_days": 14,
    "tell_guardian_days": 14,
    "tell_office_days": 30,
    "weekly_list_day": 1,
    "due_day_is_free": False,
    "second_person_loans": False,
    "second_person_amount": "500.00",
    "second_person_hours": 24,
}


@pytest.fixture
def kept(app):
    def look(name):
        with app.app_context():
            return settings.get(name)

    return look


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
