"""Just after an act it is said once and undone in one place: where the word is, the page says no more of the same."""

import re

import pytest

from tests.support.days import ahead

from .test_undo_buttons import approved, out, settled_and_taken_back, undo_buttons

LINK = re.compile(r'href="(/operations/\d+/undo)"')
ACTS = [  # from which state, and what is sent where
    (approved, "set_aside?at=desk"),
    (approved, "set_aside?at=shelf"),
    (approved, "set_aside?at=unkept"),
    (approved, "set_aside"),
    (approved, "hand_out?at=desk"),
    (approved, "hand_out"),
    (approved, "cancel"),
    (out, "return?at=desk"),
    (out, "return"),
    (out, "extend"),
    (settled_and_taken_back, "settle"),
    (settled_and_taken_back, "settle?at=desk"),
]
TYPED = {
    "extend": {"due_date": str(ahead(5)), "reason": "A concert"},
    "return": {"condition": "good"},
}
NAMES = [f"{state.__name__}-{path}" for state, path in ACTS]


def ways_back(page):
    """Where each Undo of a page leads, a button or a link."""
    return [*undo_buttons(page), *LINK.findall(page.partition("<main")[2])]


def after(browser, id, path):
    """The page that follows an act, and where it is."""
    verb = path.partition("?")[0]
    answer = browser.post(f"/checkouts/{id}/{path}", data=TYPED.get(verb, {}))
    assert answer.status_code == 303, answer.text
    return browser.get(answer.location).text, answer.location


@pytest.mark.parametrize(("state", "path"), ACTS, ids=NAMES)
def test_one_act_has_one_word_and_one_undo(app, as_, stand, state, path):
    id = state(app, as_, stand)
    page, _where = after(as_("dora"), id, path)
    main = page.partition("<main")[2]
    assert main.count('class="said"') == 1
    assert 'class="callout" data-tone="ok"' not in main
    assert len(ways_back(page)) == 1, ways_back(page)


@pytest.mark.parametrize("place", ["desk", "shelf"])
def test_it_is_still_there_once_the_word_is_gone(app, as_, stand, place):
    id, dora = approved(app, as_, stand), as_("dora")
    _page, where = after(dora, id, f"set_aside?at={place}")
    again = dora.get(where).text
    assert 'class="said"' not in again
    assert ways_back(again) == [f"/checkouts/{id}/undo_set_aside?at={place}"]


def test_undo_leads_back_to_where_it_was_done(app, as_, stand):
    id, dora = approved(app, as_, stand), as_("dora")
    page, where = after(dora, id, "set_aside?at=desk")
    [undo] = ways_back(page)
    assert dora.post(undo).location == where


def test_one_undo_of_a_cancelled_request(app, as_, stand):
    id, sol = approved(app, as_, stand), as_("sol")
    answer = sol.post(f"/requests/{id}/cancel")
    page = sol.get(answer.location).text
    assert len(ways_back(page)) == 1, ways_back(page)
