"""What tests of forgetting do: loans that were over years ago."""

from datetime import timedelta

from sqlalchemy import update

from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending.forgetting import chores
from webapp.lending.models import Checkout, ItemWait
from webapp.school import settings

API = "/api/inventory/checkouts/"
LONG_AGO = timedelta(days=800)
SOL, NIA = 2, 3


def back(as_, *, name="sol", **said):
    """A loan of a violin that came back; its id."""
    wish = {"item": 1, "notes": "For my audition in Ulm"}
    id = as_(name).post(API, json=wish).json["id"]
    tess, dora = as_("tess"), as_("dora")
    assert tess.post(f"{API}{id}/approve/", json={"notes": "Well, Sol"}).status_code == 200
    assert dora.post(f"{API}{id}/hand_out/", json={}).status_code == 200
    answer = dora.post(f"{API}{id}/return_item/", json={"notes": "Sol was glad"} | said)
    assert answer.status_code == 200, answer.json
    return id


def closed_long_ago(app, id):
    """As if it had been closed then, and every e-mail had left."""
    at = clock.now() - LONG_AGO
    with app.app_context(), transaction():
        loans = update(Checkout).where(Checkout.id == id)
        db.session.execute(loans.values(closed_at=at))
        db.session.execute(update(Letter).values(written_at=at, sent_at=at))
        db.session.execute(
            update(ItemWait).where(ItemWait.ended_at.is_not(None)).values(ended_at=at)
        )


def forget(app, months=6):
    """What the day's run forgets: requests, places in queues, lists."""
    with app.app_context():
        with transaction():
            settings.change("forget_loans_after", months)
        return [chore() for chore in chores.CHORES]
