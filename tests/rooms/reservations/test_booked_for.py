"""For whom staff book a room: typed by name or e-mail, suggested meanwhile, refused at its field where unclear."""

import re

import pytest

from tests.support.html import forms
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.people.models import User
from webapp.rooms.models import Reservation

PAGE = "/reservations/new"


@pytest.fixture
def namesakes(app):
    """Two more of Tess's students who are called Sol something."""
    with app.app_context(), transaction():
        hash = db.session.get(User, 1).password_hash
        for name in ("Sol Abt", "Sol Berg"):
            email = f"{name.split()[1]}@school.test".lower()
            told = {"role": "student", "password_hash": hash, "teacher_id": 1}
            db.session.add(User(email=email, name=name, **told))


@pytest.fixture
def booked_for(app):
    """Whose the bookings are, by name."""

    def look():
        with app.app_context():
            query = db.select(User.name).join(
                Reservation, Reservation.student_id == User.id
            )
            return list(db.session.scalars(query.order_by(Reservation.id)))

    return look


@pytest.mark.parametrize(
    ("typed", "whose"),
    [("Sol", "Sol"), ("sol@school.test", "Sol"), ("BERG", "Sol Berg"), ("", "Tess")],
)
def test_a_name_or_an_e_mail_is_enough(as_, hour, namesakes, booked_for, typed, whose):
    answer = as_("tess").post(PAGE, data=hour | {"student": typed})
    assert answer.status_code == 303
    assert booked_for() == [whose]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("So", "Several people match: Sol, Sol Abt, Sol Berg"),
        ("Bob", "Nobody is called Bob"),
        ("x" * 255, "At most 254 characters"),
    ],
)
def test_what_is_unclear_is_told_at_its_field_and_all_stays(
    as_, hour, namesakes, booked_for, typed, words
):
    no = as_("tess").post(PAGE, data=hour | {"student": typed, "notes": "Bring oil"})
    assert no.status_code == 422
    assert words in no.text.partition('id="student-error"')[2][:120]
    (form,) = [each for each in forms(no.text) if each.action == PAGE]
    assert (form.values["student"], form.values["notes"].strip()) == (typed, "Bring oil")
    assert booked_for() == []


def test_who_fits_is_suggested_while_it_is_typed(as_, namesakes):
    page = as_("tess").get(f"{PAGE}?room=1").text
    assert 'hx-get="/people/suggest?of=student&amp;id=student"' in page
    assert '<datalist id="suggested-student">' in page
    assert "Sol Berg" not in page


def test_for_whom_a_room_was_sought_is_in_the_form(as_, hour, booked_for):
    tess = as_("tess")
    found = tess.get("/rooms/find?student=2").text
    link = re.search(
        r'href="(/rooms/\d+/book[^"]*student=[^"]+|/reservations/new[^"]*student=[^"]+)"',
        found,
    )[1]
    page = tess.get(link.replace("&amp;", "&")).text
    (form,) = [each for each in forms(page) if each.action == PAGE]
    assert form.values["student"] == "sol@school.test"
    assert tess.post(PAGE, data=form.values).status_code == 303
    assert booked_for() == ["Sol"]


def test_the_price_is_told_again_with_all_that_was_typed(as_, hour):
    typed = hour | {"student": "Nia", "notes": "Duo"}
    tess = as_("tess")
    page = tess.get(tess.post("/reservations/price", data=typed).location).text
    (form,) = [each for each in forms(page) if each.action == PAGE]
    assert (form.values["student"], form.values["notes"].strip()) == ("Nia", "Duo")


def test_it_asks_as_much_for_many_people_as_for_few(app, as_):
    tess, counts = as_("tess"), []
    for start in (0, 40):
        with counted(app) as seen:
            tess.get(f"{PAGE}?room=1")
        counts.append(len(seen))
        with app.app_context(), transaction():
            hash = db.session.get(User, 1).password_hash
            for n in range(start, start + 40):
                email = f"p{n}@school.test"
                db.session.add(
                    User(email=email, name=f"P {n}", role="student", password_hash=hash)
                )
    assert counts[0] == counts[1]
