"""The past: what there was of an item at a location at any moment, as the ledger wrote it down then."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, Select, select
from sqlalchemy.orm import aliased

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid
from webapp.core.words import _
from webapp.school import calendar

from .. import levels
from ..models import Item, Level, Location, Movement
from ..models.states import STATES


@dataclass(frozen=True)
class Then:
    """A level after the last movement before a moment, which is a UTC instant; money in minor units."""

    level_id: int
    item_id: int
    item_name: str
    sort_key: str  # of the item
    location_id: int
    location: str
    movement_id: int
    moved_at: datetime
    by_state: dict[str, int]
    value_minor: int

    @property
    def on_hand(self) -> int:
        return sum(self.by_state.values())

    @property
    def place(self) -> levels.Place:
        return self.sort_key, self.item_id, self.location_id


def moment(wall: datetime) -> datetime:
    """A time on the school's clock, or one with an offset, as a UTC instant. Invalid if it has not come yet."""
    try:
        at = calendar.instant(wall)
    except ValueError as error:
        raise Invalid(fields={"at": str(error)}) from None
    if at > clock.now():
        raise Invalid(fields={"at": _("Choose a time in the past")})
    return at


def as_of(
    actor: Actor,
    at: datetime,
    *,
    words: str = "",
    item: int | None = None,
    location: int | str | None = None,
    after: levels.Place | None = None,
    limit: int = 50,
) -> list[Then]:
    """Levels that had moved by then, as they were, in the order of `levels.listed`. For staff.

    The ledger's times grow with its ids, and each movement carries what it left behind: one probe of an index a level.
    """
    levels.check(actor)
    query = levels.narrowed(
        _moved_by(at),
        words=words,
        item=item,
        location=location,
    )
    rows = db.session.execute(levels.in_order(query, after).limit(limit))
    return [_then(*row) for row in rows]


def _moved_by(at: datetime) -> Select[Movement, str, str, str]:
    """Each level's last movement by then, with the names of what is moved and where."""
    item_name, location = Item.name.label("item_name"), Location.name.label("location")
    return (
        select(
            Movement,
            item_name,
            Item.sort_key,
            location,
        )
        .select_from(Item)
        .join(Level, Level.item_id == Item.id)
        .join(Location, Location.id == Level.location_id)
        .join(Movement, Movement.id == last_before(at))
    )


def last_before(at: datetime) -> ScalarSelect[int]:
    """Of the level in the query around it: the last movement no later than a moment."""
    earlier = aliased(Movement)
    of_level = select(earlier.id).where(
        earlier.level_id == Level.id, earlier.created_at <= at
    )
    newest = of_level.order_by(earlier.created_at.desc(), earlier.id.desc()).limit(1)
    return newest.correlate(Level).scalar_subquery()


def _then(
    moved: Movement,
    item_name: str,
    sort_key: str,
    location: str,
) -> Then:
    return Then(
        level_id=moved.level_id,
        item_id=moved.item_id,
        item_name=item_name,
        sort_key=sort_key,
        location_id=moved.location_id,
        location=location,
        movement_id=moved.id,
        moved_at=moved.created_at,
        by_state={state: getattr(moved, f"{state}_after") for state in STATES},
        value_minor=moved.value_after_minor,
    )
