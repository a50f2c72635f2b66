"""Keeping what is out by the hour longer: as long again until the desk closes; and being told that it is late."""

import pytest

from tests.lending.ahead_acts import page_says
from tests.lending.conftest import API
from tests.lending.desk_acts import act
from tests.lending.telling.acts import send, tell, write
from webapp.core.db import transaction
from webapp.lending.telling import late_hours
from webapp.school import settings

from .acts import DAY, moment


def told(as_, id, who="sol"):
    return as_(who).get(f"{API}{id}/").json


def renew(as_, id, who="sol"):
    return as_(who).post(f"{API}{id}/renew/", json={})


def test_h06_kept_as_long_again_until_closing(as_, clock, lent):
    clock.at("11:00")
    verdict = told(as_, lent)["renewal"]
    assert (verdict["until"], verdict["until_at"]) == (DAY, moment("15:10"))
    assert "Keep it until 15:10" in page_says(as_("sol"), "/")
    assert renew(as_, lent).json["due_at"] == moment("15:10")
    assert renew(as_, lent).json["due_at"] == moment("17:00")


def test_h06_not_past_closing(as_, clock, lent):
    for _each in range(2):
        renew(as_, lent)
    with_more(as_)
    answer = renew(as_, lent)
    assert (answer.status_code, answer.json["facts"]["reason"]) == (409, "closing")


def with_more(as_):
    answer = as_("ada").patch("/api/inventory/settings/", json={"most_renewals": 9})
    assert answer.status_code == 200


def test_h06_not_where_somebody_waits(as_, lent, metronome):
    joined = as_("nia").post(f"/api/inventory/items/{metronome}/waitlist/", json={})
    assert joined.status_code == 201
    assert renew(as_, lent).json["facts"]["reason"] == "waited_for"


def test_h06_not_once_it_is_late(as_, clock, lent):
    clock.at("12:10")
    assert renew(as_, lent).json["facts"]["reason"] == "overdue"


def test_h06_late_ones_too_where_the_school_lets_them(app, as_, clock, lent):
    with app.app_context(), transaction():
        settings.change("renew_late", True)
    clock.at("14:05")
    assert renew(as_, lent).json["due_at"] == moment("17:00")


def test_h06_renewing_is_undone(as_, lent):
    renew(as_, lent)
    assert "Undo: due at 12:10 again" in page_says(as_("sol"), "/")
    loan = as_("sol").post(f"{API}{lent}/undo_renew/", json={}).json
    assert (loan["due_at"], loan["renewals_left"]) == (moment("12:10"), 2)


def test_h06_only_its_borrower_keeps_it_longer(as_, lent):
    assert renew(as_, lent, "nia").status_code == 404
    assert renew(as_, lent, "dora").status_code == 403


def test_h06_page_and_program_agree(as_, lent):
    assert as_("sol").post(f"/checkouts/{lent}/renew").status_code == 303
    assert told(as_, lent)["due_at"] == moment("15:10")


def test_h06_another_day_makes_it_a_loan_by_the_day_and_back(as_, lent):
    said = {"due_date": "2027-02-03"}
    loan = as_("tess").post(f"{API}{lent}/extend/", json=said).json
    assert (loan["due_date"], loan["due_at"]) == ("2027-02-03", None)
    loan = as_("tess").post(f"{API}{lent}/undo_extend/", json={}).json
    assert (loan["due_date"], loan["due_at"]) == (DAY, moment("12:10"))


def test_h06_told_once_soon_after(app, as_, clock, lent):
    assert write(app, late_hours) == []
    clock.at("12:11")
    assert write(app, late_hours) == [lent]
    assert write(app, late_hours) == []
    assert "Metronome was due back at 12:10 today." in send(app, "late_by_hour")["Sol"]
    assert "Told that it is to be back" in page_says(as_("dora"), f"/checkouts/{lent}")


@pytest.mark.parametrize("verb", ["return_item", "extend"])
def test_h06_not_told_what_is_so_no_longer(app, as_, clock, lent, verb):
    clock.at("12:11")
    write(app, late_hours)
    act(as_("tess"), lent, verb, **({"due_date": "2027-02-02"} if verb == "extend" else {}))
    assert send(app, "late_by_hour") == {}


def test_h06_the_e_mail_of_the_day_is_quiet_on_its_day(app, as_, clock, lent):
    assert tell(app) == {}
    clock.at("12:11")
    assert tell(app) == {}
    clock.at("08:00", day=2)
    assert "1 day ago" in tell(app)["Sol"]


def test_h06_what_is_late_stops_loans_from_the_minute(app, as_, clock, lent, stand):
    with app.app_context(), transaction():
        settings.change("late_stops_loans", True)
    assert as_("sol").post(API, json={"item": stand}).status_code == 201
    clock.at("12:10")
    assert as_("sol").post(API, json={"item": stand}).json["facts"]["reason"] == "late"
