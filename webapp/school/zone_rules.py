"""The rules of the school's zone that its times were promised by, kept so that new ones need not break a promise.

Instants are stored in UTC. When a government changes a zone's rules, a lesson at three would be at two or at four; what
was promised is the time on the wall.
"""

import logging
from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from webapp.core import clock, dates, zones
from webapp.core.db import db
from webapp.core.words import _

from . import settings
from .models import ZoneRules

AHEAD = 20  # years
FRESH = timedelta(days=90)  # how long they reach far enough
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rules:
    """A zone's offsets as they were known once."""

    zone: ZoneInfo
    version: str
    offset: timedelta  # before the first change
    changes: list[tuple[datetime, timedelta]]  # since when, and the offset from then on
    until: datetime  # after that they are not known

    def promised(self, instant: datetime) -> datetime:
        """The time on the clock that an instant was stored for; fold says which, of one that came twice."""
        at = bisect_right(self.changes, instant, key=lambda change: change[0])
        offset, before = (self._offset(index) for index in (at, at - 1))
        is_second = at > 0 and instant - self.changes[at - 1][0] < before - offset
        return (instant + offset).replace(tzinfo=None, fold=is_second)

    def now(self, instant: datetime) -> datetime:
        """The instant at which the clock shows what was promised, by the rules in use.

        ValueError where it never shows that.
        """
        wall = self.promised(instant)
        at = wall.replace(tzinfo=self.zone).astimezone(UTC)
        if at.astimezone(self.zone).replace(tzinfo=None) != wall.replace(fold=0):
            time = dates.written(wall, "%a %-d %b %Y, %H:%M", f"{wall:%H:%M}")
            raise ValueError(_("%(time)s does not exist any more", time=time))
        return at

    def _offset(self, at: int) -> timedelta:
        return self.changes[at - 1][1] if at > 0 else self.offset


def remembered() -> Rules | None:
    """Those of the last promise; None before the worker has kept any."""
    row = db.session.get(ZoneRules, 1)
    if row is None:
        return None
    changes = [
        (datetime.fromisoformat(at), timedelta(seconds=seconds))
        for at, seconds in row.changes
    ]
    return Rules(
        ZoneInfo(row.zone),
        row.version,
        timedelta(seconds=row.offset_seconds),
        changes,
        _horizon(row.kept_at),
    )


def keep() -> None:
    """Remember the rules in use, unless others are remembered that promises depend on. The worker's."""
    row, zone = db.session.get(ZoneRules, 1), settings.get("zone")
    if (
        row
        and (row.zone, row.version) == (zone, zones.VERSION)
        and row.kept_at > clock.now() - FRESH
    ):
        return
    if row and row.zone == zone and row.version != zones.VERSION and is_changed():
        log.warning(
            "The rules of %s changed from %s to %s: look at `flask --app wsgi bookings rezone`",
            *(zone, row.version, zones.VERSION),
        )
        return
    replace()


def is_changed() -> bool:
    """Whether the clocks will show another time than they did by the rules that are kept, at any time to come."""
    rules = remembered()
    if rules is None:
        return False
    now = clock.now()
    moments = {now, *(at for at, _ in rules.changes if at > now)}
    moments |= {change.at for change in zones.changes(rules.zone, now, rules.until)}
    return any(_is_other(rules, moment) for moment in moments)


def replace() -> None:
    """Remember the rules in use: all that lies ahead is promised by them from now on."""
    zone, at = settings.zone(), clock.now()
    begin = datetime(at.year, 1, 1, tzinfo=UTC)
    changes = zones.changes(zone, begin, _horizon(at))
    db.session.merge(
        ZoneRules(
            id=1,
            zone=zone.key,
            version=zones.VERSION,
            offset_seconds=_seconds(zones.as_it_is(zone, begin).offset),
            changes=[
                (change.at.isoformat(), _seconds(change.offset)) for change in changes
            ],
            kept_at=at,
        )
    )
    db.session.flush()


def _horizon(kept_at: datetime) -> datetime:
    return datetime(kept_at.year + AHEAD, 1, 1, tzinfo=UTC)


def _is_other(rules: Rules, instant: datetime) -> bool:
    shown = instant.astimezone(rules.zone)
    return rules.promised(instant) != shown.replace(tzinfo=None)


def _seconds(offset: timedelta) -> int:
    return offset // timedelta(seconds=1)
