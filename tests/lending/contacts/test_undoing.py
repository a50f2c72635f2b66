"""N12: who was to fetch it before fetches it again, and what the history says of it."""

from tests.lending.ahead_acts import page_says
from tests.lending.conftest import REQUESTS
from tests.lending.contact_acts import contact_of, name_contact, undo

from .conftest import DORA, NIA, TESS


def test_n12_the_history_says_who(as_, for_class):
    sol = as_("sol")
    name_contact(sol, "API", for_class, NIA)
    id = sol.get(f"{REQUESTS}{for_class}/").json["lines"][0]["id"]
    assert "Nia named to fetch it by Sol" in page_says(sol, f"/checkouts/{id}").replace(
        "</b>", ""
    )
    undo(sol, "API", for_class)
    assert "Named as before to fetch it" in page_says(sol, f"/checkouts/{id}")


def test_n12_whoever_has_it_next_fetches_it(as_, own):
    tess = as_("tess")
    assert name_contact(as_("ada"), "API", own, DORA).status_code == 200
    assert tess.post(f"{REQUESTS}{own}/give/", json={"borrower": NIA}).status_code == 200
    assert contact_of(tess, own) is None
    assert tess.post(f"{REQUESTS}{own}/undo_give/").status_code == 200
    assert contact_of(tess, own) == DORA


def test_n12_what_was_named_before_it_was_given_is_not_undone(as_, for_class):
    """Whoever has it next learns nobody that another borrower named; given back, it can be undone again."""
    dora, sol, nia = as_("dora"), as_("sol"), as_("nia")
    name_contact(dora, "API", for_class, DORA)
    name_contact(dora, "API", for_class, NIA)
    give = {"borrower": NIA}
    assert dora.post(f"{REQUESTS}{for_class}/give/", json=give).status_code == 200
    assert undo(nia, "API", for_class).status_code == 409
    assert "undo_contact" not in nia.get(f"/requests/{for_class}").text
    assert contact_of(nia, for_class) is None
    assert dora.post(f"{REQUESTS}{for_class}/undo_give/").status_code == 200
    assert contact_of(sol, for_class) == NIA
    assert undo(dora, "API", for_class).status_code == 200
    assert contact_of(sol, for_class) == DORA


def test_n12_undone_it_names_nobody_who_may_not_be_named(as_, for_class):
    sol = as_("sol")
    name_contact(as_("dora"), "API", for_class, DORA)
    assert name_contact(sol, "API", for_class, TESS).status_code == 200
    no = undo(sol, "API", for_class)
    assert (no.status_code, contact_of(sol, for_class)) == (409, TESS)
    assert "Dora" not in no.text


def test_n12_the_field_must_be_given(as_, for_class):
    """What leaves it out takes nobody's naming away; null does."""
    sol, path = as_("sol"), f"{REQUESTS}{for_class}/contact/"
    name_contact(sol, "API", for_class, NIA)
    refused = [sol.post(path), sol.post(path, json={})]
    assert [no.status_code for no in refused] == [422, 422]
    assert refused[1].json["fields"].keys() == {"contact"}
    assert contact_of(sol, for_class) == NIA
    assert sol.post(path, json={"contact": None}).status_code == 200
    assert contact_of(sol, for_class) is None


def test_n12_its_borrower_fetches_it_again_by_page(as_, for_class):
    sol = as_("sol")
    name_contact(sol, "API", for_class, NIA)
    assert name_contact(sol, "page", for_class).status_code == 303
    assert contact_of(sol, for_class) is None
