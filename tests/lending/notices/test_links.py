"""The links of e-mails, of every kind: a live one shows and never acts by being opened, a dead one leads to sign-in and
then to the very thing it was about."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import update

from tests.support.days import ahead
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.people import links
from webapp.people.models import User

from ..conftest import API
from ..queue_acts import bring_back, join, take_out

TESS, SOL = 1, 2
KINDS = {  # by purpose: path, reader, what is pressed, and the page of what it is about
    "decision": ("/r/", TESS, "approve", "/checkouts/{}"),
    "request": ("/q/", TESS, "undo", "/requests/{}"),
    "renewal": ("/w/", TESS, "approve", "/renewals/{}"),
    "keep": ("/k/", SOL, "renew", "/checkouts/{}"),
    "offer": ("/o/", SOL, "accept", "/items/{item}/waitlist/{}"),
    "room_decision": ("/r/room/", TESS, "approve", "/reservations/{}"),
}
every_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def offer(as_, harp):
    """A place of Sol's, to whom the harp is offered; its id."""
    loan = take_out(as_, harp, due_date=str(ahead(5)))
    place = join(as_, "sol", harp, days=3)["id"]
    bring_back(as_, loan)
    return place


@pytest.fixture
def old(app, harp, offer, kind):
    """A link from five weeks ago, and the page of what it is about."""
    path, reader, _verb, page = KINDS[kind]
    with app.app_context(), time_machine.travel(clock.now() - timedelta(days=35)):
        token = links.sign(kind, offer, to=reader)
    return path + token, page.format(offer, item=harp)


@every_kind
def test_a_link_that_is_too_old_leads_to_the_thing_and_does_nothing(as_, kind, old):
    path, page = old
    for answer in (as_().get(path), as_().post(f"{path}/{KINDS[kind][2]}")):
        assert (answer.status_code, answer.location) == (303, page)
    sign_in = as_().get(page)
    assert (sign_in.status_code, sign_in.location) == (303, f"/login?next={page}")


@pytest.mark.parametrize("change", ["epoch", "is_active"])
@every_kind
def test_so_does_one_of_before_the_password_changed_or_whose_reader_left(
    app, as_, harp, offer, kind, change
):
    path, reader, verb, page = KINDS[kind]
    with app.app_context():
        token = links.sign(kind, offer, to=reader)
        with transaction():
            to = {"epoch": User.epoch + 1, "is_active": False}[change]
            db.session.execute(update(User).where(User.id == reader).values({change: to}))
    answer = as_().post(f"{path}{token}/{verb}")
    assert (answer.status_code, answer.location) == (303, page.format(offer, item=harp))


@every_kind
def test_one_that_was_made_up_leads_nowhere(as_, kind, old):
    path, _page = old
    assert as_().get(path[:-2] + "xx").status_code == 404
    assert as_().get(KINDS[kind][0] + "nonsense").status_code == 404


def test_whose_thing_it_is_not_sees_nothing_of_it_by_a_dead_link(app, as_, asked):
    with app.app_context(), time_machine.travel(clock.now() - timedelta(days=35)):
        token = links.sign("decision", asked, to=TESS)
    answer = as_("nia").get(f"/r/{token}", follow_redirects=True)
    assert answer.status_code == 404
    assert "Sol" not in answer.text
    assert as_("sol").get(f"/r/{token}", follow_redirects=True).status_code == 200


@pytest.fixture(params=["decision", "request"])
def live(request, app, as_, asked):
    """As older versions sent it, for one loan, and as it is sent now."""
    loan = as_("ada").get(f"{API}{asked}/").json
    about = {"decision": asked, "request": loan["request"]}[request.param]
    with app.app_context():
        return KINDS[request.param][0] + links.sign(request.param, about, to=TESS)


def test_opening_one_never_acts(as_, asked, live):
    for _time in range(2):
        assert "Approve" in as_().get(live).text
    assert as_("ada").get(f"{API}{asked}/").json["status"] == "pending"


def test_it_shows_what_has_become_of_it(as_, asked, live):
    as_("ada").post(f"{API}{asked}/reject/", json={"reason": "It is broken"})
    moved_on = as_().get(live)
    assert moved_on.status_code == 200
    assert "It is broken" in moved_on.text
    assert as_().post(f"{live}/approve").status_code >= 400
    assert as_("ada").get(f"{API}{asked}/").json["status"] == "rejected"


def test_opening_an_offer_takes_nothing(app, as_, harp, offer):
    with app.app_context():
        link = "/o/" + links.sign("offer", offer, to=SOL)
    assert as_().get(link).status_code == 200
    places = as_("ada").get(f"/api/inventory/items/{harp}/waitlist/").json
    assert [place["status"] for place in places] == ["offered"]
