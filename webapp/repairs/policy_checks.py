"""What of the school's policy repairs do not let change any more."""

from sqlalchemy import exists, or_, select

from webapp.core.db import db
from webapp.core.words import _

from .models import Repair


def costs() -> str:
    costly = exists().where(or_(Repair.cost_minor > 0, Repair.estimate_minor > 0))
    return _("repairs have costs in it") if db.session.scalar(select(costly)) else ""
