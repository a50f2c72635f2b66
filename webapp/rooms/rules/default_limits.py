"""What a student may book where no rule says so: how far ahead, how long, how many rooms at once.

Staff are not bound by it. The school's settings change it; 0 or off is no limit.
"""

from webapp.core.actor import Actor
from webapp.core.words import _
from webapp.school import settings
from webapp.school.words import lasting

from ..models import RoomRule
from ..scopes import EVERY_DAY


def rules(by: Actor | None = None) -> list[RoomRule]:
    """The default limits as one rule, in no table, to which every other rule is preferred; none where staff book."""
    limits = {
        "horizon_days": settings.get("room_horizon_days") or None,
        "max_minutes": settings.get("room_max_minutes") or None,
        "one_at_a_time": settings.get("room_one_at_a_time") or None,
    }
    if (by and by.is_staff) or not any(limits.values()):
        return []
    return [
        RoomRule(
            name="Default", role="student", weekdays=EVERY_DAY, is_active=True, **limits
        )
    ]


def sentence() -> str:
    """The same in words: "90 days ahead, 4 h at a time, one room at a time"; empty where nothing is limited."""
    days, minutes = settings.get("room_horizon_days"), settings.get("room_max_minutes")
    words = [
        _("%(days)s days ahead", days=days) if days else "",
        _("%(time)s at a time", time=lasting(minutes)) if minutes else "",
        _("one room at a time") if settings.get("room_one_at_a_time") else "",
    ]
    return ", ".join(filter(None, words))
