"""What may be asked of reports."""

from typing import Literal

from pydantic import Field

from webapp.core.inputs import ExportQuery, Id, Input, Line, Paged, Prose, Since2000
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


class LentFilter(Input):
    """In which days, in which order, and of which family; the last year, most often lent first, if nothing is said."""

    since: Since2000 | None = None
    until: Since2000 | None = None
    order: Literal["most", "least", "longest"] = "most"
    family: Literal[
        "",
        "strings",
        "plucked",
        "woodwind",
        "brass",
        "percussion",
        "keys",
        "audio",
        "sheet",
    ] = ""


class LentQuery(LentFilter, Paged):
    pass


class LentExport(LentFilter, ExportQuery):
    pass


class LentShown(Shown):
    """An item, and how often and for how many days it was lent in the period."""

    item: int = Field(validation_alias="item_id")
    item_name: str = Field(validation_alias="name")
    sku: str
    family: str
    loans: int = Field(description="That were out on a day of the period")
    days: int = Field(
        description="Of the period that these were out, one loan with the next"
    )


class SearchQuery(Input):
    q: Prose = Field(min_length=1, max_length=200, description="Words, a number or a tag")


class FoundShown(Shown):
    """Something that was found."""

    kind: Literal["item", "unit", "set", "person", "loan", "request", "receipt", "room"]
    id: int
    name: str
    detail: str
