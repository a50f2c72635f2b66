"""Stocktakes: counting what is really at a location while the school stays open."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import with_expression

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.derived import NAMES
from webapp.core.errors import Conflict, Invalid, NotAllowed
from webapp.core.words import _, lazy

from .. import access, locations
from ..ledger import ledger
from ..ledger.not_undone import stands
from ..models import Item, Location, Movement, Operation, Stocktake, StocktakeLine, Unit
from .choices import Choices, check
from .differences import Adjustment, Plan
from .findings import Findings

OPEN = ("counting", "review")
MISSING = lazy("Stocktake not found")


def listed(
    actor: Actor,
    *,
    status: str | None = None,
    location: int | str | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[Stocktake]:
    """Newest first; keyset by id."""
    query = _visible(actor).order_by(Stocktake.id.desc()).limit(limit)
    if status:
        query = query.where(Stocktake.status == status)
    if location:
        query = query.where(Stocktake.location_id == locations.id_of(location))
    if before:
        query = query.where(Stocktake.id < before)
    return rows.listed(query)


def find(actor: Actor, id: int) -> Stocktake:
    """One stocktake, for staff. NotFound for an id that is not there."""
    return rows.find(_visible(actor).where(Stocktake.id == id), MISSING)


def chosen(stocktake: Stocktake) -> Choices:
    """What was ticked so far."""
    return Choices.of(**stocktake.choices)


def findings(actor: Actor, id: int) -> Findings:
    """What was found so far, and what should be there; of a closed stocktake the ledger has moved on."""
    return Findings(actor, find(actor, id))


def begin(
    actor: Actor, *, location: int | str, is_blind: bool = False, notes: str = ""
) -> Stocktake:
    """Start to count a location. Conflict while somebody else is counting it."""
    check_may_count(actor)
    ledger.lock()
    place = db.session.get(Location, locations.id_of(location))
    if place is None or not place.is_active:
        raise Invalid(fields={"location": _("Choose a location that is in use")})
    check_nobody_counts(place)
    begun = {"opened_by": actor.id, "issuer_id": actor.issuer_id}
    stocktake = Stocktake(
        location_id=place.id,
        is_blind=is_blind,
        notes=notes,
        **begun,
    )
    db.session.add(stocktake)
    db.session.flush()
    return find(actor, stocktake.id)


def review(actor: Actor, id: int) -> Stocktake:
    """Counting is over; look at what was found. Conflict if nothing was counted."""
    stocktake = take(actor, id, "counting")
    if not find(actor, id).lines:
        raise Conflict(_("Nothing counted yet"), facts={"lines": 0})
    return become(actor, stocktake, "review")


def reopen(actor: Actor, id: int) -> Stocktake:
    """Back to counting."""
    return become(actor, take(actor, id, "review"), "counting")


def choose(
    actor: Actor,
    id: int,
    choices: Choices,
    *,
    version: int | None = None,
) -> Stocktake:
    """Keep what was ticked, for whoever applies it, instead of what was ticked before.

    Conflict if it is not so any more; Stale, with what is ticked now, if somebody did so since `version`.
    """
    stocktake = take(actor, id, "review")
    rows.check_version(
        version,
        stocktake.version,
        _("Somebody changed the ticks in the meantime"),
        lambda: {"choices": stocktake.choices},
    )
    check(Findings(actor, stocktake), choices)
    stocktake.choices = choices.as_dict()
    db.session.flush()
    return find(actor, id)


def cancel(actor: Actor, id: int) -> Stocktake:
    """Cancel the count; nothing changes."""
    return become(actor, take(actor, id, *OPEN), "cancelled")


def plan(actor: Actor, id: int, choices: Choices | None = None) -> Plan:
    """What applying would write now, with what was ticked unless other choices are given.

    Conflict, with the numbers, if it could not be written.
    """
    stocktake = find(actor, id)
    check_status(stocktake, "review")
    return Plan(stocktake, Findings(actor, stocktake), choices or chosen(stocktake))


def _check_may_apply(actor: Actor, stocktake: Stocktake, planned: Plan) -> None:
    if planned.needs_second and not may_be_second(actor, stocktake):
        raise NotAllowed(
            _(
                "%(why)s: a teacher or admin who did not start the count applies it",
                why=planned.why,
            )
        )


def _check_seen(planned: Plan, seen: str) -> None:
    if seen and seen != planned.seen:
        words = _("What would change is different now; please look again")
        raise Conflict(words, facts={"seen": planned.seen})


def apply(
    actor: Actor,
    id: int,
    choices: Choices | None = None,
    *,
    seen: str = "",
) -> Plan:
    """Write it, as one operation; none if all is as expected. NotAllowed if it takes a second person.

    Conflict as in `plan`, and if what would be written is not what was `seen`.
    """
    stocktake = take(actor, id, "review")
    planned = Plan(stocktake, Findings(actor, stocktake), choices or chosen(stocktake))
    _check_may_apply(actor, stocktake, planned)
    _check_seen(planned, seen)
    if planned.adjustments:
        second = actor.id if planned.needs_second else None
        about = ledger.About(stocktake_id=id, reason=planned.reason, approved_by=second)
        ledger.record(actor, "stocktake", planned.lines, **about)
    become(actor, stocktake, "applied")
    return planned


def may_be_second(actor: Actor, stocktake: Stocktake) -> bool:
    """Who did not start it, neither in person nor by a token they issued in another's name."""
    return access.may_agree(actor, stocktake.opened_by, stocktake.issuer_id)


