"""Today by person: who fetches and who brings back."""

import re
from html import unescape

from tests.support.queries import counted

from ..ahead_acts import ask, promise
from ..desk_acts import act
from ..queue_acts import bring_back, join, take_out

PATH = "/desk/today"


def visits(browser):
    """Each person's line, in words."""
    table = browser.get(PATH).text.partition("<tbody>")[2].partition("</tbody>")[0]
    lines = re.findall(r"(?s)<tr>(.*?)</tr>", table)
    return [" ".join(re.sub("<[^>]*>", " ", line).split()) for line in lines]


def test_d21_what_is_picked_up_and_brought_back_today_by_person(as_, stand, harp, violas):
    dora = as_("dora")
    promise(as_, stand, 0, 3, quantity=4)
    act(dora, promise(as_, violas, 0, 0), "hand_out", units=["VLA-2"])
    act(dora, promise(as_, harp, 0, 0, who="nia"), "hand_out")
    promise(as_, violas, 1, 3, who="nia")
    act(dora, promise(as_, violas, 0, 3, who="nia"), "hand_out", units=["VLA-1"])
    nia, sol = visits(dora)
    assert nia == "Nia Harp"
    theirs = "Music Stand × 4 to be fetched from Store Viola : VLA-2"
    assert sol == f"Sol Into the tray , Sol {theirs}"
    tray = re.findall(r'href="(/desk/tray[^"]*)"', dora.get(PATH).text)
    assert len(tray) == 1
    assert "Hand out 4" in dora.get(unescape(tray[0])).text


def test_nobody_is_expected(as_):
    assert "Nobody is expected today" in as_("dora").get(PATH).text


def test_who_may(as_):
    assert as_("sol").get(PATH).status_code == 403
    assert as_(None).get(PATH).status_code == 303


def test_it_asks_as_often_for_many_as_for_few(app, as_, stand):
    dora = as_("dora")
    promise(as_, stand, 0, 3)
    with counted(app) as few:
        dora.get(PATH)
    for _ in range(4):
        promise(as_, stand, 0, 3, who="nia")
    with counted(app) as many:
        dora.get(PATH)
    assert len(many) == len(few)


def test_what_is_only_offered_is_said_to_be(as_, harp):
    loan = take_out(as_, harp)
    join(as_, "sol", harp)
    bring_back(as_, loan)
    (sol,) = visits(as_("dora"))
    assert "Harp offered until" in sol
    assert "not answered yet" in sol
    assert "Into the tray" not in sol


def test_n12_it_stands_with_whoever_fetches_it(as_, stand):
    said = {"student": 2, "contact": 3, "quantity": 2}
    id = ask(as_("tess"), stand, 0, 3, **said).json["id"]
    act(as_("tess"), id, "approve")
    (nia,) = visits(as_("dora"))
    words = "Music Stand × 2 for Sol, to be fetched from Store"
    assert nia == f"Nia Into the tray , Nia {words}"
    tray = unescape(re.search(r'href="(/desk/tray[^"]*)"', as_("dora").get(PATH).text)[1])
    page = as_("dora").get(tray).text
    assert "Hand out 2" in page
    assert "Not asked for" not in page
    act(as_("dora"), id, "hand_out")
    assert visits(as_("dora")) == []
