"""At the desk: how many loans are to be handed out by now, and how many are late."""

from sqlalchemy import func, select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.school import calendar

from .. import access
from ..models import Checkout
from . import overdue


def to_see_to(actor: Actor) -> dict[str, int]:
    """What is promised from today or sooner, `to_hand_out`, and what is `late`, as the overdue report has it; one
    statement. For staff.
    """
    promised = access.visible_checkouts(actor).where(
        Checkout.stored_status == "approved", Checkout.starts_on <= calendar.today()
    )
    numbers = {"to_hand_out": promised, "late": overdue.late_loans(actor)}
    counted = (
        query.with_only_columns(func.count()).scalar_subquery().label(name)
        for name, query in numbers.items()
    )
    return dict(db.session.execute(select(*counted)).one()._mapping)
