"""What may be said in answer to who asks for a room."""

from typing import Annotated

from pydantic import Field

from webapp.core.inputs import Cursor, Id, Input, Prose


class ReservationDeclineInput(Input):
    reason: Annotated[Prose, Field(min_length=1, max_length=500)]


class DeclinePage(ReservationDeclineInput):
    """A page sends the version it was drawn from."""

    version: Id


class ReservationApprovePage(Input):
    version: Id | None = None


class QueueQuery(Input):
    of: str = Field("", max_length=20)
    after: Cursor | None = None
