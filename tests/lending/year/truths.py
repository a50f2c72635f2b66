"""What is true of loans, queues and e-mails on every day of a school year."""

from collections import Counter

from sqlalchemy import func, select

from webapp.core import mail
from webapp.core.db import db
from webapp.core.outbox import Letter
from webapp.lending.models import (
    Checkout,
    CheckoutEvent,
    CheckoutUnit,
    ItemWait,
    Telling,
)
from webapp.people.models import User
from webapp.school import calendar, open_days
from webapp.stock.ledger import verify


def check_due_days():
    """Nothing that is agreed is due on a closed day, or after its term's day for returns."""
    decided = open_days.now_decided()
    agreed = Checkout.stored_status.in_(("approved", "out"))
    for loan in db.session.scalars(select(Checkout).where(agreed)):
        told = loan.id, loan.starts_on, loan.due_on
        assert decided.is_open(loan.due_on), told
        term = decided.term_of(loan.due_on)
        assert term is None or loan.due_on <= term.return_by, told
        own = decided.term_to_return_in(loan.starts_on)
        assert own is None or loan.due_on <= own[1] or is_rolled_over(loan), told


def is_rolled_over(loan):
    """Whether staff set its due day in another term; nobody else may."""
    query = select(func.count()).where(
        CheckoutEvent.checkout_id == loan.id, CheckoutEvent.kind == "extend"
    )
    return bool(db.session.scalar(query))


def check_tellings():
    """Nothing was told twice, and nothing of what was back when it was told."""
    told, morning = Counter(), calendar.day(calendar.today())[0]
    for telling, letter in all_told():
        told[(*key(telling), telling.reader != "borrower" and letter.subject_id)] += 1
        if letter.sent_at >= morning:
            loan = db.session.get(Checkout, telling.checkout_id)
            assert (loan.stored_status, loan.due_on) == ("out", telling.due_on), loan.id
    assert not {each for each, times in told.items() if times > 1}


def all_told():
    query = select(Telling, Letter).join(Letter, Letter.id == Telling.letter_id)
    sent = query.where(Letter.sent_at.is_not(None), Letter.cancelled_at.is_(None))
    return db.session.execute(sent).all()


def key(telling):
    return telling.checkout_id, telling.due_on, telling.days, telling.reader


def check_one_a_day():
    """Nobody gets a second e-mail of the day."""
    query = select(Letter.address, func.count()).where(
        Letter.kind == "digest", Letter.sent_at >= calendar.day(calendar.today())[0]
    )
    for address, many in db.session.execute(query.group_by(Letter.address)):
        assert many == 1, address


def check_offers():
    """No more is offered than there is, each offer has its place, and none has run out unseen."""
    offered = Checkout.stored_status == "approved", Checkout.offered_until.is_not(None)
    for loan in db.session.scalars(select(Checkout).where(*offered)):
        wait = db.session.get(ItemWait, loan.wait_id)
        assert wait.status == "offered", loan.id
        aside = sum(row.quantity for row in loan.aside)
        assert aside == loan.quantity == wait.quantity, loan.id
    waits = select(func.count()).where(ItemWait.status == "offered")
    loans = select(func.count()).select_from(Checkout).where(*offered)
    assert db.session.scalar(waits) == db.session.scalar(loans)


def check_holders():
    """What is out is in somebody's hands, who has an account, and as much of it as the loan says."""
    query = select(Checkout, User).outerjoin(User, User.id == Checkout.student_id)
    for loan, holder in db.session.execute(query.where(Checkout.stored_status == "out")):
        held = select(func.coalesce(func.sum(CheckoutUnit.quantity), 0)).where(
            CheckoutUnit.checkout_id == loan.id,
            CheckoutUnit.out_at.is_not(None),
            CheckoutUnit.ended_at.is_(None),
        )
        assert holder, loan.id
        assert holder.is_active, loan.id
        assert db.session.scalar(held) == loan.out > 0, loan.id


def check_letters():
    """Each e-mail that left has its words as text and as HTML, and can be sent."""
    sent = db.session.scalars(select(Letter).where(Letter.sent_at.is_not(None))).all()
    assert sent
    for letter in sent:
        assert letter.text.strip(), letter.kind
        assert letter.html, letter.kind
        written = mail.message(letter, sender="desk@school.test")
        kinds = {part.get_content_type() for part in written.walk()}
        assert {"text/plain", "text/html"} <= kinds, letter.kind


def check_ledger():
    assert list(verify.problems()) == []


def check_a_morning():
    check_due_days()
    check_tellings()
    check_one_a_day()
    check_offers()


def check_order():
    """Nobody waits before somebody who was offered it: all need it as long, and nobody rests."""
    status = ItemWait.status
    for item_id in db.session.scalars(select(ItemWait.item_id).distinct()):
        ranks = {
            each: db.session.scalars(
                select(ItemWait.rank).where(ItemWait.item_id == item_id, status == each)
            ).all()
            for each in ("offered", "waiting")
        }
        if ranks["offered"] and ranks["waiting"]:
            assert max(ranks["offered"]) < min(ranks["waiting"]), (item_id, ranks)


def check_after_an_act():
    check_due_days()
    check_offers()
    check_order()
    check_ledger()
