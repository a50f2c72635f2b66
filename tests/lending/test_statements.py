"""How many statements borrowing takes, knowing who asks included: one more is a decision, not an accident."""

import pytest

from tests.support.queries import counted

API = "/api/inventory/checkouts/"


@pytest.mark.parametrize(
    ("who", "path", "most"),
    [
        (
            "tess",
            "/items?q=violin&category=instrument",
            3,
        ),  # what is here, and then what is not
        ("tess", "/api/inventory/items/?search=violin", 2),
        ("tess", "/api/inventory/items/1/", 2),
        (
            "tess",
            "/items/1",
            9,
        ),  # where its pieces are, which groups there are, and who has it when
        (
            "sol",
            "/items/1",
            6,
        ),  # two ask for the basket
        (
            "tess",
            "/approvals",
            9,
        ),  # of loans alone, which wait: their requests, units, what was moved
        ("dora", "/desk", 5),
        ("dora", "/stock", 2),
        ("tess", "/checkouts?status=pending", 3),
    ],
)
def test_looking(app, as_, asked, who, path, most):
    browser = as_(who)
    with counted(app) as seen:
        assert browser.get(path).status_code == 200
    assert len(seen) <= most, "\n".join(seen)


def test_approving(app, as_, asked):
    tess = as_("tess")
    with counted(app) as seen:
        assert tess.post(f"{API}{asked}/approve/", json={}).status_code == 200
    assert len(_without_locks(seen)) <= 17, (
        "\n".join(seen)
    )  # for the e-mail, when the desk is open, whether it is lent by the hour, and two for names


def test_a_key_costs_two_more(app, as_, asked):
    tess = as_("tess")
    with counted(app) as seen:
        assert (
            tess.post(
                f"{API}{asked}/approve/", json={}, headers={"Idempotency-Key": "x"}
            ).status_code
            == 200
        )
    assert len(_without_locks(seen)) <= 19, "\n".join(seen)


def test_refusing_asks_no_more_than_it_must(app, as_, asked):
    sol = as_("sol")
    with counted(app) as seen:
        assert sol.post(f"{API}{asked}/approve/", json={}).status_code == 403
    assert len(seen) == 3, "\n".join(seen)  # the loan, with its units


def _without_locks(seen):
    """PostgreSQL's writers ask for the lock they take; SQLite's have it."""
    return [each for each in seen if "advisory" not in each]
