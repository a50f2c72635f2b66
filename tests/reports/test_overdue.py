"""Who is late, a sheet for each teacher: on the page and as a spreadsheet."""

import csv
import io
from datetime import timedelta

import pytest

from tests.support.loans import TESS, lend
from tests.support.queries import counted
from webapp.core import clock, spreadsheet
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending.desk import handovers
from webapp.lending.lists import overdue
from webapp.lending.models import Checkout
from webapp.people.models import Group, Guardian, Membership, User
from webapp.reports.overdue import HEAD
from webapp.school import calendar
from webapp.stock.items import items
from webapp.stock.ledger import chain

DORA = Actor(4, "Dora", "desk", 0)
PAGE, CSV = "/reports/overdue", "/reports/overdue.csv"


def table(answer):
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_a_sheet_for_each_teacher_and_one_for_nobody(as_, late):
    page = as_("dora").get(PAGE).text
    assert (
        page.index('id="sheet-1"')
        < page.index("Nia<")
        < page.index("Sol<")
        < page.index('id="sheet-none"')
    )
    assert page.index('id="sheet-none"') < page.index("Kim<")
    assert "4 pieces are overdue in 3 loans, on 2 sheets" in page
    assert "VLN-1" in page
    assert "S 1" in page
    assert "nia@school.test" in page
    assert "Signature, Tess" in page


def test_each_sheet_tells_where_the_ledger_stood(app, as_, late):
    with app.app_context():
        id, hash = chain.head()
    assert as_("dora").get(PAGE).text.count(f"Ledger {id} · {hash[:12]}") == 2


def test_the_spreadsheet_says_the_same(app, as_, late):
    answer = as_("ada").get(CSV)
    with app.app_context():
        today = calendar.today()
    due = [str(today - timedelta(days=days)) for days in (3, 1, 40)]
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.mimetype == "text/csv"
    assert (
        f'attachment; filename="overdue-{today}.csv"'
        == answer.headers["Content-Disposition"]
    )
    assert table(answer) == [
        list(HEAD),
        [
            "Tess",
            "Nia",
            "nia@school.test",
            "Student Violin 4/4",
            "1",
            "VLN-1",
            "S 1",
            due[0],
            "3",
            "'=1+1",
            "",
            "",
        ],
        [
            "Tess",
            "Sol",
            "sol@school.test",
            "Cello 3/4",
            "2",
            "",
            "",
            due[1],
            "1",
            "",
            "",
            "",
        ],
        [
            "No teacher",
            "Kim",
            "kim@school.test",
            "Cello 3/4",
            "1",
            "",
            "",
            due[2],
            "40",
            "",
            "",
            "",
        ],
    ]


def test_it_is_streamed_also_to_whoever_unpacks(as_, late):
    answer = as_("dora").get(CSV, headers={"Accept-Encoding": "gzip"})
    assert answer.is_streamed
    assert "Content-Length" not in answer.headers
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("start", spreadsheet.FORMULA)
def test_no_cell_is_calculated(start):
    head, row = spreadsheet.lines(("Notes",), [(f"{start}cmd", -1, "a=b")])
    assert next(csv.reader(io.StringIO(row, newline=""))) == [f"'{start}cmd", "-1", "a=b"]


def test_one_teacher_only(as_, late):
    dora = as_("dora")
    assert "Nia<" not in (page := dora.get(f"{PAGE}?teacher=none").text)
    assert "Kim<" in page
    assert [row[1] for row in table(dora.get(f"{CSV}?teacher=1"))[1:]] == ["Nia", "Sol"]
    assert "Nothing is overdue here" in dora.get(f"{PAGE}?teacher=99").text
    part = as_("dora", htmx=True).get(f"{PAGE}?teacher=1").text
    assert part.lstrip().startswith('<div id="overdue"')
    assert "Kim" not in part


def test_teachers_see_their_own_students(as_, late, app):
    with app.app_context(), transaction():
        db.session.get(User, 5).role = "teacher"
        db.session.get(User, 3).teacher_id = 5
    tess = as_("tess")
    assert "Sol<" in (page := tess.get(PAGE).text)
    assert "Nia" not in page
    assert "Kim" not in page
    assert [row[1] for row in table(tess.get(f"{CSV}?teacher=none"))[1:]] == []


@pytest.mark.parametrize("path", [PAGE, CSV])
def test_students_may_not_and_strangers_sign_in(app, as_, late, path):
    assert as_("sol").get(path).status_code == 403
    assert app.test_client().get(path).location.startswith("/login")


