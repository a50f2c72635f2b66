"""What every answer carries: its policy, its size, how long it keeps; and how a fault is told."""

import gzip
import re

import pytest
from flask import Blueprint

from webapp.core.doors import public, refuse
from webapp.core.errors import Offer, Refusal


@pytest.mark.parametrize(
    "path", ["/login", "/nowhere", "/api/nowhere", "/static/icons/icons.svg"]
)
def test_every_answer_carries_the_policy(app, path):
    answer = app.test_client().get(path)
    answer.close()
    headers = answer.headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Permissions-Policy"].startswith("camera=(self), microphone=()")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_only_what_reads_codes_may_run_webassembly_and_it_may_reach_nothing_else(app):
    answer = app.test_client().get("/static/js/reading_worker.js")
    answer.close()
    policies = answer.headers.getlist("Content-Security-Policy")
    assert policies == [
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
    ]


def test_what_is_named_after_its_version_is_kept_and_sent_small(app):
    answer = app.test_client().get(
        "/static/vendor/zxing-wasm-3.1.6.reader.wasm", headers={"Accept-Encoding": "gzip"}
    )
    answer.close()
    assert answer.mimetype == "application/wasm"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]


def test_text_is_sent_small_to_whoever_can_unpack_it(app):
    browser = app.test_client()
    plain, small = (
        browser.get("/nowhere"),
        browser.get("/nowhere", headers={"Accept-Encoding": "gzip, br"}),
    )
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert b"Page not found" in gzip.decompress(small.data)
    assert len(small.data) < len(plain.data)
    assert "Accept-Encoding" in plain.vary
    assert int(small.headers["Content-Length"]) == len(small.data)


def test_what_never_changes_is_kept(app):
    browser = app.test_client()
    for address in re.findall(r'"(/static/[^"#]+)', browser.get("/login").text):
        answer = browser.get(address)
        assert (answer.status_code, answer.cache_control.immutable) == (200, True), address
        answer.close()
    assert not browser.get("/login").cache_control.immutable


def broken():
    raise ZeroDivisionError("a secret")


@pytest.mark.parametrize("path", ["/broken", "/api/broken"])
def test_a_fault_is_told_without_its_details(own_app, path):
    own_app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    bp = Blueprint("broken", __name__)
    bp.add_url_rule(path, view_func=public(broken))
    own_app.register_blueprint(bp)
    answer = own_app.test_client().get(path)
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Something went wrong on our side" in answer.text
    assert answer.mimetype == ("application/problem+json" if "api" in path else "text/html")


def test_the_style_guide_is_for_its_makers(app):
    assert app.test_client().get("/styleguide").status_code == 200
    app.testing = False
    assert app.test_client().get("/styleguide").status_code == 404


@pytest.mark.parametrize("back", ["//evil.test", "https://evil.test", "/\\evil.test", ""])
def test_choosing_colours_goes_nowhere_else(as_, back):
    assert as_("sol").post("/theme", data={"theme": "dark", "back": back}).location == "/"


def test_a_page_open_too_long_says_so(app):
    answer = app.test_client().post("/theme", data={"theme": "dark"})
    assert answer.status_code == 400
    assert "Reload it" in answer.text
    assert "CSRF" not in answer.text


def test_an_offer_outside_a_form_sends_the_same_again_with_its_change(app):
    no = Refusal("Only 1 is free", offers=[Offer("Take 1", {"quantity": 1})])
    with app.test_request_context(
        "/desk/out?a=1",
        method="POST",
        data={"quantity": 2, "item_id": 7, "csrf_token": "x"},
    ):
        text = refuse(no).get_data(as_text=True)
    offer = text[text.index('id="refusal"') :]
    assert 'action="/desk/out?a=1"' in offer
    assert 'name="quantity" value="1"' in offer
    assert 'name="item_id" value="7"' in offer
    assert offer.count("csrf_token") == 1
