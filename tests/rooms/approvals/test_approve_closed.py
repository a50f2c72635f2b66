"""A room that was asked for is not given away for a time that is closed by now."""

from datetime import date, datetime

from tests.rooms.approvals.test_approve import approve
from tests.rooms.conftest import person
from webapp.core.db import transaction
from webapp.rooms.closures import closures
from webapp.rooms.closures.closure_choices import Choice
from webapp.school import closed_days


def test_a_closure_laid_around_it_stands_in_the_way(app, as_, asked, became, monday):
    with app.app_context(), transaction():
        day = {
            "start_time": datetime.fromisoformat(f"{monday}T12:00"),
            "rooms": [1],
            "reason": "Exams",
        }
        choice = Choice(asked, 1, "around")
        closures.add(
            person("dora"),
            **day,
            end_time=datetime.fromisoformat(f"{monday}T18:00"),
            choices=[choice],
        )
    tess = as_("tess")
    assert "Closed at that time" in tess.get(f"/reservations/{asked}").text
    no = approve(tess, "api")
    assert no.status_code == 409
    assert no.json["detail"] == "Studio A is closed at that time: Exams"
    assert became(asked) == ("pending", True, None)
    tess.post("/api/inventory/closures/1/lift/")
    assert approve(tess, "api").status_code == 200


def test_a_day_that_closes_stands_in_the_way(app, as_, asked, became, monday):
    day = date.fromisoformat(monday)
    with app.app_context(), transaction():
        closed_days.add(person("ada"), name="Strike", starts_on=day, ends_on=day)
    no = approve(as_("tess"), "api")
    assert no.status_code == 409
    assert "Strike" in no.json["detail"]
    assert became(asked) == ("pending", True, None)
    with app.app_context(), transaction():
        closed_days.remove(person("ada"), 1)
    assert approve(as_("tess"), "api").status_code == 200
