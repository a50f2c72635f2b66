"""A borrower asks to keep what they may not keep without asking; whoever answers their requests says yes or no."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.days import ahead

from ..desk_acts import act
from .acts import RENEWALS, UNTIL, answer, ask, decide, due, hand_out, status

DOORS = pytest.mark.parametrize("door", ["page", "API"])


@DOORS
def test_f06_asking_tells_who_answers(as_, late, door, letter):
    sol = as_("sol")
    assert ask(sol, door, late, notes="The concert").status_code in (201, 303)
    text = letter("renewal_requested")
    assert "The concert" in text
    assert f"{ahead(9):%A %-d %B %Y}" in text
    for path in ("/", f"/checkouts/{late}"):
        assert "Nobody has answered yet" in sol.get(path).text
    assert "Keep Harp longer" in as_("tess").get("/approvals").text
    assert due(as_, late) == str(ahead(-2))


@DOORS
def test_it_is_withdrawn_and_asked_again(as_, late, asked, door, letters):
    sol = as_("sol")
    if door == "API":
        assert sol.post(f"{RENEWALS}{asked}/withdraw/", json={}).status_code == 200
    else:
        assert sol.post(f"/checkouts/{late}/withdraw_renewal").status_code == 303
    assert status(as_, asked) == "withdrawn"
    assert ("renewal_requested", "tess") not in letters()
    assert answer(as_("tess"), door, asked, "approve").status_code == 409
    assert sol.post(f"{RENEWALS}{asked}/undo_withdraw/", json={}).status_code == 200
    assert ("renewal_requested", "tess") in letters()
    assert sol.post(f"{RENEWALS}{asked}/undo_withdraw/", json={}).status_code == 409


@DOORS
def test_asking_twice_is_refused(as_, late, asked, door):
    assert ask(as_("sol"), door, late).status_code == 409


@DOORS
def test_what_needs_no_asking_is_not_asked(as_, out, door):
    assert ask(as_("sol"), door, out).status_code == 409
    later = {"due_date": str(ahead(100))}
    assert ask(as_("sol"), door, out, **later).status_code in (201, 303)


@DOORS
@pytest.mark.parametrize("day", [str(ahead(-3)), "soon", str(ahead(4000))])
def test_what_makes_no_sense_is_refused(as_, late, door, day):
    assert ask(as_("sol"), door, late, due_date=day).status_code == 422


@DOORS
def test_once_it_is_back_there_is_nothing_to_answer(as_, late, asked, door):
    act(as_("dora"), late, "return_item")
    assert answer(as_("tess"), door, asked, "approve").status_code == 409
    assert "Keep Harp longer" not in as_("tess").get("/approvals").text
    assert ask(as_("sol"), door, late).status_code == 409


@pytest.mark.parametrize(("who", "code"), [("nia", 404), ("tess", 403)])
def test_whose_it_is_not_to_ask(as_, late, asked, who, code):
    browser = as_(who)
    for door in ("page", "API"):
        assert ask(browser, door, late).status_code == code
    assert browser.post(f"{RENEWALS}{asked}/withdraw/", json={}).status_code == code


def test_the_one_who_asks_uses_the_link_of_the_reminder(as_, app, harp, out, reminded):
    decide(app, most_renewals=0)
    stranger = as_()
    assert "Ask to keep it longer" in stranger.get(reminded).text
    assert stranger.get(f"{reminded}/ask_longer").status_code == 200
    assert stranger.post(f"{reminded}/ask_longer", data=UNTIL).status_code == 303
    assert "Nobody has answered yet" in stranger.get(reminded).text


def test_two_ask_at_once(app, as_, late):
    browsers = [as_("sol"), as_("sol")]

    def press(at):
        return ask(browsers[at], "API", late).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, range(2))) == [201, 409]


def test_the_list_is_ones_own_for_students(as_, stand, asked):
    other = hand_out(as_, stand, who="nia")
    later = {"due_date": str(ahead(100))}
    mine = ask(as_("nia"), "API", other, **later).json["id"]
    assert [each["id"] for each in as_("nia").get(RENEWALS).json] == [mine]
    assert [each["id"] for each in as_("tess").get(RENEWALS).json] == [mine, asked]
    pending = as_("tess").get(f"{RENEWALS}?status=pending&limit=1")
    assert [each["id"] for each in pending.json] == [mine]
    assert "rel=" in pending.headers["Link"]
    assert "Keep Music Stand longer" in as_("tess").get("/renewals?of=everyone").text
