"""What may be asked of reports."""

from typing import Literal

from pydantic import Field

from webapp.core.inputs import Id, Input, Line, Prose, Since2000
from webapp.core.openapi import Shown


class UseQuery(Input):
    """The days from the first to the last, both included; without them the last four weeks."""

    start_date: Since2000 | None = None
    end_date: Since2000 | None = None
    show: Literal["booked", "cancelled", "missed", "refused"] = "booked"


class OutFilter(Input):
    """Whose things are asked for: one of the three."""

    person: Id | None = None
    group: Id | None = None
    teacher: Id | None = None


class OutQuery(OutFilter):
    layout: Literal["each", "list"] = "each"


class ValueFilter(Input):
    """What is on the list: what a search of the items finds, a place, a set, a request, or what is lent to a group."""

    q: Prose = Field(default="", max_length=200)
    category: Line | None = Field(default=None, max_length=20)
    location: Id | None = None
    set: Id | None = None
    request: Id | None = None
    group: Id | None = None


class SearchQuery(Input):
    q: Prose = Field(min_length=1, max_length=200, description="Words, a number or a tag")


class FoundShown(Shown):
    """Something that was found."""

    kind: Literal["item", "unit", "set", "person", "loan", "request", "receipt", "room"]
    id: int
    name: str
    detail: str
