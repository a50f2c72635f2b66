"""The desk's tray: what was scanned travels in the form, red lines stay, one Enter carries out the rest."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from webapp.core.db import db
from webapp.core.idempotency import Answer
from webapp.lending.models import Pile

from ..conftest import TAGS

TRAY, LINES = "/desk/tray", "/desk/tray/lines"
FIELD = re.compile(r'<input(?=[^>]*\bname="([^"]+)")(?=[^>]*\bvalue="([^"]*)")[^>]*>')


class Desk:
    """The page as a browser without scripts has it."""

    def __init__(self, browser):
        self.browser = browser
        self.page = browser.get(TRAY)
        assert self.page.status_code == 200

    def scan(self, code="", **pressed):
        return self._send(LINES, pressed or {"add": "1"}, code)

    def press(self):
        return self._send(TRAY, {}, "")

    def _send(self, path, pressed, code):
        fields = self.fields | {name: [value] for name, value in pressed.items()}
        fields["code"] = [code]
        self.page = self.browser.post(path, data=fields)
        if self.page.status_code == 307:
            assert self.page.location == TRAY
            self.page = self.browser.post(TRAY, data=fields)
        elif self.page.status_code == 303 and self.page.location.startswith(LINES):
            self.page = self.browser.get(self.page.location)
        return self.page

    @property
    def fields(self):
        """What the form would send: all but radios and boxes that are not ticked, and buttons."""
        sent = {}
        form = self.page.text.partition('<form class="tray"')[2]
        for match in FIELD.finditer(form):
            can_be_off = "radio" in match[0] or "checkbox" in match[0]
            if can_be_off and " checked" not in match[0]:
                continue
            sent.setdefault(match[1], []).append(unescape(match[2]))
        return sent

    @property
    def told(self):
        return re.findall(r"<b>([^<]*)</b>", self.page.text.partition('class="pile"')[2])


@pytest.fixture
def desk(as_):
    return Desk(as_("dora"))


@pytest.fixture
def piles(app):
    def written():
        with app.app_context():
            return [
                (pile.kind, pile.person_id, [each["tag"] for each in pile.goods])
                for pile in db.session.scalars(select(Pile).order_by(Pile.id))
            ]

    return written


def test_a_pile_goes_out_by_scans_and_one_enter(desk, approved, violins, violas, piles):
    for code in ("VLN-1", "nobody has this", "sol@school.test", TAGS[0]):
        assert desk.scan(code).status_code == 200
    assert desk.told[:3] == ["Not asked for.", "Nothing has this code.", "Asked for"]
    assert "2 things to Sol" in desk.page.text
    done = desk.scan()
    assert done.status_code == 303
    assert piles() == [("hand_over", 2, ["VLN-1", "VLA-1"])]
    receipt = desk.browser.get(done.location)
    assert "Stayed in the tray: nobody has this" in receipt.text
    go_on = unescape(re.search(r'href="(/desk/tray\?[^"]+)"', receipt.text)[1])
    assert "Nothing has this code." in desk.browser.get(go_on).text


def test_what_is_out_begins_a_pile_back(desk, brought, stand_sku, piles):
    desk.scan("VLA-1")
    assert "Taking back" in desk.page.text
    desk.scan(stand_sku)
    desk.scan(stand_sku)
    assert desk.fields["quantity-1"] == ["2"]
    assert "1 of 3 still out" in desk.page.text
    assert desk.scan().status_code == 303
    assert piles() == [("take_back", None, ["VLA-1", None])]


def test_the_key_is_left_to_the_act_and_the_act_is_done_once(app, desk, violas, piles):
    desk.scan(TAGS[0])
    desk.scan("Sol")
    fields = desk.fields | {"code": [""]}
    first, again = (desk.browser.post(TRAY, data=fields) for _ in range(2))
    assert (first.status_code, again.location) == (303, first.location)
    assert len(piles()) == 1
    with app.app_context():
        assert len(db.session.scalars(select(Answer.id)).all()) == 1


def test_each_scan_has_an_address_that_shows_the_same_again(desk, violas, stand_sku):
    for code in ("Sol", stand_sku, stand_sku):
        desk.scan(code)
    address = desk.page.request.full_path
    again = desk.browser.get(address)
    assert (again.status_code, desk.page.request.method) == (200, "GET")
    assert again.text.count('class="scanned"') == 1
    assert 'name="quantity-0" inputmode="numeric" value="2"' in again.text
    desk.scan(person="")
    assert "Whose is it?" in desk.page.text
    assert "csrf_token" not in desk.page.request.full_path


def test_a_tray_too_long_for_an_address_is_answered_all_the_same(desk):
    lines = {"line": ["x" * 190] * 40, "code": "VLA-1", "add": "1"}
    page = desk.browser.post(LINES, data=lines)
    assert page.status_code == 200
    assert "VLA-1" in page.text


def test_nobody_named_is_asked_for_and_nothing_is_lost(desk, violas, piles):
    desk.scan(TAGS[0])
    assert "Whose is it?" in desk.page.text
    no = desk.press()
    assert no.status_code == 422
    assert desk.fields["line"] == ["VLA-1"]
    assert piles() == []
    desk.scan(person="2")
    assert desk.press().status_code == 303


def test_a_line_can_be_dropped_and_exchanged(desk, violas, give):
    desk.scan("Sol")
    desk.scan("VLA-9")
    assert "VLA-1" in desk.page.text
    desk.scan(**{"instead-0": "VLA-1"})
    assert desk.fields["line"] == ["VLA-1"]
    desk.scan(drop="0")
    assert "line" not in desk.fields


def test_how_many_and_how_it_is_are_said_at_the_line(desk, brought, stand_sku, app, loan):
    desk.scan("VLA-1")
    desk.scan(stand_sku)
    desk.scan(**{"quantity-1": "many"})
    assert "Enter a whole number" in desk.page.text
    desk.scan(**{"quantity-1": "3", "condition-0": "damaged"})
    assert "goes to repair" in desk.page.text
    desk.scan(**{"notes-0": "Bridge leans", "add": "1"})
    assert loan(brought[0]).return_notes == "Bridge leans"
    assert loan(brought[1]).status == "returned"


def test_one_scan_of_what_was_asked_for_in_number_takes_all(
    desk, as_, stand, stand_sku, rows
):
    as_("sol").post("/api/inventory/checkouts/", json={"item": stand, "quantity": 4})
    as_("tess").post("/api/inventory/checkouts/1/approve/", json={})
    desk.scan("Sol")
    desk.scan(stand_sku)
    desk.scan("VLA-0")
    assert desk.scan().status_code == 303
    assert rows(1) == [(None, 4, "out")]


def test_accessories_are_ticked_unless_missing(desk, violins, app):
    desk.scan("Sol")
    desk.scan("VLN-2")
    assert desk.fields["accessories-0"] == [str(id) for id in violins]
    desk.scan(**{"accessories-0": str(violins[0])})
    assert desk.fields["accessories-0"] == [str(violins[0])]


def test_only_the_desk(as_):
    for path in (TRAY, LINES):
        assert as_("sol").get(path).status_code == 403
        assert as_("sol").post(path, data={"line": "VLN-1"}).status_code == 403
    assert as_("dora").get(f"{TRAY}?person=999").status_code == 404
    assert as_("dora").post(LINES, data={"kind": "nonsense"}).status_code == 422
