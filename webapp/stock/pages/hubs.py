"""Where everything about stock starts from."""

from werkzeug.wrappers import Response

from webapp.core.doors import actor, page, signed_in
from webapp.school import to_see_to

from .. import access
from .blueprints import hub


@hub.get("")
@signed_in
def index() -> Response:
    access.check_may_look(actor())
    return page("stock/hub", counts=to_see_to.of(actor(), "stock"))
