"""A unit's page for staff: what it is now, what can be done with it, and its whole life."""

from datetime import datetime

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.doors import actor, page, signed_in
from webapp.lending.availability import looked_after
from webapp.lending.desk import finding
from webapp.lending.faults import faults
from webapp.lending.schemas.checkouts import ReturnInput
from webapp.lending.units import holding
from webapp.people import people
from webapp.pictures import pictures
from webapp.repairs import repairs
from webapp.stock.items.stocked import Item
from webapp.stock.transfers import transfers
from webapp.stock.units.units import Unit

from .. import unit_life, unit_records
from .blueprint import bp

PAGE = 50


@bp.get("/units/<int:id>")
@signed_in
def unit(id: int) -> Response:
    seen = unit_records.of(actor(), id)
    after = _after()
    life = unit_life.of(actor(), id, after=after, limit=PAGE + 1)
    part = paging.cut(life.rows, PAGE, unit_life.place_of)
    return page(
        "reports/unit/unit",
        unit=seen.unit,
        seen=seen,
        life=part.rows,
        names=life.names,
        pictures=pictures.listed(actor(), "unit", id) if seen.unit.face else [],
        older=part.after and url_for(".unit", id=id, after=part.after),
        newer=after and url_for(".unit", id=id),
        now=_now(seen.unit, seen.item),
    )


def _after() -> unit_life.Place | None:
    """Where the page before ended."""
    return paging.place(request.args.get("after"), datetime, int, int)


def _now(unit: Unit, item: Item) -> dict[str, object]:
    """Where it is that cannot be lent, for whom it is kept, and who kept it back."""
    who = actor()
    is_reserved = unit.state == "reserved"
    return {
        "repair": repairs.of_unit(who, unit.id),
        "transfer": transfers.of_unit(who, unit.id),
        "lost": finding.lost_on(who, unit.id) if unit.state == "outside" else None,
        "aside": holding.aside_for(who, unit.id) if is_reserved else {},
        "looked_after": looked_after.of_unit(item, unit.id),
        "blocker": people.names([unit.blocked_by]) if unit.blocked_by else {},
        "returning": ReturnInput,
        **_broken(unit),
    }


def _broken(unit: Unit) -> dict[str, object]:
    """What whoever has it says is broken, and who that is."""
    fault = faults.of_thing(actor(), unit.id) if unit.state == "on_rent" else None
    return {"fault": fault, "fault_names": people.names([fault.by]) if fault else {}}
