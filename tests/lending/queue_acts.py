"""What tests do with the queue of an item: everybody but Nia, who has what there is of it, waits for the harp."""

from sqlalchemy import select

from tests.support.days import ahead
from webapp.core.db import db
from webapp.lending.models import Checkout, ItemWait

ITEMS = "/api/inventory/items/"
CHECKOUTS = "/api/inventory/checkouts/"


def waitlist(item):
    return f"{ITEMS}{item}/waitlist/"


def take_out(as_, item, student=3, **said):
    """All of an item is out to a student, Nia if nobody is named; the loan."""
    tess = as_("tess")
    wish = {"item": item, "student": student, "send_anyway": True} | said
    id = tess.post(CHECKOUTS, json=wish).json["id"]
    assert tess.post(f"{CHECKOUTS}{id}/approve/", json={}).status_code == 200
    answer = as_("dora").post(f"{CHECKOUTS}{id}/hand_out/", json={})
    assert answer.status_code == 200, answer.json
    return id


def join(as_, name, item, code=201, **said):
    """Their place, or the refusal."""
    answer = as_(name).post(waitlist(item), json=said)
    assert answer.status_code == code, answer.json
    return answer.json


def act(as_, name, where, verb, code=200, **said):
    """Something done with a place."""
    path = f"{waitlist(where['item'])}{where['id']}/{verb}/"
    answer = as_(name).post(path, json=said) if said else as_(name).post(path)
    assert answer.status_code == code, answer.json
    return answer.json


def bring_back(as_, loan, code=200, **said):
    answer = as_("dora").post(f"{CHECKOUTS}{loan}/return_item/", json=said)
    assert answer.status_code == code, answer.json


def line(app, item):
    """Who waits for an item and who is offered it, in order, with their states."""
    with app.app_context():
        query = select(ItemWait).where(ItemWait.item_id == item)
        query = query.where(ItemWait.status.in_(("waiting", "offered")))
        rows = db.session.scalars(query.order_by(ItemWait.rank, ItemWait.id))
        return [(wait.student_name, wait.status) for wait in rows]


def offered_loans(app, item):
    """The loans that are offered now: whose, and how many pieces are set aside for each."""
    with app.app_context():
        query = select(Checkout).where(
            Checkout.item_id == item,
            Checkout.offered_until.is_not(None),
            Checkout.stored_status == "approved",
        )
        return [
            (loan.student_name, sum(row.quantity for row in loan.aside))
            for loan in db.session.scalars(query.order_by(Checkout.id))
        ]


def offered_to(app, place):
    """The id of the loan that was last offered to a place in a queue."""
    with app.app_context():
        query = select(Checkout.id).where(Checkout.wait_id == place["id"])
        return max(db.session.scalars(query))


def lend_for(as_, item, longest):
    """Nia has an item until the fifth day from now; others may have it for so many days at most. The item."""
    patch = as_("ada").patch(f"{ITEMS}{item}/", json={"max_checkout_days": longest})
    assert patch.status_code == 200, patch.json
    take_out(as_, item, due_date=str(ahead(5)))
    return item
