"""What a visitor of the demo school must find, on whatever day it moved in."""

from sqlalchemy import func, select

from webapp.core import clock
from webapp.core.db import db
from webapp.core.outbox import Letter
from webapp.demo.school.agreed import WORD
from webapp.lending.availability import looked_after
from webapp.lending.days.visits import Visits
from webapp.lending.faults import faults
from webapp.lending.models import (
    Basket,
    Checkout,
    CheckoutEvent,
    FaultReport,
    ItemWait,
    Pile,
    RenewalRequest,
    Suspension,
)
from webapp.lending.today import unkept
from webapp.people.models import OfficeNote, User
from webapp.pictures.models import Picture
from webapp.rooms.models import Reservation
from webapp.school import calendar, settings
from webapp.stock.models import Item, Level, Movement

from .conftest import count, id_of

STATUSES = ("pending", "approved", "out", "returned", "rejected", "cancelled")


def loans_of(key, *statuses):
    theirs = select(Checkout).where(
        Checkout.student_id == id_of(key), Checkout.status.in_(statuses)
    )
    return db.session.scalars(theirs.order_by(Checkout.due_on)).all()


def check_students():
    """Leo has one loan due soon and one later, Priya's is late and one waits; Leo has a booking ahead."""
    soon, later = loans_of("student", "out")
    today = calendar.today()
    assert today < soon.due_on <= calendar.after(today, 3) < later.due_on
    assert not loans_of("student", "pending")
    assert len(loans_of("student2", "pending")) == 1
    assert [loan.due_on < today for loan in loans_of("student2", "out")] == [True]
    ahead = Reservation.starts_at > clock.now(), Reservation.stored_status == "confirmed"
    assert count(Reservation.student_id == id_of("student"), *ahead) == 1


def check_notes():
    """The office noted something about Leo."""
    assert count(OfficeNote.user_id == id_of("student")) == 1


def check_visits():
    """On a day of the next week the desk is full."""
    desk, today = Visits(), calendar.today()
    counts = [desk.count(calendar.after(today, ahead)) for ahead in range(2, 7)]
    assert any(count and count.people == count.most for count in counts)


def check_staff():
    """Loans in every state, some late; every teacher has two to answer; some came back damaged or in part."""
    by_status = select(Checkout.stored_status, func.count())
    statuses = dict(db.session.execute(by_status.group_by(Checkout.stored_status)).all())
    assert min(statuses[name] for name in STATUSES) >= 3
    assert count(Checkout.status == "out", Checkout.due_on < calendar.today()) >= 4
    for teacher in ("teacher", "teacher2", "teacher3"):
        theirs = select(User.id).where(User.teacher_id == id_of(teacher))
        assert count(Checkout.status == "pending", Checkout.student_id.in_(theirs)) >= 2
    assert db.session.scalar(select(func.sum(Level.damaged))) >= 2
    assert partly_back() >= 1


def check_queues():
    """Two wait for the bass clarinet; the electric violin is set aside for Leo, and one waits behind."""
    waiting = count(ItemWait.status == "waiting")
    assert (waiting, count(ItemWait.status == "offered")) == (3, 1)
    [offer] = db.session.scalars(
        select(Checkout).where(Checkout.offered_until.is_not(None))
    ).all()
    assert offer.student_id == id_of("student")
    assert (offer.stored_status, len(offer.aside)) == ("approved", 1)


def check_looked_after():
    """An oboe came back, and nobody can ask for it for two open days."""
    [oboe] = looked_after.everywhere()
    assert (oboe.piece.service_days, oboe.piece.quantity) == (2, 1)
    assert oboe.piece.tag.startswith("OBO-")


def check_by_hour():
    """A key was lent for some hours, and came back in time."""
    by_hour = select(Checkout).where(Checkout.item_name == "Studio Key")
    back = db.session.scalars(by_hour.order_by(Checkout.id)).first()
    assert (back.item_hours, back.stored_status) == (3, "returned")
    assert back.closed_at < back.due_at


def check_cancelled():
    """Who cancelled what is kept."""
    cancelled = count(Checkout.stored_status == "cancelled")
    assert count(CheckoutEvent.kind == "cancel") == cancelled


