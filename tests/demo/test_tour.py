"""The README's tour of lending is true of the demo school."""

import re
from pathlib import Path

import pytest

from tests.support.every_page import browser_of

TOUR = (Path(__file__).parents[2] / "README.md").read_text().partition("5. **A room.**")[0]


@pytest.fixture
def says(demo):
    """What a page says to one of its people."""

    def read(who, path):
        answer = browser_of(demo, who).get(path)
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))

    return read


def test_the_student_has_what_it_tells_of(says):
    home, basket = says("student", "/"), says("student", "/basket")
    assert home.count("Due soon") == 1
    assert "With your groups" in home
    assert "3 things, asked for in one go" in basket
    assert "Set:" in basket
    strings = "/items?family=strings&instrument=violin"
    assert "4/4 2 kinds" in says("student", strings)
    assert "Student Violin 4/4" in says("student", f"{strings}&size=4/4")
    composer, score = re.search(r"`(\w+)`, a composer, or `(M-[\d-]+)`", TOUR).groups()
    assert "Pictures at an Exhibition" in says("student", f"/items?q={composer}")
    assert "Anna Magdalena Bach" in says("student", f"/items?q={score}")


def test_the_desk_scans_what_it_names(says):
    tag, card = (re.search(rf"`({what})`", TOUR)[1] for what in (r"VLN-\d+", r"CARD\d+"))
    assert "On the shelf" in says("desk", f"/desk?code={tag}")
    assert "Leo Marchetti" in says("desk", f"/desk?code={card}")
    codes = re.findall(r"`((?:VLN|EQP|CARD)-?\d+)`", TOUR.partition("opens the tray")[2])
    tray = says("desk", "/desk/tray?" + "&".join(f"line={code}" for code in codes))
    assert "3 things to Leo Marchetti" in tray
    assert "Music Stand × 2 Asked for until" in tray
    assert "Amara Nwosu answers for it" in tray


def test_the_desk_reads_what_it_tells_of(says):
    desk = says("desk", "/desk")
    assert "Promised, and not there" in desk
    assert re.search(r"Music Stand 1 of 4 still out Clara Weiss", desk)
    person = says("desk", "/desk?code=CARD0000000001")
    assert "Student Viola" in person
    assert "Who has it when" in says("desk", "/items/1")
    assert "Needs a second look" in says("teacher", "/items/1/edit")


def test_longer_or_not_yet_is_as_it_tells(demo, says):
    home = says("student", "/").partition("It is your turn")[2]
    assert "Electric Violin" in home
    assert "Keep it until" in home
    assert "You can keep it longer from" in home
    found = browser_of(demo, "student").get("/items?q=bass+clarinet").text
    item = says("student", re.search(r'href="(/items/\d+)[^"]*">Bass Clarinet', found)[1])
    assert "2 waiting" in item
    assert "Free from" in item
    assert "Or take something like it" in item
    assert "1 request waiting" in says("teacher", "/renewals?of=everyone")
    assert "Roll over" in says("teacher", "/checkouts")
    assert "Closed days" in says("admin", "/opening-hours")
