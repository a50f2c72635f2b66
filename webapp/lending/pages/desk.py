"""The desk: one box that takes a tag, a serial number or a name, and says what can be done."""

from collections.abc import Collection
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from webapp.core.doors import actor, page, signed_in
from webapp.core.inputs import an_id
from webapp.people import called, card_codes, people
from webapp.repairs import repairs
from webapp.school import calendar, to_see_to
from webapp.stock.items import items
from webapp.stock.movements.history import Act
from webapp.stock.transfers import transfers
from webapp.stock.units import accessories, scans
from webapp.stock.units.scans import Match, Scan
from webapp.stock.units.units import Unit

from .. import access, undoing
from ..availability import looked_after
from ..availability.looked_after import LookedAfter
from ..desk import finding
from ..faults import faults
from ..loans import checkouts, for_others
from ..models import Checkout
from ..schemas.checkouts import ReturnInput
from ..suspensions import suspended
from ..today import shortfalls, unkept, ways_out
from ..waits import put_by
from . import set_groups
from .blueprint import bp
from .set_groups import Group

Shown = dict[str, Any]  # what a template is given
SHOWN = 20


@bp.get("/desk")
@signed_in
def desk() -> Response:
    access.check_may_be_at_desk(actor())
    scan, id = Scan.of(request.args), request.args.get("done", type=an_id)
    found = _find(scan) if scan.code else {}
    return page(
        "lending/desk",
        today=calendar.today(),
        scan=scan,
        returning=ReturnInput,
        found=found,
        counts={} if scan.code else to_see_to.of(actor(), "stock", "rooms", "lending"),
        **_done(id),
        **_promised(above := _shown_above(found)),
        late=_late(above),
        is_above=bool(above),
    )


def _done(id: int | None) -> Shown:
    """The loan that something was done with just now, with Undo, and what that brought."""
    if id is None:
        return {"last": None}
    last = checkouts.find(actor(), id)
    act = undoing.last_act(actor(), last)
    return {
        "last": last,
        "done": undoing.undoable(actor(), last),
        "put_by": put_by.after(last, act),
        "looked_after": _looked_after(last, act),
    }


def _looked_after(last: Checkout, done: Act | None) -> list[LookedAfter]:
    """What has just come back and is looked after before anybody is offered it."""
    if done is None or done.kind != "return":
        return []
    return looked_after.of_loan(last.item_id, last.id)


def _shown_above(found: Shown) -> set[int]:
    """Loans of the person that was found: they are not repeated below, where an act on them would leave them stale."""
    groups: list[Group] = [*found.get("theirs", []), *found.get("for_others", [])]
    return {loan.id for group in groups for loan in group.loans}


def _late(above: Collection[int]) -> list[Group]:
    late = checkouts.listed(actor(), status="overdue", limit=SHOWN)
    return set_groups.at_desk([loan for loan in late if loan.id not in above])


def _promised(above: Collection[int]) -> Shown:
    """What is to be handed out now and later, and of that what will not be there."""
    promised = checkouts.to_hand_out(actor(), unkept.NEAREST)
    without = unkept.among(promised)
    ready = [each for each in promised if each not in without and each.id not in above]
    groups = set_groups.at_desk(ready[:SHOWN])
    later = [group for group in groups if checkouts.begins_later(group.loans[0])]
    return {
        "unkept": without,
        "ways": ways_out.of(actor(), without),
        "shortfalls": shortfalls.of(without),
        "ready": [group for group in groups if group not in later],
        "later": later,
    }


def _find(scan: Scan) -> Shown:
    """A unit, with whoever has it or waits for it; else an item by SKU; else people, first who is called just so, then
    whose card it is; else items.
    """
    named = scans.match(actor(), scan)
    if shown := _named(named) or _called(scan) or _carded(scan):
        return shown
    if named.several or scan.is_label:
        return {"units": named.several, "items": []}
    if persons := people.all_people(actor(), search=scan.code, limit=6):
        is_one = len(persons) == 1 and scan.is_name
        return _person(persons[0].id) if is_one else {"people": persons}
    return {"items": [hit.item for hit in items.search(actor(), words=scan.code, limit=6)]}


