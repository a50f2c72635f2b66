"""Who may be meant by what is typed into a field for somebody, in a browser."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from webapp.core.doors import actor, page, signed_in

from .. import suggesting

bp = Blueprint("suggesting", __name__)
LONGEST = 60  # characters of a field's name


@bp.get("/people/suggest", endpoint="suggest")
@signed_in
def suggest() -> Response:
    """For the field `of` a page, whose list has this `id`; what was typed comes under the field's own name."""
    of, id = (request.args.get(name, "q")[:LONGEST] for name in ("of", "id"))
    words = request.args.get(of, "")[:100]
    fitting = suggesting.for_field(actor(), words)
    return page("people/suggested", people=fitting, id=id, typed=words)
