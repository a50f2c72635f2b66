"""Rolling over what a class has."""

from datetime import timedelta

from sqlalchemy import update

from tests.support.days import ahead
from webapp.core import clock, jobs
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.core.posting import claim

ROLL = "/api/inventory/roll_overs/"
DAY = str(ahead(60))


def roll(browser, group, dry=False, **said):
    said = {"group": group, "due_date": DAY} | said
    return browser.post(f"{ROLL}{'?dry_run=1' if dry else ''}", json=said)


def reasons(answer):
    return {each["checkout"]: each["reason"] for each in answer.json["loans"]}


def sent_of(app):
    """What leaves once all waiting is over, by whom it reaches: its subject and its text."""
    with app.app_context():
        with transaction():
            past = clock.now() - timedelta(minutes=1)
            db.session.execute(update(Letter).values(due_at=past))
        claimed = iter(lambda: claim(clock.now()), None)
        return {
            each.address.partition("@")[0]: (each.subject, each.text)
            for each in claimed
            if each.kind == "rolled_over"
        }


def work(app):
    """What the worker carries out."""
    with app.app_context():
        jobs.work(lambda: True)