def _named(named: Match) -> Shown:
    """What has the code: a unit, or the items of which one is meant."""
    if isinstance(named.thing, Unit):
        return _scanned(named.thing)
    one = [named.thing] if named.thing else []
    return {"items": [*one, *named.editions]} if one or named.editions else {}


def _called(scan: Scan) -> Shown:
    """Whoever is called just so, or has this e-mail."""
    found = called.exactly(actor(), [scan.code])[scan.code] if scan.is_name else []
    if len(found) == 1:
        return _person(found[0].id)
    return {"people": found} if found else {}


def _carded(scan: Scan) -> Shown:
    """Whoever has this card; of one that opens nobody, whose it was."""
    holder = card_codes.holder(actor(), scan.readings)
    if holder is None:
        return {}
    if not holder.is_valid:
        return {"old_card": card_codes.not_valid(holder)}
    return _person(holder.id)


def _person(id: int) -> Shown:
    """Somebody, and what they have or are to get."""
    person = people.find(actor(), id)
    theirs = set_groups.at_desk(checkouts.in_hand(actor(), id))
    others = for_others.open_loans(id)
    return {
        "people": [person],
        "person": person,
        "theirs": theirs,
        "for_others": set_groups.at_desk(others),
        "suspension": suspended.told_of(id),
    }


def _unit(unit: Unit) -> Shown:
    """A unit, whoever has it, and those who may pick up one piece of its item."""
    item = items.show(actor(), unit.item_id).item
    open_ones = checkouts.holders(actor(), item.id)
    out = next(
        (loan for loan in open_ones if loan.status == "out" and unit.id in loan.unit_ids),
        None,
    )
    held = _may_take(open_ones, unit)
    found = {
        "unit": unit,
        "item": item,
        "out": out,
        "held": held,
        "done": undoing.undoable(actor(), out) if out else None,
        "accessories": accessories.listed(actor(), unit.id),
        "looked_after": looked_after.of_unit(item, unit.id),
    }
    is_here = out or unit.blocked_reason or unit.available or held
    return found if is_here else found | _away(unit.id)


def _scanned(unit: Unit) -> Shown:
    """The same, and for whom one of its item is kept, while it lies on its shelf."""
    kept = checkouts.kept_for(actor(), unit.item_id) if unit.available else []
    found = _unit(unit)
    return found | {"kept": kept} | _broken(found["out"], unit)


def _broken(out: Checkout | None, unit: Unit) -> Shown:
    """What is said to be broken of it while somebody has it, and who says so."""
    report = faults.of_unit(out.id, unit.id) if out else None
    if report is None:
        return {"faults": []}
    return {"faults": [report], "fault_names": people.names([report.by])}


def _may_take(loans: list[Checkout], unit: Unit) -> list[Checkout]:
    """Whose promise it can keep, or help to keep: whom it is set aside for or promised to, else all that are of any.

    First those who may have it by now and have none set aside, last those whose first day is still to come.
    """
    promised = [loan for loan in loans if loan.status == "approved"]
    theirs = [loan for loan in promised if unit.id in loan.unit_ids]
    if theirs or not unit.available:
        return theirs
    promised = [loan for loan in promised if loan.pinned_unit_id in (None, unit.id)]
    later = checkouts.begins_later
    return sorted(
        promised, key=lambda loan: (later(loan), loan.is_all_aside and bool(loan.unit_ids))
    )


def _away(unit: int) -> Shown:
    """Where a unit is that cannot be lent."""
    return {
        "repair": repairs.of_unit(actor(), unit),
        "transfer": transfers.of_unit(actor(), unit),
        "lost": finding.lost_on(actor(), unit),
    }
