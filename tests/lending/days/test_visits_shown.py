"""H05: where it is read how many come to the desk: the item's days, the desk's day, and a loan's page for staff."""

from sqlalchemy import update

from tests.support.days import ahead
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout

from ..ahead_acts import ask, page_says
from ..visit_acts import fill, limit_days
from .test_pickup_days import in_words

TODAY = "/desk/today"


def test_h05_staff_may_all_the_same_and_read_it(app, as_, harp, stand):
    limit_days(app, 1, 4)
    fill(as_, stand, 4)
    loan = ask(as_("tess"), harp, 4, 6, student=2)
    assert loan.status_code == 201
    words = f"2 of 1 visits on {in_words(app, 4)}"
    assert words in page_says(as_("tess"), f"/checkouts/{loan.json['id']}")
    assert words not in page_says(as_("sol"), f"/checkouts/{loan.json['id']}")


def test_h05_a_day_that_is_over_warns_nobody(app, as_, harp, stand):
    limit_days(app, 1, 4)
    fill(as_, stand, 4)
    id = ask(as_("sol"), harp, 3, 5).json["id"]
    with app.app_context(), transaction():
        db.session.get(Checkout, id).starts_on = ahead(4)
    words = f"2 of 1 visits on {in_words(app, 4)}"
    assert words in page_says(as_("tess"), "/approvals")
    with app.app_context(), transaction():
        db.session.execute(update(Checkout).values(starts_on=ahead(-3)))
    assert f"visit on {in_words(app, -3)}" not in page_says(as_("tess"), "/approvals")


def test_h05_the_items_days_say_it(app, as_, harp, stand):
    limit_days(app, 1, 4)
    fill(as_, stand, 4)
    page = as_("sol").get(f"/items/{harp}").text
    assert "desk full" in page
    assert f"?from={ahead(4)}#form" not in page
    shown = as_("sol").get(f"/api/inventory/items/{harp}/availability/").json
    assert [day["date"] for day in shown if day["desk_full"]] == [str(ahead(4))]


def test_h05_the_desk_reads_how_many_come(app, as_, stand):
    limit_days(app, 10, 0)
    ask(as_("nia"), stand, 0, 5)
    ask(as_("sol"), stand, 0, 5)
    assert f"2 of 10 visits on {in_words(app, 0)}" in page_says(as_("dora"), TODAY)


def test_h05_without_a_limit_nothing_is_said(as_, stand):
    ask(as_("nia"), stand, 0, 5)
    assert "visit" not in page_says(as_("dora"), TODAY).partition("<main")[2]


def test_h05_the_days_of_five_weeks_are_read_in_few_statements(app, as_, harp, stand):
    sol = as_("sol")
    sol.get(f"/items/{harp}")
    with counted(app) as without:
        sol.get(f"/items/{harp}")
    limit_days(app, 1, *range(7))
    fill(as_, stand, 4)
    with counted(app) as seen:
        sol.get(f"/items/{harp}")
    assert len(seen) - len(without) <= 4
