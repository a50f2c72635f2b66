"""Past loans, for programs."""

from flask import Blueprint

from webapp.core import downloads, paging
from webapp.core.doors import actor, signed_in
from webapp.core.openapi import Answer, answers

from ..lists import exports, past_loans
from ..schemas.past_loans import PastLoanExport, PastLoanQuery, PastLoanShown

bp = Blueprint("past_loans_api", __name__, url_prefix="/api/inventory/past-loans")


@bp.get("/")
@signed_in
@answers("checkouts", list[PastLoanShown])
def index(query: PastLoanQuery) -> Answer:
    """List the loans that are over, newest first: how they came back, and how late; students get their own."""
    filters = query.model_dump(exclude={"after", "limit", "count"})
    before = paging.id_in(query.after)
    loans = past_loans.listed(actor(), before=before, limit=query.limit + 1, **filters)
    here, headers = paging.answer(loans, query.limit, paging.by_id)
    return [PastLoanShown.of(loan) for loan in here], 200, headers


downloads.for_programs(bp, "/", "past_loans", exports.past_loans, PastLoanExport)