def check_requests():
    """A set is partly back, one waits; one of several things is partly out, one waits, one left in a pile unasked."""
    lines = func.count()
    several = select(Checkout.request_id).group_by(Checkout.request_id).having(lines > 1)
    states = [
        sorted(
            db.session.scalars(
                select(Checkout.stored_status).where(Checkout.request_id == id)
            )
        )
        for id in db.session.scalars(several.order_by(Checkout.request_id))
    ]
    assert sorted(states) == [
        ["approved", "out", "rejected"],
        ["out"] * 2,
        ["out"] * 3 + ["returned"],
        ["pending"] * 3,
        ["pending"] * 3,
    ]
    assert db.session.scalars(select(Pile.kind)).all() == ["hand_over"]


def check_group():
    """Stands are out for an ensemble, and a student answers for them; Leo fetches two more."""
    loans = select(Checkout).where(Checkout.group_name == "Junior Strings")
    stands, more = db.session.scalars(loans.order_by(Checkout.id)).all()
    assert (stands.status, stands.out, stands.student_id) == ("out", 6, id_of("amara"))
    assert (more.status, more.stands_in_id) == ("approved", id_of("student"))


def check_mishaps():
    """Something was lost, and one promise cannot be kept; the desk is told of it."""
    assert count(Checkout.stored_status == "lost") == 1
    (broken,) = unkept.everywhere()
    assert (broken.item_name, broken.student_id) == ("Lever Harp", id_of("wanda"))


def check_agreed():
    """One waits for a second look, with a word from its teacher; one was given to Hugo, and waits to be fetched."""
    (rare,) = db.session.scalars(select(Checkout).where(Checkout.needs_look))
    assert (rare.item_name, rare.student_id) == ("Bassoon", id_of("saoirse"))
    said = select(Letter.id).where(Letter.text.contains(WORD))
    assert len(db.session.scalars(said).all()) == 1
    gift = db.session.scalars(select(CheckoutEvent).where(CheckoutEvent.kind == "give"))
    (given,) = (db.session.get(Checkout, event.checkout_id) for event in gift)
    assert (given.item_name, given.status) == ("Piccolo", "approved")
    assert given.student_id == id_of("hugo")


def check_longer():
    """Jakub kept the cello longer, and Wanda asks to keep what is late."""
    (kept,) = db.session.scalars(select(CheckoutEvent).where(CheckoutEvent.kind == "renew"))
    assert db.session.get(Checkout, kept.checkout_id).student_id == id_of("jakub")
    (asked,) = db.session.scalars(select(RenewalRequest))
    assert asked.is_waiting
    assert asked.student_id == id_of("wanda")
    (suspension,) = db.session.scalars(select(Suspension))
    assert suspension.person_id == id_of("farah")


def check_basket():
    """Leo has two kinds of things and a set in his basket, held for a while."""
    basket = db.session.scalars(select(Basket)).one()
    assert basket.user_id == id_of("student")
    assert [line.set is not None for line in basket.to_send] == [False, False, True]
    assert basket.is_held


def partly_back():
    returns = (
        select(func.count())
        .select_from(Movement)
        .join(Checkout, Checkout.id == Movement.checkout_id)
        .where(Checkout.status == "out", Movement.type == "RENTAL_RETURN")
    )
    return db.session.scalar(returns)


def check_words():
    """An e-mail has words of the school's own, and loans are remembered for ever."""
    assert settings.words_of("lending.ready")
    assert settings.get("forget_loans_after") == 0


def check_faults():
    """Somebody says that what they have is broken."""
    (fault,) = db.session.scalars(select(FaultReport).where(faults.waits()))
    assert fault.checkout.student_id == id_of("amara")


def check_photos():
    """Violins have faces, one of them two photos; a loan shows how its violin left and how it came back."""
    faces = select(Item.name).where(Item.face != "", Item.name.contains("Violin"))
    assert len(set(db.session.scalars(faces))) == 4
    of_items = Picture.kind == "item"
    assert count(of_items) == 12
    back = select(Picture.thing_id).where(Picture.kind == "return")
    assert count(Picture.kind == "hand_out", Picture.thing_id.in_(back)) == 1
