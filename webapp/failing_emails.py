"""E-mails that do not arrive: which, why, and the button that has them tried again. For admins."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from webapp.core.words import _

from .core import failing_letters
from .core.doors import actor, go_to, page, signed_in
from .core.errors import Conflict, NotFound
from .core.inputs import an_id
from .people import access

PAGE = 50
bp = Blueprint("failing_emails", __name__, url_prefix="/emails")


@bp.get("/failing")
@signed_in
def index() -> Response:
    access.check_may_see_failing_emails(actor())
    letters = failing_letters.failing(
        before=request.args.get("before", type=an_id), limit=PAGE + 1
    )
    older = len(letters) > PAGE and url_for(".index", before=letters[PAGE - 1].id)
    return page("layout/failing_emails", letters=letters[:PAGE], older=older)


@bp.post("/failing/retry")
@signed_in
def retry_all() -> Response:
    access.check_may_see_failing_emails(actor())
    failing_letters.try_again()
    return go_to(".index", queued="yes")


@bp.post("/failing/<int:id>/retry")
@signed_in
def retry(id: int) -> Response:
    access.check_may_see_failing_emails(actor())
    if not failing_letters.exists(id):
        raise NotFound(_("E-mail not found"))
    if not failing_letters.try_again(id):
        raise Conflict(_("This e-mail is no longer failing, or is being sent right now"))
    return go_to(".index", queued="yes")
