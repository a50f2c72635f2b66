"""Calendars as other programs read them (RFC 5545), and invitations into them (RFC 5546)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from flask import current_app
from icalendar import Calendar, vCalAddress, vText
from icalendar import Event as VEvent

from . import mail, zones
from .vtimezone import timezone

TYPE = "text/calendar; charset=utf-8"
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FIRST = "\r\nBEGIN:VEVENT\r\n"  # no value has a line of its own


@dataclass(frozen=True)
class Recurrence:
    """An event comes again every so many weeks on these weekdays (Monday is 0), on the clock of the zone."""

    every_weeks: int
    weekdays: Sequence[int]
    until: datetime  # the last it may start at
    but: Sequence[
        datetime
    ] = ()  # the times on the clock at which it would start, and does not


@dataclass(frozen=True)
class Event:
    """What stands in a calendar: from an instant to another, or from a day to the day after the last."""

    uid: str  # stays the same for good, and is the same in a feed and in an invitation
    title: str
    starts: datetime | date
    ends: datetime | date
    changed: datetime
    version: int
    status: str = "CONFIRMED"  # or TENTATIVE or CANCELLED
    place: str = ""
    words: str = ""
    link: str = ""
    recurs: Recurrence | None = None
    instead_of: datetime | None = (
        None  # the time on the clock of the one of a recurrence that it takes the place of
    )

    @property
    def takes_time(self) -> bool:
        """Whether nobody else can be had then: not on a day that is only marked, nor once it is cancelled."""
        return isinstance(self.starts, datetime) and self.status != "CANCELLED"


def uid(kind: str, id: int | str) -> str:
    """The name of a thing in everybody's calendars; a series has one for all of its dates."""
    return f"{kind}-{id}@{mail.host(current_app.config['BASE_URL'])}"


def feed(name: str, events: Iterable[Event], zone: ZoneInfo) -> bytes:
    """A calendar to subscribe to; the same events are the same bytes."""
    events = list(events)
    told = _calendar(events, zone)
    told.add("x-wr-calname", vText(name))
    told.add("x-wr-timezone", zone.key)
    told.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    told.add("x-published-ttl", "PT1H")
    return _written(told, events, zone).encode()


def invitation(events: Sequence[Event], zone: ZoneInfo, *, name: str, address: str) -> str:
    """What a letter carries, so that an event enters the reader's calendar, or leaves it if it is cancelled.

    Several are one event that recurs, and what takes the place of some of its dates.
    """
    told = _calendar(events, zone)
    told.add(
        "method",
        "CANCEL" if all(event.status == "CANCELLED" for event in events) else "REQUEST",
    )
    sender, from_address = parseaddr(current_app.config["MAIL_FROM"])
    for drawn in told.walk("VEVENT"):
        drawn.add("organizer", _who(sender, from_address))
        drawn.add(
            "attendee",
            _who(name, address, PARTSTAT="ACCEPTED", RSVP="FALSE", ROLE="REQ-PARTICIPANT"),
        )
    return _written(told, events, zone)


def _calendar(events: Sequence[Event], zone: ZoneInfo) -> Calendar:
    told = Calendar()
    told.add("prodid", "-//Backline//EN")
    told.add("version", "2.0")
    told.add("calscale", "GREGORIAN")
    for event in events:
        told.add_component(_event(event, zone))
    return told


def _written(told: Calendar, events: Sequence[Event], zone: ZoneInfo) -> str:
    """With the zone's rules before its events."""
    times = [
        at
        for event in events
        for at in (event.starts, event.ends)
        if isinstance(at, datetime)
    ]
    times += [event.recurs.until for event in events if event.recurs]
    rules = timezone(zone, min(times).year, max(times).year) if times else ""
    return str(told.to_ical().decode()).replace(FIRST, f"\r\n{rules}{FIRST[2:]}", 1)


def _event(event: Event, zone: ZoneInfo) -> VEvent:
    drawn = VEvent()
    drawn.add("uid", event.uid)
    drawn.add("dtstamp", event.changed)
    drawn.add("last-modified", event.changed)
    drawn.add("sequence", event.version - 1)
    for name, at in zip(("dtstart", "dtend"), _times(event, zone), strict=True):
        drawn.add(name, at)
    if event.recurs:
        _repeat(drawn, event.recurs)
    if event.instead_of:
        drawn.add("recurrence-id", event.instead_of)
    drawn.add("summary", event.title)
    drawn.add("status", event.status)
    drawn.add("transp", "OPAQUE" if event.takes_time else "TRANSPARENT")
    for name, words in (
        ("location", event.place),
        ("description", event.words),
        ("url", event.link),
    ):
        if words:
            drawn.add(name, words)
    return drawn


def _repeat(drawn: VEvent, recurs: Recurrence) -> None:
    days = [WEEKDAYS[day] for day in recurs.weekdays]
    rule = {"freq": "weekly", "interval": recurs.every_weeks, "byday": days, "wkst": "MO"}
    drawn.add("rrule", rule | {"until": recurs.until.astimezone(UTC)})
    if recurs.but:
        drawn.add("exdate", list(recurs.but))


def _times(event: Event, zone: ZoneInfo) -> tuple[datetime | date, datetime | date]:
    """On the clock of the zone; in UTC if that clock shows one of them twice: some readers take the first, as the RFC
    has it, and some the second."""
    if not isinstance(event.starts, datetime) or not isinstance(event.ends, datetime):
        return event.starts, event.ends
    starts, ends = event.starts.astimezone(zone), event.ends.astimezone(zone)
    if zones.comes_twice(starts) or zones.comes_twice(ends):
        return starts.astimezone(UTC), ends.astimezone(UTC)
    return starts, ends


def _who(name: str, address: str, **said: str) -> vCalAddress:
    who = vCalAddress(f"mailto:{address}")
    for key, value in {"CN": name, **said}.items():
        if value:
            who.params[key] = value
    return who
