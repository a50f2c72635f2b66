"""What the whole API is, for programs."""

from spectree import Response

from webapp.core.api_document import document
from webapp.core.doors import public
from webapp.core.openapi import Answer, spec

from .blueprint import bp


@bp.get("/openapi.json")
@public
@spec.validate(resp=Response("HTTP_200"), tags=["about"], security={})
def openapi() -> Answer:
    """This description, for programs."""
    return document()
