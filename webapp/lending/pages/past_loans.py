"""Past loans in a browser: of one person, or of everybody for staff."""

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import downloads, paging
from webapp.core.doors import actor, page, signed_in
from webapp.core.forms import read_query
from webapp.people import forgotten, people

from ..forgetting import rule
from ..lists import exports, past_loans
from ..schemas.past_loans import PastLoanFilter
from .blueprint import bp

PAGE = 50


@bp.get("/checkouts/past", endpoint="past_loans")
@signed_in
def show() -> Response:
    filters = read_query(PastLoanFilter).model_dump(exclude_none=True)
    before = paging.id_in(request.args.get("after"))
    person = _person(filters.get("student"))
    loans = past_loans.listed(actor(), before=before, limit=PAGE + 1, **filters)
    part = paging.cut(loans, PAGE, paging.by_id)
    here = ".past_loans"
    return page(
        "lending/past_loans",
        loans=part.rows,
        filters=filters,
        person=person,
        forgets_after=rule.months(),
        past=past_loans,
        older=part.after and url_for(here, **filters, after=part.after),
        newer=before and url_for(here, **filters),
    )


def _person(student: int | None) -> people.Named | None:
    """Whose loans are asked for, if that is somebody else who is to be named."""
    if not student or student in (actor().id, forgotten.ID):
        return None
    person = people.find(actor(), student)
    return people.Named(person.id, person.name, person.email)


downloads.on_page(bp, "/checkouts/past", "past_loans", exports.past_loans, PastLoanFilter)
