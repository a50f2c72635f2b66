"""Signed out in the middle of something: told where to sign in, and brought back to the page one was on."""

import re

import pytest

HOST = "http://localhost"
ON = {"HX-Request": "true", "HX-Current-URL": f"{HOST}/rooms?date=2036-05-05#main"}
BACK = "/login?next=/rooms?date%3D2036-05-05"


@pytest.mark.parametrize("kind", ["partial", "full", None])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_script_is_told_where_to_sign_in_and_comes_back_to_its_page(as_, kind, method):
    headers = ON | ({"HX-Request-Type": kind} if kind else {})
    answer = as_().open("/reservations/new?room=1", method=method, headers=headers)
    assert (answer.status_code, answer.headers["HX-Redirect"], answer.data) == (
        401,
        BACK,
        b"",
    )


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_cookie_without_a_token_is_signed_out_and_no_old_page(app, method):
    answer = app.test_client().open("/reservations/new?room=1", method=method, headers=ON)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, BACK)


@pytest.mark.parametrize(
    "page",
    [
        "https://evil.test/rooms",
        "//evil.test",
        "http://localhost.evil.test/",
        "http://[",
        "javascript:alert(1)",
        "/rooms",
    ]
    + ["http://localhost@evil.test/", "x", ""],
)
def test_another_sites_page_is_none_to_come_back_to(as_, page):
    answer = as_().post("/reservations/new", headers=ON | {"HX-Current-URL": page})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/login")


def test_without_scripts_one_comes_back_to_the_page_the_form_was_on(as_):
    answer = as_().post(
        "/reservations/new", headers={"Referer": f"{HOST}/reservations/new?room=1"}
    )
    assert (answer.status_code, answer.location) == (
        303,
        "/login?next=/reservations/new?room%3D1",
    )


def test_from_signing_in_one_comes_back(as_):
    browser, who = as_(), {"email": "sol@school.test", "password": "backline"}
    assert browser.post(BACK, data=who).location == "/rooms?date=2036-05-05"


@pytest.mark.parametrize("path", ["/", "/people/2", "/checkouts", "/nowhere", "/login"])
def test_no_browser_keeps_a_page(as_, path):
    assert as_("sol").get(path).headers["Cache-Control"] == "no-store"


def test_an_old_page_is_made_fresh_without_loading_it_again(app, as_, typed):
    sol = as_("sol")
    del sol.environ_base["HTTP_X_CSRFTOKEN"]
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    old = sol.post("/items/1", data=typed | {"csrf_token": "of yesterday"}, headers=part)
    fresh = re.search(r'name="fresh_token" value="([^"]+)" data-who="2"', old.text)[1]
    assert old.status_code == 400
    assert 'id="refusal"' in old.text
    assert "press the button once more" in old.text
    assert (
        sol.post("/items/1", data=typed | {"csrf_token": fresh}, headers=part).status_code
        == 200
    )
