"""Archiving an item, and bringing it back."""

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go, signed_in

from ..items import archiving
from .blueprints import bp


@bp.post("/<int:id>/archive")
@signed_in
def archive(id: int) -> Response:
    archiving.archive(actor(), id, confirmed="confirmed" in request.form)
    return go(url_for("lending.item", id=id))


@bp.post("/<int:id>/restore")
@signed_in
def restore(id: int) -> Response:
    archiving.restore(actor(), id)
    return go(url_for("lending.item", id=id))
