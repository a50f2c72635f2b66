"""Copies of e-mails are deleted with the e-mails they copy, whoever they went to."""

import pytest
from sqlalchemy import select

from tests.lending.telling.acts import send
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending.forgetting import paper
from webapp.people.models import Guardian
from webapp.school import settings

from .acts import API, SOL, closed_long_ago, forget


def copies_of_returns(app):
    """Everybody reads of what comes back, Sol's guardian too."""
    with app.app_context(), transaction():
        db.session.add(Guardian(user_id=SOL, name="Pia", email="pia@home.test"))
        for reader in ("teacher", "guardian", "office"):
            settings.change(f"copies_to_{reader}", ["returns"])


@pytest.fixture
def pile(app, as_):
    """A violin of Sol's and one of Nia's that came back together; the loans. Guardian and office read of it."""
    tess, dora = as_("tess"), as_("dora")
    copies_of_returns(app)
    loans, codes = {}, []
    for name, item in (("sol", 1), ("nia", 2)):
        loans[name] = as_(name).post(API, json={"item": item}).json["id"]
        tess.post(f"{API}{loans[name]}/approve/", json={"hand_out": True})
        codes.append({"code": dora.get(f"/api/inventory/items/{item}/").json["sku"]})
    answer = dora.post("/api/inventory/take_backs/", json={"codes": codes})
    assert answer.status_code == 201, answer.json
    assert send(app, "copy")
    return loans


def copied(app):
    """Whose e-mails there are copies of."""
    with app.app_context():
        texts = db.session.scalars(select(Letter.text).where(Letter.kind == "copy"))
        return {
            text.partition("This was written to ")[2].partition(":")[0] for text in texts
        }


def test_only_the_copies_of_who_is_forgotten_go(app, pile):
    assert copied(app) == {"Sol", "Nia"}
    closed_long_ago(app, pile["sol"])
    assert forget(app)[0] == 1
    assert copied(app) == {"Nia"}


def test_copies_of_what_a_job_wrote_go_too(app, pile):
    with app.app_context(), transaction():
        letters = db.session.scalars(select(Letter).order_by(Letter.id)).all()
        first = next(each for each in letters if each.step == f"receipt:{SOL}")
        of_it = [each for each in letters if each.step.startswith(f"copy:{first.id}:")]
        for each in (first, *of_it):
            each.subject_type, each.subject_id = "job", 7
        first.step = f"open_days:{SOL}"
    with app.app_context(), transaction():
        paper.forget_letters(0, [], [SOL], [7])
    assert copied(app) == {"Nia"}
