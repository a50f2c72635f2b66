"""How many there are behind places of the menu: to hand out, late, to mend, and what stock asks for."""

from flask_login import current_user

from .core import versions
from .core.actor import Actor
from .core.doors import actor, wants_part
from .school import calendar, inbox, to_see_to

Counts = tuple[tuple[str, int], ...]  # by the names that places have for theirs
ALERTS = ("low_stock", "maintenance_due", "warranty_ending")


def of_page() -> Counts:
    """Those of whoever asks for a whole page; none for others than staff, and in parts of pages."""
    if wants_part() or not getattr(current_user, "is_staff", False):
        return ()
    return of(actor())


def of(who: Actor) -> Counts:
    """Those of a member of staff; kept in the process until what they are about changes, and no longer than the day."""
    key = "menu", who.id, who.role, calendar.today()
    return versions.kept(inbox.TOPIC, key, lambda: _counted(who))


def _counted(who: Actor) -> Counts:
    found = to_see_to.of(who, "stock", "loans")
    return (
        ("queue", found["to_hand_out"]),
        ("overdue", found["late"]),
        ("repairs", found["repairs"]),
        ("alerts", sum(found[name] for name in ALERTS)),
    )
