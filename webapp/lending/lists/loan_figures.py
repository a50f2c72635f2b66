"""Loan figures: how much people have, how much of it is late, what they asked for and what they wait for."""

from collections.abc import Collection

from sqlalchemy import BindParameter, bindparam, case, func, literal, select, union_all

from webapp.core.db import db
from webapp.people.figures import Figures
from webapp.school import calendar

from ..loans.filtering import OPEN
from ..models import Checkout, ItemWait, Request
from ..models.waits import OPEN as IN_QUEUE

IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
IS_OUT = Checkout.stored_status == "out"
IS_LATE = IS_OUT & (Checkout.due_on < bindparam("today"))
NOTHING = literal(0)
ONE = (  # a loan, or a set, which is counted as one: it is out while a part of it is
    select(
        Checkout.student_id,
        func.max(case((IS_OUT, 1), else_=0)).label("out"),
        func.max(case((IS_LATE, 1), else_=0)).label("late"),
    )
    .where(Checkout.student_id.in_(IDS), OPEN, Checkout.offered_until.is_(None))
    .group_by(Checkout.student_id, func.coalesce(-Checkout.request_set_id, Checkout.id))
    .subquery()
)
LOANS = select(
    ONE.c.student_id,
    func.sum(ONE.c.out),
    func.sum(ONE.c.late),
    func.sum(1 - ONE.c.out),
    NOTHING,
    NOTHING,
).group_by(ONE.c.student_id)
WAITS = (
    select(ItemWait.student_id, NOTHING, NOTHING, NOTHING, func.count(), NOTHING)
    .where(ItemWait.student_id.in_(IDS), ItemWait.status.in_(IN_QUEUE))
    .group_by(ItemWait.student_id)
)
STAND_INS = (
    select(Request.contact_id, NOTHING, NOTHING, NOTHING, NOTHING, func.count())
    .where(Request.contact_id.in_(IDS))
    .group_by(Request.contact_id)
)
ALL = union_all(LOANS, WAITS, STAND_INS)


def of_people(ids: Collection[int]) -> dict[int, Figures]:
    """By the person, of those who have or want anything; one query."""
    figures: dict[int, Figures] = {}
    values = {"ids": sorted(ids), "today": calendar.today()}
    for id, has_now, late, asked, waits, stands_in in db.session.execute(ALL, values):
        counted = Figures(has_now, late, asked, waits, stands_in=stands_in)
        figures[id] = figures.get(id, Figures()) + counted
    return figures
