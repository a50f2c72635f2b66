"""Choosing: which tagged piece leaves, where an item has none without a tag."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select

from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, Offer
from webapp.core.words import _
from webapp.stock.units import units, untagged

from .models import Checkout

OFFERED = 24  # units named by a refusal
SET_ASIDE = select(Checkout.unit_id).where(
    Checkout.stored_status == "approved", Checkout.unit_id.is_not(None)
)
CHOICES = units.tags_on_shelf(except_ids=SET_ASIDE)


def choose(checkout: Checkout, unit_id: int | None) -> None:
    """A certain unit for one piece; Conflict if it is blocked or lies ready for somebody else."""
    if unit_id is None:
        return
    if checkout.quantity > 1:
        raise Invalid(
            fields={
                "unit": _(
                    "One unit cannot cover %(quantity)s pieces", quantity=checkout.quantity
                )
            }
        )
    unit = units.pick(checkout.item_id, unit_id)
    if name := promised(checkout, unit.id):
        raise Conflict(
            _("%(tag)s is set aside for %(name)s", tag=unit.tag, name=name),
            facts={"unit": unit.id},
        )
    checkout.unit_id = unit.id


def promised(checkout: Checkout, unit_id: int) -> str | None:
    """For whom else a unit lies ready, if it does."""
    theirs = (
        Checkout.unit_id == unit_id,
        Checkout.stored_status == "approved",
        Checkout.id != checkout.id,
    )
    return db.session.scalar(select(Checkout.student_name).where(*theirs))


class Choice(NamedTuple):
    """A unit that could be handed out."""

    id: int
    tag: str


def choices(item_ids: Collection[int]) -> dict[int, list[Choice]]:
    """The units of each item that could be handed out now: on the shelf, not blocked, set aside for nobody."""
    there: dict[int, list[Choice]] = {id: [] for id in item_ids}
    for item_id, id, tag in db.session.execute(CHOICES, {"item_ids": list(there)}):
        there[item_id].append(Choice(id, tag))
    return there


def must_name(checkout: Checkout) -> bool:
    """Whether one piece is to leave, nobody has said which, and each one there has a tag."""
    if checkout.unit_id or checkout.quantity > 1:
        return False
    return not untagged.lendable(checkout.item_id, checkout.location_id)


def check_tag(checkout: Checkout) -> None:
    """Conflict, offering the units that could leave, if one piece is to leave without a tag and all there have one.

    Loans of several pieces carry no tags yet; `ledger verify` names those that are out so.
    """
    if not must_name(checkout):
        return
    units_there = choices([checkout.item_id])[checkout.item_id][:OFFERED]
    facts = {"units": [{"id": unit.id, "tag": unit.tag} for unit in units_there]}
    if not units_there:
        raise Conflict(
            _(
                "No %(item_name)s is on the shelf to be handed out",
                item_name=checkout.item_name,
            ),
            facts=facts,
        )
    offers = [Offer(unit.tag, {"unit": unit.id}) for unit in units_there]
    raise Conflict(
        _(
            "Each %(item_name)s has a tag. Which one is handed out?",
            item_name=checkout.item_name,
        ),
        facts=facts,
        offers=offers,
    )
