"""Days that are asked about, and what the API says of them."""

from datetime import date

from pydantic import Field

from webapp.core.inputs import Day, Input
from webapp.core.openapi import Shown


class FreeDaysQuery(Input):
    first: Day | None = Field(
        default=None, alias="from", description="The first day; today if it is left out"
    )
    until: Day | None = Field(
        default=None,
        alias="to",
        description="The day after the last; five weeks after the first if it is left out",
    )


class FreeDayShown(Shown):
    date: date
    free: int = Field(description="Pieces that can be asked for on this day")
    owned: int = Field(description="All pieces of the item, whatever their state")
    desk_full: bool = Field(
        description="Whether nobody more can come to the desk on this day: staff may all the same"
    )
