"""Sets as their borrowers see them: what is in each."""

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.derived import place_of
from webapp.core.doors import actor, page, signed_in
from webapp.stock.sets import sets

from .blueprint import bp

PAGE = 24
LONGEST_SEARCH = 200


@bp.get("/sets")
@signed_in
def sets_page() -> Response:
    words = request.args.get("q", "")[:LONGEST_SEARCH]
    archived = actor().is_staff and "archived" in request.args
    after = paging.place(request.args.get("after"), str, int)
    rows = sets.listed(actor(), words=words, archived=archived, after=after, limit=PAGE + 1)
    part = paging.cut(rows, PAGE, place_of)
    return page(
        "lending/sets/sets",
        sets=part.rows,
        q=words,
        archived=archived,
        older=part.after
        and url_for(
            ".sets_page",
            after=part.after,
            q=words or None,
            archived="y" if archived else None,
        ),
    )


@bp.get("/sets/<int:id>")
@signed_in
def set_page(id: int) -> Response:
    return page("lending/sets/show", row=sets.find(actor(), id))
