"""Archiving an item, and bringing it back."""

from flask import request
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go_to, signed_in

from ..items import archiving
from .blueprints import bp


@bp.post("/<int:id>/archive")
@signed_in
def archive(id: int) -> Response:
    archiving.archive(actor(), id, confirmed="confirmed" in request.form)
    return go_to("lending.item", id=id)


@bp.post("/<int:id>/restore")
@signed_in
def restore(id: int) -> Response:
    archiving.restore(actor(), id)
    return go_to("lending.item", id=id)
