"""What reads JSON takes no other type: a form is told so, instead of passing for a body with nothing in it."""

import pytest

API = "/api/inventory/"
ITEM = f"{API}items/1/"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def engine():
    return "sqlite"


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT"])
@pytest.mark.parametrize(
    "body",
    [
        {"data": {"name": "Viola"}},
        {"data": b'{"name": "Viola"}', "content_type": FORM},
        {"data": b'{"name": "Viola"}', "content_type": "text/plain"},
        {"data": b"name: Viola", "content_type": "application/yaml"},
    ],
)
def test_another_type_is_refused(as_, method, body):
    tess = as_("tess")
    path = f"{API}items/" if method == "POST" else ITEM
    before = tess.get(f"{API}items/").json
    no = tess.open(path, method=method, **body)
    assert (no.status_code, no.json["code"]) == (415, "wrong_type")
    assert no.content_type == "application/problem+json"
    assert tess.get(f"{API}items/").json == before


def test_an_act_that_may_have_no_body_takes_no_form_either(as_, wish):
    sol = as_("sol")
    loan = sol.post(f"{API}checkouts/", json=wish).json["id"]
    path = f"{API}checkouts/{loan}/cancel/"
    assert sol.post(path, data={"quantity": "1"}).status_code == 415
    assert sol.post(path, data=b"", content_type=FORM).status_code == 200


@pytest.mark.parametrize(
    "kind", ["application/json; charset=utf-8", "application/merge-patch+json", None]
)
def test_json_by_other_names_is_read(as_, kind):
    done = as_("tess").patch(ITEM, data=b'{"name": "Viola"}', content_type=kind)
    assert (done.status_code, done.json["name"]) == (200, "Viola")


def test_who_may_not_is_told_so_first(as_):
    assert as_("sol").patch(ITEM, data={"name": "Viola"}).status_code == 403
