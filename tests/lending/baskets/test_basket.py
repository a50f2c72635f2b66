"""A basket: what is put in, changed, set aside for later and taken out, each person their own."""

from tests.support.days import ahead

from ..ahead_acts import page_says
from ..conftest import BASKET
from ..conftest import BASKET_LINES as LINES


def basket_of(browser):
    return browser.get(BASKET).json


def test_what_is_put_in_stands_on_the_page_and_in_the_api(as_, put, harp, stand):
    put("sol", harp, due_date=str(ahead(5)))
    put("sol", stand, quantity=4)
    basket = basket_of(as_("sol"))
    assert [line["item"] for line in basket["lines"]] == [harp, stand]
    assert {line["due_date"] for line in basket["lines"]} == {str(ahead(5))}
    assert basket["held_until"]
    page = page_says(as_("sol"), "/basket")
    assert "Held for you until" in page
    assert "Harp" in page
    assert "× 4" in page
    assert '2<span class="vh"> things</span>' in page


def test_an_empty_one_says_so(as_):
    assert basket_of(as_("sol"))["lines"] == []
    assert "Nothing in it yet" in page_says(as_("sol"), "/basket")


def test_it_is_ones_own(as_, put, harp):
    line = put("sol", harp)["id"]
    assert basket_of(as_("nia"))["lines"] == []
    nia = as_("nia")
    assert nia.patch(f"{LINES}{line}/", json={"quantity": 1}).status_code == 404
    assert nia.delete(f"{LINES}{line}/").status_code == 404
    for path in ("", "/remove", "/later", "/back"):
        no = nia.post(f"/basket/lines/{line}{path}", data={"line-quantity": "1"})
        assert no.status_code == 404, path
    assert len(basket_of(as_("sol"))["lines"]) == 1


def test_the_same_thing_twice_adds_up(as_, put, stand):
    days = {"due_date": str(ahead(4))}
    put("sol", stand, quantity=4, **days)
    assert put("sol", stand, quantity=2, **days)["quantity"] == 6
    put("sol", stand, due_date=str(ahead(6)))
    assert [line["quantity"] for line in basket_of(as_("sol"))["lines"]] == [6, 1]
    assert put("sol", stand, 409, quantity=15, **days)["facts"]["free"] == 19
    days = {"checkout_date": str(ahead(0)), "due_date": str(ahead(6))}
    basket = as_("sol").patch(BASKET, json=days).json
    assert [line["quantity"] for line in basket["lines"]] == [7]


def test_at_most_twenty_things(as_, put, stand):
    for day in range(20):
        put("sol", stand, due_date=str(ahead(1 + day)), checkout_date=str(ahead(1 + day)))
    no = put("sol", stand, 409, checkout_date=str(ahead(25)))
    assert no["detail"].startswith("Your basket holds 20 things")


def test_taking_out_what_is_out_already_is_not_found(as_, put, harp):
    line = put("sol", harp)["id"]
    assert as_("sol").delete(f"{LINES}{line}/").status_code == 204
    assert as_("sol").delete(f"{LINES}{line}/").status_code == 404


def test_a_thing_set_aside_for_later_is_not_held_and_comes_back(as_, put, harp):
    line = put("sol", harp, due_date=str(ahead(3)))["id"]
    sol = as_("sol")
    assert sol.post(f"/basket/lines/{line}/later").status_code == 303
    assert basket_of(sol)["lines"][0]["for_later"] is True
    other = put("nia", harp, due_date=str(ahead(3)))["id"]
    assert sol.post(f"/basket/lines/{line}/back").status_code == 409
    as_("nia").delete(f"{LINES}{other}/")
    assert sol.post(f"/basket/lines/{line}/back").status_code == 303
    assert basket_of(sol)["lines"][0]["for_later"] is False


def test_from_a_list_one_piece_goes_in_and_the_count_follows(as_, harp):
    part = as_("sol", htmx=True).post(f"/basket/items/{harp}")
    assert f'id="added-{harp}"' in part.text
    assert "In your basket" in part.text
    assert '1<span class="vh"> thing</span>' in part.text
    assert as_("sol").post(f"/basket/items/{harp}").status_code == 409
    assert [line["quantity"] for line in basket_of(as_("sol"))["lines"]] == [1]


def test_a_note_typed_beside_a_thing_is_the_baskets(as_, put, stand):
    sol = as_("sol")
    typed = {"quantity": "1", "due_date": str(ahead(4)), "notes": "The concert"}
    sol.post(f"/basket/add/{stand}", data=typed)
    sol.post(f"/basket/add/{stand}", data=typed)
    sol.post("/basket/add/1", data=typed | {"notes": "And the rehearsal"})
    assert basket_of(sol)["purpose"] == "The concert\nAnd the rehearsal"
    no = sol.post("/basket/add/2", data=typed | {"notes": "x" * 1990})
    assert (no.status_code, "At most 2000 characters" in no.text) == (422, True)


def test_an_items_page_begins_with_the_baskets_days(as_, put, stand):
    days = {"checkout_date": str(ahead(3)), "due_date": str(ahead(8))}
    put("sol", stand, **days)
    page = as_("sol").get("/items/1").text
    assert f'name="checkout_date" type="date" value="{ahead(3)}"' in page
    assert f'name="due_date" type="date" value="{ahead(8)}"' in page
