"""Stock for programs: a file for each noun."""

from typing import Any

from flask import Blueprint
from spectree import Response

from webapp.core.doors import public
from webapp.core.openapi import document, spec

bp = Blueprint("stock_api", __name__, url_prefix="/api")


@bp.get("/openapi.json")
@public
@spec.validate(resp=Response("HTTP_200"), tags=["about"], security={})
def openapi() -> Any:
    """This description, for programs."""
    return document()


from . import (  # noqa: E402, F401  # their routes are the blueprint's
    accessories,
    acts,
    archiving,
    brands,
    categories,
    exporting,
    items,
    levels,
    locations,
    movements,
    operations,
    skus,
    stocktakes,
    suppliers,
    transfers,
    units,
)
