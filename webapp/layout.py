"""The pages that belong to no slice: how Backline looks, and every part it is made of."""

import re

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response

from webapp.core.words import _

from .core import error_codes, manual
from .core.api_document import document
from .core.doors import go, page, public
from .core.errors import NotFound, Offer, Refusal

bp = Blueprint("shell", __name__)
YEAR = 365 * 24 * 3600


@bp.post("/theme")
@public
def theme() -> Response:
    chosen, back = request.form.get("theme", ""), request.form.get("back", "")
    response = go(back if re.fullmatch(r"/(?![/\\])[^\\\x00-\x20]*", back) else "/")
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    if chosen in ("light", "dark"):
        response.set_cookie(
            "theme", chosen, max_age=YEAR, samesite="Lax", httponly=True, secure=secure
        )
    else:
        response.delete_cookie("theme", samesite="Lax", httponly=True, secure=secure)
    return response


@bp.get("/styleguide")
@public
def styleguide() -> Response:
    if not (current_app.debug or current_app.testing):
        raise NotFound
    no = Refusal(
        _("Only 1 is free on those days"),
        fields={"quantity": _("At most 1")},
        offers=[Offer(_("Take 1"), {"quantity": 1})],
    )
    return page("layout/styleguide", sample=no)


@bp.get("/api/docs")
@public
def api_docs() -> Response:
    return page(
        "layout/api",
        chapters=manual.chapters(document(), request.url_root.rstrip("/")),
        codes=error_codes.CODES,
    )
