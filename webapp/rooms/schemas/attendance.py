"""What may be decided about check-in, and what the API shows of it."""

from typing import Self

from pydantic import Field

from webapp.core.heartbeat import Heartbeat
from webapp.core.inputs import Input, Whole
from webapp.core.openapi import Shown
from webapp.school import settings
from webapp.school.shown import At


class CheckInPolicy(Input):
    check_in: bool
    check_in_before: Whole = Field(ge=0, le=120)
    check_in_grace: Whole = Field(ge=1, le=120)
    strikes: Whole = Field(ge=1, le=100)
    strike_days: Whole = Field(ge=1, le=365)
    check_in_outage: bool


class CheckInShown(Shown):
    check_in: bool
    check_in_before: int
    check_in_grace: int
    check_in_outage: bool
    strikes: int
    strike_days: int
    last_run: At | None

    @classmethod
    def of(cls, beat: Heartbeat | None) -> Self:
        return cls(
            check_in=settings.get("check_in"),
            check_in_before=settings.get("check_in_before"),
            check_in_grace=settings.get("check_in_grace"),
            check_in_outage=settings.get("check_in_outage"),
            strikes=settings.get("strikes"),
            strike_days=settings.get("strike_days"),
            last_run=beat.beat_at if beat else None,
        )
