"""The story's repairs: each a little further on than the one before, and what is to be looked after."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.repairs import mending, opening
from webapp.school import calendar
from webapp.stock.models import Supplier, Unit
from webapp.stock.units import units

from .items import Kind
from .story import Story

STRINGS, WINDS = "Geigenbau Huber", "Blechblas Reuter"


class Case(NamedTuple):
    item: str
    wrong: str
    damage_type: str
    severity: str
    estimate: int
    vendor: str
    day: int
    end: str


ENOUGH = {"assess": 1, "approve": 2, "send": 3, "finish": 4}
# what, what is wrong, the kind, how bad, estimate, who mends it, reported so many days from today, how far it went
DAMAGED: tuple[tuple[str, str, str, str, int, str, int, str], ...] = (
    ("Double Bass 1/2", "The end pin slips", "functional", "minor", 25, "", -13, "finish"),
    (
        "Bass Trombone",
        "The slide is dented",
        "accidental",
        "moderate",
        90,
        WINDS,
        -6,
        "send",
    ),
    (
        "Concert Viola 40 cm",
        "Open seam at the lower bout",
        "physical",
        "moderate",
        60,
        STRINGS,
        -16,
        "send",
    ),
    ("Pocket Trumpet", "The second valve hangs", "functional", "minor", 20, "", -3, "send"),
    ("Acoustic Guitar", "A tuner is bent", "physical", "minor", 15, "", -4, "approve"),
    (
        "Mandolin",
        "The bridge has sunk",
        "wear_and_tear",
        "severe",
        110,
        STRINGS,
        -2,
        "assess",
    ),
)
CASES = [Case._make(columns) for columns in DAMAGED]
PLANNED = (  # what, due so many days from today, and every so many days after
    ("Concert Grand", -4, 180),
    ("Yamaha U1 Upright Piano", 6, 180),
    ("Bassoon", 12, 365),
    ("Tuba in B-flat", 25, 365),
)


@dataclass
class Damage:
    """One repair of the story; each method is one act of somebody's."""

    desk: Actor
    teacher: Actor
    kind: Kind
    id: int = 0

    def report(self, description: str) -> None:
        unit = units.search(self.desk, item=self.kind.id, limit=1)[0]
        self.id = opening.open(self.desk, unit=unit.id, description=description).id

    def assess(self, damage_type: str, severity: str) -> None:
        mending.assess(self.desk, self.id, damage_type=damage_type, severity=severity)

    def approve(self, estimate: int) -> None:
        mending.approve(self.teacher, self.id, estimate=Decimal(estimate))

    def send(self, vendor: int | None, expected_on: date) -> None:
        mending.send(self.desk, self.id, vendor=vendor, expected_on=expected_on)

    def finish(self, cost: int) -> None:
        mending.finish(
            self.desk, self.id, quality_check="passed", cost=Decimal(cost), condition="good"
        )


def move_in(what: dict[str, Kind], today: date) -> dict[str, int]:
    """Those who mend, by name, and when which unit is due."""
    vendors = {name: Supplier(name=name) for name in (STRINGS, WINDS)}
    db.session.add_all(vendors.values())
    for name, days, every in PLANNED:
        unit = (
            db.session.query(Unit)
            .filter_by(item_id=what[name].id)
            .order_by(Unit.id)
            .first()
        )
        assert unit is not None, name
        unit.next_maintenance_on, unit.maintenance_days = calendar.after(today, days), every
    db.session.flush()
    return {name: vendor.id for name, vendor in vendors.items()}


def plan(
    story: Story, who: dict[str, Actor], what: dict[str, Kind], vendors: dict[str, int]
) -> None:
    for minute, case in enumerate(CASES):
        damage = Damage(who["desk"], who["teacher"], what[case.item])
        back_on = calendar.after(story.today, case.day + 14)
        acts = _acts(damage, case, vendors.get(case.vendor), back_on)
        for after, hour, act in acts[: ENOUGH[case.end] + 1]:
            at = story.at(case.day + after, f"{hour}:{minute:02d}")
            story.plan(at, act, sure=False)


def _acts(
    damage: Damage, case: Case, vendor_id: int | None, back_on: date
) -> list[tuple[int, str, Callable[[], None]]]:
    """How many days after the report, at which hour, and what."""
    return [
        (0, "09", partial(damage.report, case.wrong)),
        (0, "10", partial(damage.assess, case.damage_type, case.severity)),
        (1, "08", partial(damage.approve, case.estimate)),
        (1, "12", partial(damage.send, vendor_id, back_on)),
        (5, "16", partial(damage.finish, case.estimate - 4)),
    ]
