"""What may be asked of the inbox, and what the API shows of it."""

from typing import Literal

from pydantic import Field

from webapp.core.inputs import Paged
from webapp.core.openapi import Shown

from ..shown import At


class InboxQuery(Paged):
    """What waits for who asks, or for anybody; all of it, or one kind."""

    of: Literal["", "everyone"] = ""
    show: Literal["", "loans", "rooms", "stock", "repairs", "emails"] = ""


class AskShown(Shown):
    """Something that waits: `answer_by` is the last moment for an answer, `since` is told of what has none.

    `id` is that of what the kind names: a loan, a renewal, a booking, an operation, a repair, or a person.
    """

    kind: Literal["loan", "promise", "renewal", "room", "act", "repair", "address"]
    id: int
    urgency: Literal["today", "soon", "later"] = Field(
        description="today, by the next open day, or later"
    )
    answer_by: At | None
    since: At | None
    title: str
    person: str
    path: str
