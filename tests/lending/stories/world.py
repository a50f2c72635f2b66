"""What the school of the stories has beside the test school: things of other kinds, a set, a class."""

from decimal import Decimal

from tests.support.histories import TESS
from tests.support.loans import tagged
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.people import groups
from webapp.stock import locations
from webapp.stock.items import items
from webapp.stock.sets import sets
from webapp.stock.sets.contents import NewPart
from webapp.stock.units import tags

ADA = Actor(5, "Ada", "admin", 0)
# partly tagged, counted, all tagged and looked at twice, a batch and more, and few of which no more come in and
# which are looked after once they came back
VIOLIN, CELLO, VIOLA, ROSIN, HARP = 1, 2, 3, 4, 5
DUO, CERTAIN = 1, 2  # sets: of a violin and two rosins, of one certain viola and a cello
CLASS = 1


def furnish():
    """To be called once, in a transaction: its ids must not come from sequences that go on."""
    lend_together(add_things())
    groups.add(ADA, name="Strings", kind="class", teacher_id=TESS.id, member_ids=[2, 3])
    db.session.flush()


def add_things():
    """The id of a viola."""
    locations.home(TESS, "Annex", is_new=True)
    kept = {"location": "Store", "value": Decimal(90), "max_checkout_days": 21}
    items.add(TESS, name="Viola", category="instrument", needs_second_look=True, **kept)
    items.add(
        TESS, name="Rosin", category="accessory", quantity=3, needs_approval=False, **kept
    )
    items.add(TESS, name="Harp", category="instrument", quantity=2, service_days=2, **kept)
    viola, *_ = [tagged(f"VLA-{number}", item=VIOLA) for number in range(3)]
    tags.add_one(TESS, item=ROSIN, tag="ROS-1", batch_number="B-1", quantity=4)
    return viola


def lend_together(viola):
    duo = [NewPart(item=VIOLIN), NewPart(item=ROSIN, quantity=2)]
    sets.add(TESS, name="Duo", parts=duo)
    sets.add(TESS, name="Viola and cello", parts=[NewPart(unit=viola), NewPart(item=CELLO)])
