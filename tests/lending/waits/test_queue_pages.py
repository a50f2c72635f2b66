"""The queue of an item in a browser: what is all out is no dead end, and Home shows what is offered."""

from datetime import timedelta

import pytest

from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.lending.models import Basket
from webapp.stock.models import Item

from ..ahead_acts import page_says
from ..queue_acts import bring_back, join, line, offered_loans, take_out


@pytest.fixture
def loan(as_, harp):
    return take_out(as_, harp, due_date=str(ahead(5)))


def post(as_, name, path, code=303, **typed):
    answer = as_(name).post(path, data=typed)
    assert answer.status_code == code, answer.text
    return answer


def test_what_is_all_out_shows_the_first_day_and_the_queue(app, as_, harp, loan):
    page = page_says(as_("sol"), f"/items/{harp}")
    assert "Free from" in page
    assert "You would be 1st" in page
    assert "Send request" not in page
    to = f"/items/{harp}/waitlist/new"
    post(as_, "sol", to, quantity="1", days="7")
    assert line(app, harp) == [("Sol", "waiting")]
    page = page_says(as_("sol"), f"/items/{harp}")
    assert "You are 1st of 1" in page


def test_others_in_the_queue_are_somebody(as_, harp, loan):
    join(as_, "tess", harp)
    page = page_says(as_("sol"), f"/items/{harp}")
    assert "Somebody" in page
    assert "Tess" not in page
    assert "You would be 2nd" in page
    assert "Tess" in page_says(as_("dora"), f"/items/{harp}/waitlist")
    assert as_("sol").get(f"/items/{harp}/waitlist").status_code == 403


def test_the_first_free_day_can_be_asked_for(as_, harp, loan):
    sol = as_("sol")
    page = sol.get(f"/items/{harp}").text
    link = page.split('class="btn primary" href="')[1].split('"')[0].replace("&amp;", "&")
    asking = sol.get(link.partition("#")[0]).text
    assert "Send request" in asking


def test_the_list_and_a_lost_line_of_a_basket_lead_there(app, as_, harp):
    first, last = ahead(0), ahead(4)
    wish = {"item": harp, "checkout_date": str(first), "due_date": str(last)}
    as_("sol").post("/api/inventory/basket/lines/", json=wish)
    with app.app_context(), transaction():
        db.session.query(Basket).one().held_until -= timedelta(hours=3)
    take_out(as_, harp, due_date=str(ahead(5)))
    there = f"/items/{harp}?from={first}&amp;until={last}#ways"
    for page in ("/basket", f"/items?from={first}&until={last}"):
        assert there in as_("sol").get(page).text
    ways = as_("sol").get(f"/items/{harp}?from={first}").text
    assert "Or wait in the queue" in ways  # nobody has one earlier


def test_bad_wishes_come_back_with_what_was_typed(app, as_, harp, loan):
    path = f"/items/{harp}/waitlist/new"
    assert as_("sol").get(path).status_code == 200
    page = post(as_, "sol", path, code=422, quantity="1", days="900").text
    assert "at most" in page
    assert 'value="900"' in page
    assert line(app, harp) == []


def test_home_shows_the_offer_and_one_press_takes_it(app, as_, harp, loan):
    place = join(as_, "sol", harp)
    assert "1st of 1" in page_says(as_("sol"), "/")
    bring_back(as_, loan)
    page = page_says(as_("sol"), "/")
    assert "It is your turn" in page
    assert "3 open days left" in page  # as it was said when they joined
    assert offered_loans(app, harp) == [("Sol", 1)]
    post(as_, "sol", f"/items/{harp}/waitlist/{place['id']}/accept")
    assert "It is your turn" not in page_says(as_("sol"), "/")
    assert line(app, harp) == []


@pytest.mark.parametrize(
    ("who", "needs_approval", "words"),
    [
        ("sol", True, "Kept for you until a teacher has decided"),
        ("dora", True, "Kept for Sol until a teacher has decided"),
        ("sol", False, "Yours: it is kept until you fetch it"),
        ("dora", False, "It is kept until Sol fetches it"),
    ],
)
def test_the_word_after_yes_says_whether_somebody_still_decides(
    app, as_, harp, loan, who, needs_approval, words
):
    with app.app_context(), transaction():
        db.session.get_one(Item, harp).needs_approval = needs_approval
    place = join(as_, "sol", harp)
    bring_back(as_, loan)
    browser = as_(who)
    answer = browser.post(f"/items/{harp}/waitlist/{place['id']}/accept")
    assert words in page_says(browser, answer.location)


@pytest.fixture
def place(as_, harp, loan):
    """Sol's, behind Tess; where its page is."""
    join(as_, "tess", harp)
    return f"/items/{harp}/waitlist/{join(as_, 'sol', harp)['id']}"


def test_a_place_is_paused_and_left_on_its_page(as_, place):
    assert as_("sol").get(f"{place}/pause").status_code == 200
    post(as_, "sol", f"{place}/pause", until=str(ahead(3)))
    assert "Paused until" in page_says(as_("sol"), place)
    post(as_, "sol", f"{place}/resume")
    post(as_, "sol", f"{place}/leave")
    assert "given up" in page_says(as_("sol"), place)
    assert as_("nia").get(place).status_code == 404


def test_staff_move_somebody_and_say_why(app, as_, harp, place):
    assert as_("dora").get(f"{place}/move").status_code == 200
    post(as_, "sol", f"{place}/move", code=403, place="1")
    post(as_, "dora", f"{place}/move", place="1", reason="Plays on Friday")
    assert [name for name, _status in line(app, harp)] == ["Sol", "Tess"]
    assert "Plays on Friday" in page_says(as_("dora"), f"/items/{harp}/waitlist")


def test_staff_add_somebody_by_name(app, as_, harp, loan):
    post(as_, "dora", f"/items/{harp}/waitlist/new", student="Sol", quantity="1", days="7")
    assert line(app, harp) == [("Sol", "waiting")]
    assert "Waits for" in page_says(as_("dora"), "/people/2")


def test_staff_who_add_somebody_read_of_them(as_, harp, loan):
    path = f"/items/{harp}/waitlist/new"
    assert "When it is the turn of who waits" in page_says(as_("dora"), path)
    assert "When it is your turn" in page_says(as_("sol"), path)
