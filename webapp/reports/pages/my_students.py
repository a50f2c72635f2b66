"""A teacher's class in a browser: what their students have, what is late, when they practise."""

from flask import url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.doors import actor, page, signed_in
from webapp.core.forms import read_query
from webapp.people import groups

from .. import my_students
from ..my_students import Student
from ..schemas import ClassQuery
from .blueprint import bp

PAGE = 30


@bp.get("/class", endpoint="my_students")
@signed_in
def show() -> Response:
    my_students.check_may_look(actor())
    query = read_query(ClassQuery)
    part = _part(query)
    return page(
        "reports/my_students",
        students=part.rows,
        sums=my_students.sums(actor(), query.group),
        kinds=my_students.SHOW,
        groups=groups.all_groups(actor()),
        query=query,
        older=part.after and _to(query, part.after),
        newer=query.after and _to(query),
    )


def _part(query: ClassQuery) -> paging.Part[Student]:
    after = paging.place(query.after, int, str, int)
    listed = my_students.listed(
        actor(), show=query.show, group=query.group, after=after, limit=PAGE + 1
    )
    return paging.cut(listed, PAGE, lambda student: student.place)


def _to(query: ClassQuery, after: str | None = None) -> str:
    return url_for(".my_students", show=query.show or None, group=query.group, after=after)
