"""What borrowing an item costs: a rate for a period, and a deposit, beside what replacing it costs."""

import pytest

ITEMS = "/api/inventory/items/"
FIDDLE = {"name": "Fiddle", "category": "instrument", "location": "Store"}
TYPED = FIDDLE | {
    "quantity": "0",
    "value": "0",
    "max_checkout_days": "7",
    "is_borrowable": "y",
}


def test_a_rate_for_a_period_and_a_deposit(as_):
    tess = as_("tess")
    made = tess.post(
        ITEMS,
        json=FIDDLE | {"rental_rate": "12.50", "rental_period": "month", "deposit": 50},
    ).json
    assert (made["rental_rate"], made["rental_period"], made["deposit"]) == (
        "12.50",
        "month",
        "50.00",
    )
    for name in ("tess", "sol"):
        assert (
            "€12.50 a month, €50.00 deposit" in as_(name).get(f"/items/{made['id']}").text
        )
    plain = tess.get(f"{ITEMS}1/").json
    assert plain["rental_rate"] is plain["rental_period"] is plain["deposit"] is None
    assert "Costs" not in tess.get("/items/1").text


def test_the_pages_do_the_same(as_):
    tess = as_("tess")
    assert (
        tess.post(
            "/items/new", data=TYPED | {"rental_rate": "8", "rental_period": "term"}
        ).status_code
        == 303
    )
    assert tess.get(f"{ITEMS}3/").json["rental_rate"] == "8.00"
    edit = tess.get("/items/3/edit").text
    assert 'value="8.00"' in edit
    assert '<option selected value="term">' in edit
    typed = TYPED | {
        "version": "1",
        "condition": "good",
        "rental_rate": "",
        "rental_period": "",
        "deposit": "20",
    }
    assert tess.post("/items/3/edit", data=typed).status_code == 303
    now = tess.get(f"{ITEMS}3/").json
    assert (now["rental_rate"], now["rental_period"], now["deposit"]) == (
        None,
        None,
        "20.00",
    )


WRONG = [
    ({"rental_rate": 5}, "rental_period"),
    ({"rental_rate": -1, "rental_period": "day"}, "rental_rate"),
    ({"rental_rate": "5.001", "rental_period": "day"}, "rental_rate"),
    ({"deposit": "1.234"}, "deposit"),
    ({"rental_period": "year"}, "rental_period"),
    ({"deposit": True}, "deposit"),
    ({"deposit": "x"}, "deposit"),
]


@pytest.mark.parametrize(("wrong", "field"), WRONG)
def test_what_cannot_be_is_refused_at_its_field(as_, wrong, field):
    tess = as_("tess")
    for no in (tess.post(ITEMS, json=FIDDLE | wrong), tess.patch(f"{ITEMS}1/", json=wrong)):
        assert no.status_code == 422
        assert list(no.json["fields"]) == [field]
    page = tess.post(
        "/items/new", data=TYPED | {name: str(value) for name, value in wrong.items()}
    )
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert 'value="Fiddle"' in page.text
    assert tess.get(f"{ITEMS}1/").json["version"] == 1


def test_a_period_is_not_taken_from_under_a_rate(as_):
    tess = as_("tess")
    tess.patch(f"{ITEMS}1/", json={"rental_rate": 5, "rental_period": "week"})
    no = tess.patch(f"{ITEMS}1/", json={"rental_period": None})
    assert no.status_code == 422
    assert no.json["fields"]["rental_period"]
    assert (
        tess.patch(
            f"{ITEMS}1/", json={"rental_rate": None, "rental_period": None}
        ).status_code
        == 200
    )


@pytest.mark.parametrize("name", ["dora", "sol"])
def test_who_may_not(as_, name):
    assert as_(name).patch(f"{ITEMS}1/", json={"deposit": 1}).status_code == 403


def test_a_stale_change_shows_both(as_):
    tess = as_("tess")
    tess.patch(f"{ITEMS}1/", json={"rental_rate": 5, "rental_period": "week"})
    typed = TYPED | {
        "version": "1",
        "condition": "good",
        "rental_rate": "6",
        "rental_period": "month",
    }
    no = tess.post("/items/1/edit", data=typed)
    assert no.status_code == 412
    assert "<b>Now:</b> 5.00" in no.text
    assert "<b>Now:</b> A week" in no.text
