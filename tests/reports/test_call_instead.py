"""Whom no e-mail reaches is called instead of reminded: on the overdue report and on the loan's page."""

import pytest

from tests.support.queries import counted
from webapp.core.bounces import Bounce
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout
from webapp.people.models import Guardian, User

REPORT = "/reports/overdue"
NIA = 3


@pytest.fixture
def bounced(app, late):
    """E-mail to Nia comes back; `bounced(phone)` gives her one, or her guardian."""

    def make(phone="", guardian=""):
        with app.app_context(), transaction():
            db.session.add(Bounce(address="nia@school.test", reason="No such user"))
            db.session.get_one(User, NIA).phone = phone
            if guardian:
                mother = {"name": "Ria", "phone": guardian, "email": ""}
                db.session.add(Guardian(user_id=NIA, **mother))

    return make


@pytest.fixture
def pages(app, late):
    """The report, and the page of Nia's loan; with the address that reminds on each."""
    with app.app_context():
        query = db.select(Checkout.id).where(Checkout.student_id == NIA)
        id = db.session.scalars(query.order_by(Checkout.id)).one()
    return {
        REPORT: f"{REPORT}/{id}/remind",
        f"/checkouts/{id}": f"/checkouts/{id}/remind",
    }


def test_who_is_reached_is_reminded(as_, pages):
    for path, remind in pages.items():
        page = as_("dora").get(path).text
        assert f'action="{remind}' in page
        assert "Call…" not in page


@pytest.mark.parametrize(
    ("told", "call"),
    [
        ({"phone": "030 12 34", "guardian": "040 5"}, 'href="tel:0301234">Call…'),
        ({"guardian": "040 5"}, 'href="tel:0405">Call…'),
    ],
)
def test_by_their_own_phone_or_else_by_a_guardian_s(as_, pages, bounced, told, call):
    bounced(**told)
    for path, remind in pages.items():
        page = as_("dora").get(path).text
        assert f'class="btn" {call}' in page
        assert f'action="{remind}' not in page


def test_without_any_phone_it_is_said_that_e_mail_comes_back(as_, pages, bounced):
    bounced()
    for path, remind in pages.items():
        page = as_("dora").get(path).text
        assert "E-mail comes back" in page
        assert "Call…" not in page
        assert f'action="{remind}' not in page


def test_the_others_on_the_report_are_still_reminded(as_, pages, bounced):
    bounced()
    assert as_("dora").get(REPORT).text.count("Remind now") == 2


def test_the_report_asks_as_much_with_it_as_without(app, as_, pages, bounced):
    dora = as_("dora")
    with counted(app) as before:
        dora.get(REPORT)
    bounced()
    with counted(app) as after:
        dora.get(REPORT)
    assert len(after) == len(before)


def test_who_was_reminded_today_is_not_offered_another(as_, pages):
    remind = pages[REPORT]
    as_("dora").post(remind)
    page = as_("dora").get(REPORT).text
    assert f'action="{remind}' not in page
    assert "Reminded today." in page
