"""Archiving an item, and bringing it back."""

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go_to, signed_in
from webapp.core.said import Said
from webapp.core.words import _

from ..items import archiving
from .blueprints import bp


@bp.post("/<int:id>/archive")
@signed_in
def archive(id: int) -> Response:
    archiving.archive(actor(), id, confirmed="confirmed" in request.form)
    return go_to(
        "lending.item",
        Said(_("Archived: nobody can ask for it"), undo=url_for(".restore", id=id)),
        id=id,
    )


@bp.post("/<int:id>/restore")
@signed_in
def restore(id: int) -> Response:
    archiving.restore(actor(), id)
    return go_to("lending.item", Said(_("It is in the list again")), id=id)
