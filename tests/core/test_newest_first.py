"""Lists of the API are the newest first where they are of things that happened."""

import re

import pytest

from tests.support.days import ahead

API = "/api/inventory/"
HAPPENED = {  # by what they are in order
    "calendars/": "id",
    "cards/": "id",
    "checkouts/": "id",
    "hand_overs/": "id",
    "faults/": "id",
    "history/": "at",
    "movements/": "id",
    "past-loans/": "id",
    "operations/": "id",
    "people/1/emails/": "id",
    "people/1/notes/": "id",
    "people/1/tokens/": "id",
    "operations/pending/": "id",
    "renewals/": "id",
    "repairs/": "id",
    "requests/": "id",
    "reservations/": "start_time",
    "reservations/1/payments/": "id",
    "reservations/1/prices/": "at",
    "series/": "id",
    "stocktakes/": "id",
    "suspensions/": "id",
    "take_backs/": "id",
    "units/1/history/": "id",
}
OTHERWISE = {
    "inbox/",  # the most urgent first
    "class/",  # who is late first
    "search/",
    "people/",  # by name
    "most-lent/",  # the most often lent first
    *(
        "brands/",
        "categories/",
        "items/",
        "items/1/availability/",
        "items/1/looked_after/",  # newest first, but nothing of it is
        "items/1/waitlist/",  # in the order served
        "items/waitlist/",
        "levels/",
        "requests/of_my_groups/",  # newest first, but ada plays in none
        "checkouts/1/tellings/",  # a story, as told: the oldest first
        "levels/as-of/",
        "levels/summary/",
        "mail-words/",  # in their groups
        "locations/",
        "sets/",
        "suppliers/",
    ),
    *(
        "practice-rooms/",
        "availability/",
        "room-groups/",
        "rules/",
        "quotas/",
        "reasons/",
        "units/1/accessories/",
        "pictures/",  # in the order that somebody put them in
    ),
    *(
        "units/",
        "units/by-serial/1/",
        "units/by-sku/1/",
        "skus/",
        "rates/",
    ),  # things there are
    *(
        "checkouts/unkept/",
        "closures/",
        "repairs/maintenance/",
        "waitlist/",
        "closed-days/",
        "terms/",
    ),  # what is to come: the next first
    "transfers/",  # what is open first, then the newest
}


@pytest.fixture
def send(as_):
    def post(name, path, /, **body):
        answer = as_(name).post(f"{API}{path}", json=body)
        assert answer.status_code in (200, 201, 202), (path, answer.text)
        return answer.json

    return post


@pytest.fixture
def booked(send, soon):
    """Two bookings, series and calendars, and one booking moved and paid twice."""
    for n, hour in ((1, 14), (2, 10)):
        start, end = f"{hour}:00", f"{hour + 1}:00"
        times = {"start_time": f"{soon}T{start}", "end_time": f"{soon}T{end}"}
        send("sol", "reservations/", room=1, **times)
        send("sol", "calendars/")
        week = {"start": start, "end": end, "first_date": soon, "count": 2}
        send("sol", "series/", room=2, **week)
        times = {"start_time": f"{soon}T15:00", "end_time": f"{soon}T{16 + n}:00"}
        send("ada", "reservations/1/move/", room=1, **times)
        send("dora", "reservations/1/payments/", kind="paid")


@pytest.fixture
def moved(send):
    """Two loans, repairs and stocktakes, and twice something is missing."""
    cello = {"item": 2, "tag": "CEL-1", "serial_number": "1"}
    send("dora", "units/", location="Store", already_here=True, **cello)
    for n in (1, 2):
        send("sol", "checkouts/", item=n)
        send("dora", "cards/", person=n)
        send("ada", "people/1/notes/", text="Plays the viola, too")
        send("ada", "people/1/tokens/", name="Timetable")
        send("dora", "repairs/", unit=1, description="A crack")
        send("dora", f"repairs/{n}/cancel/", notes="It was dust")
        send("dora", "stocktakes/", location="Store")
        send("dora", f"stocktakes/{n}/cancel/")
        gone = {"lines": [{"item": 1, "quantity": 2}], "reason": "missing", "notes": "Gone"}
        send("dora", "operations/", kind="adjust", **gone)
        send("dora", "hand_overs/", person="Sol", codes=["CEL-1"])
        send("dora", "take_backs/", codes=["CEL-1"])


@pytest.fixture
def kept(send, moved):
    """One loan that its borrower asked twice to keep, and twice said was broken; and somebody suspended twice."""
    pile = {"person": "Sol", "codes": ["CEL-1"]}
    loan = send("dora", "hand_overs/", **pile)["lines"][0]["checkout"]
    for n in (1, 2):
        send("sol", "renewals/", checkout=loan, due_date=str(ahead(150)))
        send("sol", f"renewals/{n}/withdraw/")
        send("sol", f"checkouts/{loan}/faults/", words="A peg slips")
        send("sol", f"faults/{n}/withdraw/")
        send("dora", "suspensions/", person=3, why="Lost two bows", until=str(ahead(5)))
        send("dora", f"suspensions/{n}/lift/")


@pytest.fixture
def lived(as_, booked, kept):
    """A school where each of these happened twice."""
    return as_("ada")


def read(browser, path):
    answer = browser.get(
        f"{API}{path}", query_string={"at": "2026-01-01T00:00"} if "as-of" in path else {}
    )
    assert answer.status_code == 200, answer.text
    return answer.json


def test_what_happened_is_listed_newest_first(as_, lived):
    for path, name in HAPPENED.items():
        who = as_("sol") if path == "calendars/" else lived
        found = [each[name] for each in read(who, path)]
        assert len(found) >= 2, (path, found)
        assert found == sorted(found, reverse=True), (path, found)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_every_list_has_an_order_it_is_known_by(app):
    document = app.test_client().get("/api/openapi.json").json
    lists = set()
    for path, calls in document["paths"].items():
        told = calls.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        schema = told.get("application/json", {}).get("schema", {})
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        if schema.get("type") == "array":
            lists.add(re.sub("{[^}]+}", "1", path).removeprefix(API))
    assert lists == HAPPENED.keys() | OTHERWISE
