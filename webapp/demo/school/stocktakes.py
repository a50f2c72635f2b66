"""What is being counted at the demo school: the brass cabinet, with a few surprises, and a hall that is done."""

from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.stock.models import Location
from webapp.stock.stocktakes import counting, stocktakes

from .story import Story

HALL, CABINET = "Recital hall", "Wind and brass cabinet"
COUNTED = (
    "TPT-001",
    "TPT-002",
    "OBO-001",
    "HRP-001",
    "A-1147",
)  # the harp is kept in the hall, nobody knows the last


def plan(story: Story, desk: Actor) -> None:
    story.plan(story.at(-6, "16:10"), lambda: _finish(desk, HALL))
    story.plan(story.at(-1, "16:30"), lambda: _start(desk, CABINET))


def _finish(desk: Actor, name: str) -> None:
    """All as it should be."""
    count = stocktakes.begin(desk, location=_place(name))
    for finding in stocktakes.findings(desk, count.id).all:
        what = (
            {"unit": finding.unit_id}
            if finding.unit_id
            else {"item": finding.item_id, "counted": finding.expected}
        )
        counting.count(desk, count.id, **what)
    stocktakes.review(desk, count.id)
    stocktakes.apply(desk, count.id)


def _start(desk: Actor, name: str) -> None:
    count = stocktakes.begin(desk, location=_place(name), notes="Before the autumn concert")
    for code in COUNTED:
        counting.count(desk, count.id, code=code)


def _place(name: str) -> int:
    return db.session.scalars(select(Location.id).where(Location.name == name)).one()
