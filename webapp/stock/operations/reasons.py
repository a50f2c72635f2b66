"""Reasons: why stock is adjusted, and which movement each of them is."""

from collections.abc import Sequence

from sqlalchemy import Connection, insert, inspect, select

from webapp.core import text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import NotAllowed, NotFound
from webapp.core.words import _

from .. import access
from ..models import Reason

COMES_IN = "ADJUSTMENT_POSITIVE"  # every other type of a reason takes pieces out

SEEDS = (
    {
        "code": "found",
        "label": "Found again",
        "type": "ADJUSTMENT_POSITIVE",
    },
    {
        "code": "given",
        "label": "Given to the school",
        "type": "ADJUSTMENT_POSITIVE",
    },
    {
        "code": "counted_more",
        "label": "Counted more than expected",
        "type": "ADJUSTMENT_POSITIVE",
    },
    {
        "code": "counted_fewer",
        "label": "Counted fewer than expected",
        "type": "ADJUSTMENT_NEGATIVE",
    },
    {
        "code": "used_up",
        "label": "Used up",
        "type": "ADJUSTMENT_NEGATIVE",
    },
    {
        "code": "disposed",
        "label": "Given away or thrown away",
        "type": "ADJUSTMENT_NEGATIVE",
        "needs_second": True,
    },
    {
        "code": "broken",
        "label": "Broken beyond repair",
        "type": "DAMAGE_LOSS",
        "needs_note": True,
    },
    {
        "code": "missing",
        "label": "Lost or stolen",
        "type": "THEFT_LOSS",
        "needs_note": True,
    },
    {
        "code": "expired",
        "label": "Past its date",
        "type": "EXPIRY_LOSS",
    },
)


def install(connection: Connection) -> None:
    """Add the reasons every school starts with, where they are not there yet; run by every migration."""
    table = Reason.__table__
    if not inspect(connection).has_table(Reason.__tablename__):
        return
    existing = set(connection.scalars(select(table.c.code)))
    plain = {
        "needs_note": False,
        "needs_second": False,
        "is_active": True,
    }
    if new := [plain | seed for seed in SEEDS if seed["code"] not in existing]:
        connection.execute(insert(Reason), new)


def listed(actor: Actor) -> Sequence[Reason]:
    """The reasons in use: those for what comes in first, each half by label. For staff."""
    if not access.may_receive(actor):
        raise NotAllowed(_("Only staff can adjust stock"))
    used = db.session.scalars(select(Reason).where(Reason.is_active))
    return sorted(
        used, key=lambda reason: (reason.type != COMES_IN, text.sort_key(reason.label))
    )


def find(actor: Actor, code: str) -> Reason:
    """NotFound if there is none of this code, or it is no longer used."""
    if not access.may_receive(actor):
        raise NotAllowed(_("Only staff can adjust stock"))
    reason = db.session.get(Reason, code)
    if reason is None or not reason.is_active:
        raise NotFound(_("Reason not found"))
    return reason
