"""Jobs in a browser: how far the worker has got with an act on many. For admins."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from webapp.core import jobs
from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.errors import Conflict
from webapp.core.inputs import an_id
from webapp.core.said import Said
from webapp.core.words import _, lazy

from .. import deciding
from ..effects import done

PAGE = 50
bp = Blueprint("jobs", __name__, url_prefix="/jobs")
TITLES = {
    "open_days": lazy("Changed open days"),
    "roll_over": lazy("Rolled over"),
    "undo_roll_over": lazy("Roll-over taken back"),
}
bp.context_processor(lambda: {"titles": TITLES})


@bp.get("")
@signed_in
def index() -> Response:
    deciding.check_may(actor())
    found = jobs.listed(before=request.args.get("before", type=an_id), limit=PAGE + 1)
    older = len(found) > PAGE and url_for(".index", before=found[PAGE - 1].id)
    return page("school/jobs/jobs", jobs=found[:PAGE], older=older)


@bp.get("/<int:id>")
@signed_in
def show(id: int) -> Response:
    """How far it is; of changed open days what it did, one by one, after the first so many."""
    deciding.check_may(actor())
    job, after = jobs.find(id), request.args.get("after", 0, type=an_id)
    changes = done.read(job, after, PAGE + 1)
    return page(
        "school/jobs/job",
        job=job,
        changes=changes[:PAGE],
        later=len(changes) > PAGE and url_for(".show", id=id, after=after + PAGE),
        newer=after and url_for(".show", id=id),
    )


@bp.post("/<int:id>/retry")
@signed_in
def retry(id: int) -> Response:
    deciding.check_may(actor())
    if not jobs.try_again(id):
        raise Conflict(_("It did not fail"), facts={"job": id})
    return go_to(".show", Said(_("It is tried again")), id=id)
