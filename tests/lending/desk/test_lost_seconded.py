"""What is lost and worth much is recorded at once, and waits for a second person who agrees or undoes it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from webapp.core.db import db, transaction
from webapp.people import tokens
from webapp.people.commands import OPERATOR
from webapp.people.models import User
from webapp.stock.ledger import verify
from webapp.stock.models import Level

from ..conftest import API, TAGS
from ..desk_acts import act

PENDING = "/api/inventory/operations/pending/"
DOORS = pytest.mark.parametrize("door", ["page", "api"])


@pytest.fixture
def out(as_, approved, costs):
    """Sol has a violin worth 600; the loan."""
    costs(1, 600)
    act(as_("dora"), approved, "hand_out")
    return approved


def take_along(as_, item, quantity):
    """Sol has so many of an item; the loan."""
    id = as_("sol").post(API, json={"item": item, "quantity": quantity}).json["id"]
    as_("tess").post(f"{API}{id}/approve/", json={"hand_out": True})
    return id


def lose(browser, id, door="api", **said):
    said = {"outcome": "lost", "notes": "Left on the tram"} | said
    if door == "api":
        return act(browser, id, "return_item", **said)
    return browser.post(f"/checkouts/{id}/return", data=said)


def decide(browser, verb, door="api", id=1):
    path = f"{PENDING}{id}" if door == "api" else f"/operations/pending/{id}"
    return browser.post(f"{path}/{verb}" + ("/" if door == "api" else ""))


def waiting(as_):
    """What waits, oldest first, as (kind, who recorded it)."""
    acts = as_("tess").get(PENDING).json
    return [(each["kind"], each["requested_by"]) for each in reversed(acts)]


@DOORS
def test_it_is_recorded_at_once_and_waits(as_, out, status, letters, door):
    assert lose(as_("dora"), out, door).status_code in (200, 303)
    assert status(out) == "lost"
    assert waiting(as_) == [("lost", 4)]
    assert {("second_person_loss", "tess"), ("lost", "sol")} <= set(letters())
    assert ("second_person_loss", "dora") not in letters()


def test_it_says_so_where_staff_look(as_, out, letter):
    lose(as_("dora"), out)
    assert "Waits for a second approval" in as_("dora").get(f"/checkouts/{out}").text
    assert "Waits for a second" not in as_("sol").get(f"/checkouts/{out}").text
    page = as_("tess").get("/operations/pending").text
    assert "If the second person rejects it, it is undone." in page
    assert "/operations/pending/1" in letter("second_person_loss")
    shown = as_("tess").get(f"{PENDING}1/").json
    assert (shown["is_recorded"], shown["notes"]) == (True, "Left on the tram")
    assert shown["why"] == "It is worth €600.00; above €500.00 a second person must approve"


@pytest.mark.parametrize("outcome", ["lost", "used_up"])
def test_what_is_worth_less_waits_for_nobody(as_, stand, costs, outcome):
    costs(stand, 5)
    id = take_along(as_, stand, 20)
    assert lose(as_("dora"), id, outcome=outcome).status_code == 200
    assert waiting(as_) == []


@pytest.mark.parametrize("outcome", ["lost", "used_up"])
def test_part_by_part_it_waits_too(as_, stand, costs, outcome):
    costs(stand, 200)
    id = take_along(as_, stand, 5)
    for count in (0, 0, 1):
        lose(as_("dora"), id, outcome=outcome, quantity=1)
        assert len(waiting(as_)) == count
    lose(as_("tess"), id, outcome=outcome, quantity=1)
    assert len(waiting(as_)) == 1


def test_in_a_pile_all_of_it_counts_and_is_one_email(
    as_, give, take, violas, costs, letters
):
    costs(violas, 200)
    give(TAGS)
    lost = [{"code": tag, "outcome": "lost"} for tag in TAGS]
    foreseen = take(lost, dry=True).json["lines"]
    assert all("A second person is asked to agree" in each["words"] for each in foreseen)
    assert waiting(as_) == []
    assert take(lost).status_code == 201
    assert waiting(as_) == [("lost", 4)]
    assert letters().count(("second_person_loss", "tess")) == 1


def test_in_a_pile_what_is_worth_less_says_nothing_of_it(give, take, violas, costs):
    costs(violas, 200)
    give(TAGS)
    (line,) = take([{"code": TAGS[0], "outcome": "lost"}], dry=True).json["lines"]
    assert "second person" not in line["words"]


def test_in_a_pile_of_several_loans_each_waits(as_, app, give, take, violas, costs, rows):
    costs(violas, 600)
    give(TAGS[:1])
    give(TAGS[1:2], person="Nia")
    take([{"code": tag, "outcome": "lost"} for tag in TAGS[:2]])
    assert waiting(as_) == [("lost", 4)] * 2
    assert decide(as_("tess"), "reject", id=1).status_code == 200
    assert waiting(as_) == [("lost", 4)]
    assert [state for *_, state in rows(1)] == ["out"]
    assert [state for *_, state in rows(2)] == ["lost"]


@DOORS
def test_a_second_person_agrees_and_it_stays_lost(as_, out, status, letters, door):
    lose(as_("dora"), out)
    assert decide(as_("tess"), "approve", door).status_code in (200, 303)
    assert (waiting(as_), status(out)) == ([], "lost")
    shown = as_("tess").get(f"{PENDING}1/").json
    assert (shown["decision"], shown["decided_by"]) == ("approved", 1)
    assert letters()[-1] == ("second_person_answered", "dora")
    assert decide(as_("ada"), "reject", door).status_code == 409


@DOORS
def test_a_second_person_says_no_and_it_is_out_again(app, as_, out, status, letter, door):
    lose(as_("dora"), out)
    assert decide(as_("ada"), "reject", door).status_code in (200, 303)
    assert (waiting(as_), status(out)) == ([], "out")
    assert "so it was undone" in letter("second_person_answered")
    with app.app_context():
        assert db.session.get(Level, 1).on_rent == 1
        assert list(verify.problems()) == []


@DOORS
@pytest.mark.parametrize("who", ["tess", "dora", "sol"])
def test_who_may_not_agree(as_, out, who, door):
    lose(as_("tess"), out)
    assert decide(as_(who), "approve", door).status_code == 403
    assert len(waiting(as_)) == 1


@pytest.mark.parametrize("door", ["reject", "found", "undo"])
def test_who_recorded_it_takes_it_back(as_, out, status, last, letters, door):
    tess = as_("tess")
    lose(tess, out)
    if door == "reject":
        answer = decide(tess, "reject")
    elif door == "found":
        answer = act(tess, out, "found")
    else:
        path = f"/api/inventory/operations/{last('lost')}/undo/"
        answer = tess.post(path, json={})
    assert answer.status_code in (200, 201), answer.json
    assert (waiting(as_), status(out)) == ([], "out")
    assert ("second_person_answered", "tess") not in letters()
    assert decide(as_("ada"), "approve").status_code == 409


def test_what_two_agreed_on_counts_no_more(as_, stand, costs):
    costs(stand, 400)
    id = take_along(as_, stand, 4)
    lose(as_("dora"), id, quantity=2)
    decide(as_("tess"), "approve")
    lose(as_("dora"), id, quantity=1)
    assert waiting(as_) == []


def test_a_token_of_somebody_else_is_neither_person(app, out, status):
    with app.app_context(), transaction():
        dora = db.session.get(User, 4)
        token = tokens.issue(dora, by=OPERATOR)
    said = {"outcome": "lost"}
    headers = {"Authorization": f"Bearer {token}"}
    no = app.test_client().post(f"{API}{out}/return_item/", json=said, headers=headers)
    assert no.status_code == 403
    assert status(out) == "out"


def test_two_confirm_at_once_and_one_does(as_, out, letters):
    lose(as_("dora"), out)
    browsers = [as_("tess"), as_("ada")]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda each: decide(each, "approve"), browsers))
    assert sorted(each.status_code for each in answers) == [200, 409]
    assert letters().count(("second_person_answered", "dora")) == 1


def test_one_agrees_as_the_other_says_no(app, as_, out, status):
    lose(as_("dora"), out)
    tess, ada = as_("tess"), as_("ada")
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(decide, tess, "approve"), pool.submit(decide, ada, "reject")]
    codes = [each.result().status_code for each in both]
    assert sorted(codes) == [200, 409]
    assert status(out) == ("lost" if codes[0] == 200 else "out")
    with app.app_context():
        assert list(verify.problems()) == []
