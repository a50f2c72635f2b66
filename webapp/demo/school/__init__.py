"""The demo school: its people, what they play on, and six weeks of their days around today."""

from sqlalchemy import select

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.people import access
from webapp.people.models import User

from . import (
    acts,
    agreed,
    hours,
    items,
    loans,
    mishaps,
    moves,
    opening,
    people,
    photographs,
    piles,
    queues,
    repairs,
    reservations,
    rooms,
    rules,
    service,
    sets,
    several,
    stocktakes,
    swaps,
    units,
)
from .story import Story

BEFORE = -60  # days: everybody and everything was there before the story begins


def move_in(password: str = "play-it-again-42") -> None:
    """Once, into an empty school; where anybody lives already, nothing happens."""
    if db.session.scalar(select(User.id).where(access.IS_PERSON).limit(1)):
        return
    story = Story(clock.now())
    with clock.at(story.at(BEFORE, "09:00")):
        who = people.move_in(password)
        where = rooms.move_in(who["admin"])
        rules.move_in(who["admin"], where)
        what = _bring(story, who)
        vendors = repairs.move_in(what, story.today)
    _plan_stock(story, who, what, vendors)
    reservations.plan(story, who, where)
    stocktakes.plan(story, who["desk"])
    story.play()
    opening.move_in(who["admin"], story.today)


def _bring(story: Story, who: dict[str, Actor]) -> dict[str, items.Kind]:
    """What there is to lend, alone and together."""
    what = items.move_in(who["teacher"])
    photographs.move_in(who["desk"], what)
    units.move_in(who["teacher"])
    set_ids = sets.move_in(who["teacher"], what)
    sets.plan(story, who, set_ids)
    several.plan(story, who, what, set_ids)
    return what


def _plan_stock(
    story: Story,
    who: dict[str, Actor],
    what: dict[str, items.Kind],
    vendors: dict[str, int],
) -> None:
    for lent in (loans, piles, mishaps, agreed, queues, swaps, service, hours):
        lent.plan(story, who, what)
    repairs.plan(story, who, what, vendors)
    acts.plan(story, who, what)
    moves.plan(story, who["desk"], what)
    photographs.plan(story, who["desk"])