def test_nothing_is_overdue(as_):
    dora = as_("dora")
    assert "Nothing is overdue" in dora.get(PAGE).text
    assert table(dora.get(CSV)) == [list(HEAD)]


def test_what_came_back_and_what_is_due_today_is_not_late(app, as_, late):
    with app.app_context(), transaction():
        handovers.return_item(TESS, 2, quantity=1)
        handovers.return_item(TESS, 1)
        db.session.get(Checkout, 3).due_on = calendar.today()
    assert [row[1:5] for row in table(as_("dora").get(CSV))[1:]] == [
        ["Sol", "sol@school.test", "Cello 3/4", "1"]
    ]


def test_late_is_late_by_the_schools_clock(app, late):
    with app.app_context():
        _, midnight = calendar.day(db.session.get(Checkout, 2).due_on)
        for now, is_late in ((midnight - timedelta(seconds=1), False), (midnight, True)):
            with clock.at(now):
                names = [loan.student for loan in overdue.loans(DORA)]
            assert ("Sol" in names) is is_late


def test_the_number_of_questions_does_not_grow(app, as_, late):
    dora = as_("dora")
    for path in (PAGE, CSV):
        dora.get(path)
        with counted(app) as few:
            assert dora.get(path).status_code == 200
        with app.app_context(), transaction():
            items.receive(TESS, items.find(TESS, 2), 1, 30)
            for _ in range(30):
                lend(2, days=9)
        with counted(app) as many:
            assert (
                len(table(dora.get(CSV))) > 30
                if path == CSV
                else dora.get(path).status_code == 200
            )
        assert len(many) == len(few)


def test_i09_a_sheet_for_each_class_and_one_for_none(app, as_, late):
    with app.app_context(), transaction():
        db.session.add(Group(name="Strings", kind="ensemble"))
        db.session.add(Group(name="Class 5", kind="class"))
        db.session.flush()
        for group in (1, 2):
            db.session.add(Membership(group_id=group, user_id=3))
    page = as_("dora").get(f"{PAGE}?by=group").text
    assert page.index("Class 5</h2>") < page.index("Strings</h2>")
    assert page.index("Strings</h2>") < page.index("In no class or ensemble</h2>")
    assert page.count("Nia<") == 2
    rows = table(as_("dora").get(f"{CSV}?by=group&teacher=2"))
    assert [row[:2] for row in rows[1:]] == [["Class 5", "Nia"]]


def test_a_sheet_for_each_place(as_, late):
    page = as_("dora").get(f"{PAGE}?by=place").text
    assert "Store</h2>" in page
    assert as_("dora").get(f"{PAGE}?by=nonsense").status_code == 200


def test_phone_and_guardian_stand_on_it(app, as_, late):
    with app.app_context(), transaction():
        db.session.get(User, 3).phone = "030 77"
        db.session.add(Guardian(user_id=3, name="Pia", phone="030 88"))
    page = as_("dora").get(PAGE).text
    assert "030 77" in page
    assert 'Guardian: Pia, <a href="tel:03088">030 88</a>' in page
    row = next(row for row in table(as_("dora").get(CSV)) if row[1] == "Nia")
    assert row[-2:] == ["030 77", "Pia, 030 88"]


def test_reminding_from_the_list(app, as_, late):
    dora = as_("dora")
    page = dora.get(PAGE).text
    assert page.count("Remind now") == 3
    done = dora.post(f"{PAGE}/1/remind?by=group")
    assert (done.status_code, done.location) == (
        303,
        f"{PAGE}?by=group&reminded=1#told",
    )
    assert dora.get(done.location).text.count("Reminded today.") == 1
    with app.app_context():
        kinds = [letter.kind for letter in db.session.query(Letter)]
    assert kinds.count("reminder") == 1


def test_an_address_does_not_say_of_anybody_that_they_were_reminded(as_, late):
    page = as_("dora").get(f"{PAGE}?reminded=1").text
    assert "Reminded today." not in page


def test_reminding_twice_is_refused_in_the_list(as_, late):
    dora = as_("dora")
    for _each in range(2):
        answer = dora.post(f"{PAGE}/1/remind?teacher=1")
    assert answer.status_code == 409
    assert "Nia was reminded of it today already" in answer.text
    assert 'id="sheet-1"' in answer.text
    assert 'id="sheet-none"' not in answer.text


def test_who_may_not_remind_from_the_list(as_, late):
    assert as_("sol").post(f"{PAGE}/2/remind").status_code == 403
    assert as_("sol").post(f"{PAGE}/1/remind").status_code == 404
    assert as_("dora").post(f"{PAGE}/99/remind").status_code == 404
