"""Staff have a borrower reminded now."""

import pytest

from tests.lending.conftest import API
from webapp.core.bounces import Bounce
from webapp.core.db import db, transaction

from .acts import due, out_to, send, tell


@pytest.fixture
def out(app, as_):
    id = out_to(as_, "sol")
    due(app, -3)
    return id


def remind(browser, door, id):
    return browser.post(
        f"/checkouts/{id}/remind" if door == "page" else f"{API}{id}/remind/"
    )


@pytest.mark.parametrize("door", ["page", "api"])
def test_i07_the_borrower_is_told_at_once(app, as_, out, door):
    assert remind(as_("dora"), door, out).status_code in (200, 303)
    assert "3 days ago" in send(app, "reminder")["Sol"]
    told = as_("tess").get(f"{API}{out}/tellings/").json
    assert [(each["reader"], each["days"], each["sent_by"]) for each in told] == [
        ("borrower", 1, 4)
    ]


@pytest.mark.parametrize("door", ["page", "api"])
def test_not_twice_a_day(as_, out, door):
    remind(as_("dora"), door, out)
    assert remind(as_("tess"), door, out).status_code == 409


def test_twice_is_refused_in_place(as_, out):
    remind(as_("dora"), "page", out)
    page = remind(as_("dora"), "page", out).text
    assert "was reminded of it today already" in page
    assert 'id="told"' in page
    assert "Send a reminder now" in page


@pytest.fixture
def bounced(app):
    with app.app_context(), transaction():
        db.session.add(Bounce(address="sol@school.test", reason="No such user"))


@pytest.mark.parametrize("door", ["page", "api"])
def test_whose_e_mail_comes_back_is_not_reminded(app, as_, out, bounced, door):
    answer = remind(as_("dora"), door, out)
    assert answer.status_code == 409
    assert "E-mail to Sol comes back; call them" in answer.text
    assert as_("tess").get(f"{API}{out}/tellings/").json == []


def test_what_came_back_did_not_tell_them(app, as_, out):
    remind(as_("dora"), "page", out)
    send(app, "reminder")
    page = as_("dora").get(f"/checkouts/{out}").text
    assert "by e-mail on" in page
    with app.app_context(), transaction():
        db.session.add(Bounce(address="sol@school.test", reason="No such user"))
    page = as_("dora").get(f"/checkouts/{out}").text
    assert "not reached: e-mail to them comes back" in page
    assert "by e-mail on" not in page
    assert "Told that it is" not in page


@pytest.mark.parametrize("door", ["page", "api"])
def test_who_may_not(as_, out, door):
    assert remind(as_("sol"), door, out).status_code == 403
    assert remind(as_("nia"), door, out).status_code == 404


@pytest.mark.parametrize("door", ["page", "api"])
def test_only_of_what_is_out(as_, asked, door):
    assert remind(as_("dora"), door, asked).status_code == 409


def test_it_is_withdrawn_once_the_thing_is_back(app, as_, out):
    remind(as_("dora"), "api", out)
    as_("dora").post(f"{API}{out}/return_item/", json={})
    assert send(app, "reminder") == {}
    assert as_("tess").get(f"{API}{out}/tellings/").json == []


def test_the_digest_does_not_say_the_same_step_again(app, as_, out):
    remind(as_("dora"), "api", out)
    assert tell(app) == {}


def test_who_has_no_account_any_more(as_, out):
    as_("ada").post("/people/2/disable")
    answer = remind(as_("dora"), "api", out)
    assert answer.status_code == 409
    assert "call them" in answer.json["detail"]


def test_the_page_offers_it_to_staff(as_, out):
    words = "Send a reminder now"
    assert words in as_("dora").get(f"/checkouts/{out}").text
    assert words not in as_("sol").get(f"/checkouts/{out}").text


def test_what_staff_had_told_is_not_called_a_step_of_the_days_late(as_, out):
    remind(as_("dora"), "page", out)
    page = as_("dora").get(f"/checkouts/{out}").text
    assert "Reminded by hand" in page
    assert "Told that it is" not in page
