"""The day's e-mails, written and sent, whatever the hour is."""

from datetime import timedelta

from sqlalchemy import select, update

from tests.lending.conftest import API
from tests.support.days import ahead
from webapp.core import clock, posting
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending.models import Checkout
from webapp.lending.telling import digests
from webapp.school import calendar


def due(app, days, *ids):
    """Let loans that are out, all or these, be due so many days from now."""
    with app.app_context(), transaction():
        due_on = calendar.today() + timedelta(days=days)
        statement = update(Checkout).where(Checkout.status == "out")
        if ids:
            statement = statement.where(Checkout.id.in_(ids))
        moved = {"due_on": due_on, "starts_on": due_on - timedelta(days=60)}
        db.session.execute(statement.values(**moved))


def write(app, kind=digests):
    """Write the letters that are due; whom they are for, by name."""
    with app.app_context():
        with transaction():
            written = [id for id in kind.due() if kind.write(id)]
        return written


def send(app, kind="digest"):
    """Send all that waits; the texts of those of a kind that left now, by whom they went to."""
    app.config["DEMO"] = True
    with app.app_context():
        with transaction():
            before = set(
                db.session.scalars(select(Letter.id).where(Letter.sent_at.is_not(None)))
            )
            db.session.execute(update(Letter).values(due_at=clock.now()))
        posting.post()
        sent = db.session.scalars(
            select(Letter).where(
                Letter.kind == kind, Letter.sent_at.is_not(None), Letter.id.not_in(before)
            )
        )
        return {letter.name: letter.text for letter in sent.all()}


def tell(app, kind=digests):
    """Both: what each was told just now."""
    write(app, kind)
    return send(app, kind.LATER.kind)


def forget_today(app):
    """As if the letters of today had been those of yesterday."""
    with app.app_context(), transaction():
        for letter in db.session.scalars(select(Letter)).all():
            letter.step = f"{letter.step}:before"


def out_to(as_, who, item=1):
    """Hand one out; the loan's id."""
    id = as_(who).post(API, json={"item": item, "due_date": str(ahead(7))}).json["id"]
    as_("tess").post(f"/checkouts/{id}/approve_and_hand_out")
    return id
