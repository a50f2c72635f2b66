"""A teacher's class in a browser: what their students have, what is late, when they practise."""

from flask import url_for
from werkzeug.wrappers import Response

from webapp.core import clock, paging
from webapp.core.doors import actor, page, signed_in
from webapp.core.forms import read_query
from webapp.people import groups

from .. import my_students
from ..schemas import ClassQuery
from .blueprint import bp

PAGE = 30


@bp.get("/class", endpoint="my_students")
@signed_in
def show() -> Response:
    my_students.check_may_look(actor())
    query = read_query(ClassQuery)
    wanted = query.model_dump(include={"show", "group"}, exclude_defaults=True)
    after = paging.place(query.after, int, str, int)
    listed = my_students.listed(actor(), **wanted, after=after, limit=PAGE + 1)
    part = paging.cut(listed, PAGE, lambda student: student.place)
    return page(
        "reports/my_students",
        students=part.rows,
        sums=my_students.sums(actor(), query.group),
        kinds=my_students.SHOW,
        groups=groups.all_groups(actor()),
        query=query,
        wanted=wanted,
        now=clock.now(),
        older=part.after and url_for(".my_students", **wanted, after=part.after),
        newer=after and url_for(".my_students", **wanted),
    )
