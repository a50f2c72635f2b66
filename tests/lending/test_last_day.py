"""The last day that can be written is refused like any other that is too far away, wherever a day is said."""

import pytest

LAST, NEARLY = "9999-12-31", "9999-12-20"
API = "/api/inventory/"


@pytest.mark.parametrize("day", [LAST, NEARLY])
@pytest.mark.parametrize(
    "path", ["/items/{item}?from=", "/items?from=", "/items?until=", "/sets?from="]
)
def test_pages(as_, harp, path, day):
    page = as_("sol").get(path.format(item=harp) + day)
    assert page.status_code in (200, 422)


@pytest.mark.parametrize("day", [LAST, NEARLY])
@pytest.mark.parametrize("name", ["from", "to"])
@pytest.mark.parametrize("path", ["items/{item}/availability/", "items/"])
def test_questions_of_programs(as_, harp, path, name, day):
    answer = as_("sol").get(API + path.format(item=harp), query_string={name: day})
    assert answer.status_code in (200, 422)


@pytest.mark.parametrize("day", [LAST, NEARLY])
def test_baskets(as_, harp, day):
    browser = as_("sol")
    line = browser.post(f"{API}basket/lines/", json={"item": harp}).json["id"]
    said = {"checkout_date": day}
    for no in (
        browser.patch(f"{API}basket/lines/{line}/", json=said),
        browser.post(f"{API}basket/lines/", json={"item": harp, **said}),
        browser.patch(f"{API}basket/", json=said),
        browser.post(f"{API}checkouts/", json={"item": harp, **said}),
        browser.post(f"{API}requests/", json={"lines": [{"item": harp, **said}]}),
    ):
        assert no.status_code == 422, no.json
        assert [name.split(".")[-1] for name in no.json["fields"]] == ["checkout_date"]
