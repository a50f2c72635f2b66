"""What is raced for about what needs care: a fault, a damaged unit, service days, a repair of what is not here."""

from tests.races.servers import CLIENTS
from webapp.core.db import db
from webapp.lending.decisions import decisions
from webapp.lending.desk import handovers
from webapp.lending.models import FaultReport
from webapp.repairs.models import Repair, RepairDeparture
from webapp.stock.models import Item, Movement, ServiceEnd
from webapp.stock.units import tags

from .loan_contests import CHECKOUTS, TESS, _item, _wish
from .rounds import Round, counted

REPAIRS = "/api/inventory/repairs/"


def faults(count, people):
    """All report the same piece of a loan."""
    for number in range(count):
        wish = _wish(_item(f"at fault {number}", 1), people[0])
        loan = decisions.approve(TESS, wish, hand_out=True).id
        yield Round(
            loan, [(f"{CHECKOUTS}{loan}/faults/", {"words": "It buzzes"})] * CLIENTS
        )


def damages(count, people):
    """Half of them report the same unit damaged, half send it to be looked after."""
    for number in range(count):
        item = _item(f"damaged {number}", CLIENTS)
        unit = tags.add_one(TESS, item=item, tag=f"D-{number}").id
        asked = [(REPAIRS, {"unit": unit}), (f"{REPAIRS}maintenance/{unit}/start/", {})]
        yield Round(unit, asked * (CLIENTS // 2))


def departures(count, people):
    """All close the same repair, of a piece that left before anybody told it."""
    for number in range(count):
        item = _item(f"gone {number}", 1)
        repair = Repair(item_id=item, location_id=1, opened_by=TESS.id)
        db.session.add(repair)
        db.session.flush()
        yield Round(repair.id, [(f"{REPAIRS}{repair.id}/gone/", {})] * CLIENTS)


def service_days(count, people):
    """All say that what came back of a loan is ready."""
    for number in range(count):
        item = _item(f"looked after {number}", 1)
        db.session.get(Item, item).service_days = 3
        loan = decisions.approve(TESS, _wish(item, people[0]), hand_out=True).id
        handovers.return_item(TESS, loan)
        yield Round(loan, [(f"{CHECKOUTS}{loan}/ready_now/", {})] * CLIENTS)


reported = counted(FaultReport.checkout_id)


opened = counted(Repair.unit_id)


departed = counted(RepairDeparture.repair_id)


ended = counted(Movement.checkout_id, ServiceEnd.movement_id == Movement.id)
