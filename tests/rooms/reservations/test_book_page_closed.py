"""A booking form for a time at which the school is closed says so, and offers when it opens next."""

import re
from datetime import date, timedelta
from html import unescape

from tests.rooms.reservations.conftest import chosen
from webapp.core.dates import WEEKDAYS

API = "/api/inventory/"


def opens(browser, path):
    """The form as it is offered for the next opening."""
    text = browser.get(path).text
    assert "<b>Closed:</b>" in text
    (link,) = re.findall(r'<a href="([^"]+)">Choose that time', text)
    return browser.get(unescape(link)).text


def test_on_a_closed_day(as_, link, monday):
    storm = {"name": "Storm", "starts_on": monday, "ends_on": monday}
    assert as_("ada").post(f"{API}closed-days/", json=storm).status_code == 201
    page = opens(as_("sol"), link)
    tomorrow = date.fromisoformat(monday) + timedelta(days=1)
    assert chosen(page, "start_time")[:10] == str(tomorrow)
    assert "<b>Closed:</b>" not in page


def test_in_a_break(as_, link, monday):
    day = str(WEEKDAYS[date.fromisoformat(monday).weekday()])[:3].lower()
    hours = ("08:00", "13:00"), ("15:00", "20:00")
    spans = [{"from_time": first, "until_time": last} for first, last in hours]
    changed = as_("ada").patch(f"{API}opening-hours/", json={day: spans})
    assert changed.status_code == 200, changed.json
    page = opens(as_("sol"), link)
    assert chosen(page, "start_time").startswith(f"{monday}T15:00")
    assert "<b>Closed:</b>" not in page
