"""C08: loans and requests by person, days and state."""

import pytest

from tests.support.days import ahead

from ..ahead_acts import ask, page_says, promise
from ..conftest import API, REQUESTS


@pytest.fixture
def listed(as_, harp, stand):
    """Sol's harp soon, Nia's stand later, and another that she waits for: ids by what a list is asked for."""
    promise(as_, harp, 1, 3)
    promise(as_, stand, 10, 12, who="nia")
    ask(as_("nia"), stand, 20, 22)

    def ids(path, words):
        return {row["id"] for row in as_("dora").get(f"{path}?{words}").json}

    return ids


@pytest.mark.parametrize("path", [API, REQUESTS])
@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("", {1, 2, 3}),
        ("student=3", {2, 3}),
        ("student=3&status=approved", {2}),
        (f"from={ahead(4)}&to={ahead(10)}", {2}),
        (f"from={ahead(3)}&to={ahead(3)}", {1}),
        (f"to={ahead(1)}", {1}),
        ("status=pending", {3}),
        ("status=missed", set()),
    ],
)
def test_c08_requests_by_person_time_and_state(listed, path, words, ids):
    assert listed(path, words) == ids


@pytest.mark.parametrize("path", [API, REQUESTS])
def test_a_state_that_is_none_is_refused(as_, path):
    assert as_("dora").get(f"{path}?status=gone").status_code == 422


def test_c08_the_page_has_the_same_filters(as_, harp, stand):
    promise(as_, harp, 1, 3)
    promise(as_, stand, 10, 12, who="nia")
    dora = as_("dora")

    def shows(words):
        page = page_says(dora, f"/checkouts?{words}")
        return [name for name in ("Harp", "Music Stand") if f"<b>{name}</b>" in page]

    assert shows("") == ["Harp", "Music Stand"]
    assert shows("who=nia") == ["Music Stand"]
    assert shows(f"from={ahead(0)}&to={ahead(5)}") == ["Harp"]
    assert shows("status=missed") == []
    assert shows("who=nobody") == []
    assert "Nobody is called nobody" in page_says(dora, "/checkouts?who=nobody")
    page = page_says(dora, "/checkouts?who=nia&status=approved")
    assert "export.csv?status=approved&amp;student=3" in page
    assert "status=out&amp;who=nia" in page
