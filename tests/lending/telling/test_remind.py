"""Staff have a borrower reminded now."""

import pytest

from tests.lending.conftest import API

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