def written(actor: Actor, id: int) -> list[Adjustment]:
    """What an applied stocktake wrote, without what was undone since."""
    query = (
        select(
            Movement,
            Item.name,
            Unit.tag,
            Location,
        )
        .join(Item, Item.id == Movement.item_id)
        .join(Location, Location.id == Movement.location_id)
        .outerjoin(Unit, Unit.id == Movement.unit_id)
        .join(Operation, Operation.id == Movement.operation_id)
        .where(Operation.stocktake_id == id, stands())
        .order_by(Movement.id)
    )
    here = find(actor, id).location_id
    return [
        Adjustment.of(movement, tag or name, place.name if place.id != here else "")
        for movement, name, tag, place in db.session.execute(query)
    ]


def _visible(actor: Actor) -> Select[Stocktake]:
    """Every stocktake with the name of its location and its number of lines. NotAllowed for students."""
    check_may_count(actor)
    lines = select(func.count()).where(StocktakeLine.stocktake_id == Stocktake.id)
    return (
        select(Stocktake)
        .options(NAMES, with_expression(Stocktake.lines, lines.scalar_subquery()))
        .execution_options(populate_existing=True)
    )


def take(actor: Actor, id: int, *states: str) -> Stocktake:
    """The stocktake as it is now, with stock's writer lock: what is counted hangs on the levels."""
    find(actor, id)
    ledger.lock()
    stocktake = lock(id)
    check_status(stocktake, *states)
    return stocktake


def lock(id: int) -> Stocktake:
    """The stocktake as it is now, locked; the caller holds stock's lock."""
    return rows.find(select(Stocktake).where(Stocktake.id == id), MISSING, lock=True)


def become(actor: Actor, stocktake: Stocktake, status: str) -> Stocktake:
    stocktake.status = status
    stocktake.closed_at = None if status in OPEN else clock.now()
    db.session.flush()
    return find(actor, stocktake.id)


def check_may_count(actor: Actor) -> None:
    if not access.may_count(actor):
        raise NotAllowed(_("Only staff can count what is there"))


def check_status(stocktake: Stocktake, *states: str) -> None:
    if stocktake.status not in states:
        words = {
            "counting": _("This is still being counted"),
            "review": _("Counting is over; go back to counting first"),
            "applied": _("This was applied already"),
            "cancelled": _("This was cancelled already"),
        }
        raise Conflict(
            words[stocktake.status],
            facts={"status": stocktake.status, "stocktake": stocktake.id},
        )


def check_nobody_counts(place: Location) -> None:
    theirs = select(Stocktake.id).where(
        Stocktake.location_id == place.id, Stocktake.status.in_(OPEN)
    )
    if other := db.session.scalar(theirs):
        raise Conflict(
            _("%(place)s is already being counted", place=place.name),
            facts={"stocktake": other},
        )
