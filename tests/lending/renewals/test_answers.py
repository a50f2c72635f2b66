"""Whoever answers somebody's requests says yes or no to keeping something longer, and can take that back."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.days import ahead
from webapp.core.db import db
from webapp.lending.models import RenewalRequest

from ..ahead_acts import promise
from ..desk_acts import act
from .acts import RENEWALS, answer, ask, due, status

DOORS = pytest.mark.parametrize("door", ["page", "API"])


@DOORS
@pytest.mark.parametrize("until", [9, 7])
def test_f06_yes_perhaps_until_another_day(as_, late, asked, door, until, letter):
    other = {"due_date": str(ahead(until)), "notes": "Enjoy it"} if until == 7 else {}
    assert answer(as_("tess"), door, asked, "approve", **other).status_code in (200, 303)
    assert due(as_, late) == str(ahead(until))
    assert f"until {ahead(until):%A %-d %B %Y}" in letter("renewal_approved")
    page = as_("sol").get(f"/checkouts/{late}").text
    assert "<b>Due on another day</b>" in page
    assert "Nobody has answered yet" not in page


@DOORS
def test_f06_no_with_a_reason(as_, late, asked, door, letter):
    reason = {"reason": "It goes on tour"}
    assert answer(as_("tess"), door, asked, "reject", **reason).status_code in (200, 303)
    assert due(as_, late) == str(ahead(-2))
    assert "It goes on tour" in letter("renewal_rejected")
    assert status(as_, asked) == "rejected"
    assert ask(as_("sol"), door, late).status_code in (201, 303)


def test_others_have_it_by_then(as_, harp, late, asked):
    tess = as_("tess")
    act(tess, late, "extend", due_date=str(ahead(2)))
    promise(as_, harp, 5, 8, who="nia")
    no = answer(tess, "API", asked, "approve")
    assert no.status_code == 409
    assert f"until {ahead(4):%a %-d %b} would do" in no.json["detail"]
    assert (
        f"Others have it from {ahead(5):%a %-d %b}" in tess.get(f"/renewals/{asked}").text
    )
    told = {"due_date": str(ahead(4))}
    assert answer(tess, "API", asked, "approve", **told).status_code == 200


@DOORS
@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_an_answer_is_taken_back_until_its_e_mail_leaves(
    as_, late, asked, door, verb, letters, all_sent
):
    tess, said = as_("tess"), {"reason": "No"} if verb == "reject" else {}
    answer(tess, "API", asked, verb, **said)
    assert answer(tess, door, asked, "undo").status_code in (200, 303)
    assert (status(as_, asked), due(as_, late)) == ("pending", str(ahead(-2)))
    assert not {"renewal_approved", "renewal_rejected"} & {kind for kind, _to in letters()}
    answer(tess, "API", asked, verb, **said)
    all_sent()
    assert answer(tess, door, asked, "undo").status_code == 409


@DOORS
@pytest.mark.parametrize(
    ("who", "verb", "code"),
    [
        ("nia", "approve", 404),
        ("sol", "approve", 403),
        ("dora", "approve", 403),
        ("sol", "reject", 403),
        ("sol", "undo", 403),
    ],
)
def test_whose_it_is_not_to_answer(as_, asked, door, who, verb, code):
    said = {"reason": "No"} if verb == "reject" else {}
    assert answer(as_(who), door, asked, verb, **said).status_code == code


def test_by_the_link_in_the_e_mail_signed_out(as_, late, asked, letter):
    path = re.search(r"/w/\S+", letter("renewal_requested"))[0]
    stranger = as_()
    assert "The concert" in stranger.get(path).text
    assert status(as_, asked) == "pending"
    assert stranger.post(f"{path}/approve").status_code == 303
    assert due(as_, late) == str(ahead(9))
    assert "Approved by you" in stranger.get(path).text
    assert stranger.post(f"{path}/undo").status_code == 303
    assert stranger.get(f"{path}/reject").status_code == 200


def test_a_stale_answer_is_told(as_, asked):
    tess = as_("tess")
    headers = {"If-Match": '"v7"'}
    no = tess.post(f"{RENEWALS}{asked}/approve/", json={}, headers=headers)
    assert no.status_code == 412


def test_two_answers_at_once(app, as_, late, asked):
    browsers = [as_("tess"), as_("ada")]

    def approve(at):
        return answer(browsers[at], "API", asked, "approve").status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(approve, range(2))) == [200, 409]
    with app.app_context():
        assert db.session.get(RenewalRequest, asked).status == "approved"
