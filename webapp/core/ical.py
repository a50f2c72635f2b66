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
    is_marked: bool = False  # nobody is kept from anything else by it
    instead_of: datetime | None = (
        None  # the time on the clock of the one of a recurrence that it takes the place of
    )

    @property
    def takes_time(self) -> bool:
        """Whether nobody else can be had then: not on a day or in hours that are only marked, nor once cancelled."""
        has_hours = isinstance(self.starts, datetime) and not self.is_marked
        return has_hours and self.status != "CANCELLED"


def uid(kind: str, id: int | str) -> str:
    """The name of a thing in everybody's calendars; a series has one for all of its dates."""
    return f"{kind}-{id}@{mail.host(current_app.config['BASE_URL'])}"


def feed(name: str, events: Iterable[Event], zone: ZoneInfo) -> bytes:
    """A calendar to subscribe to; the same events are the same bytes."""
    events = list(events)
    calendar = _calendar(events, zone)
    calendar.add("x-wr-calname", vText(name))
    calendar.add("x-wr-timezone", zone.key)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return _with_zone(calendar, events, zone).encode()


def invitation(events: Sequence[Event], zone: ZoneInfo, *, name: str, address: str) -> str:
    """What an e-mail carries, so that an event enters the reader's calendar, or leaves it if it is cancelled.

    Several are one event that recurs, and what takes the place of some of its dates.
    """
    calendar = _calendar(events, zone)
    is_cancelled = all(event.status == "CANCELLED" for event in events)
    calendar.add("method", "CANCEL" if is_cancelled else "REQUEST")
    sender, from_address = parseaddr(current_app.config["MAIL_FROM"])
    for component in calendar.walk("VEVENT"):
        component.add("organizer", _who(sender, from_address))
        component.add(
            "attendee",
            _who(name, address, PARTSTAT="ACCEPTED", RSVP="FALSE", ROLE="REQ-PARTICIPANT"),
        )
    return _with_zone(calendar, events, zone)


def _calendar(events: Sequence[Event], zone: ZoneInfo) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Backline//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for event in events:
        calendar.add_component(_event(event, zone))
    return calendar


def _with_zone(calendar: Calendar, events: Sequence[Event], zone: ZoneInfo) -> str:
    """The calendar as text, with the zone's rules before its events."""
    times = [
        at
        for event in events
        for at in (event.starts, event.ends)
        if isinstance(at, datetime)
    ]
    times += [event.recurs.until for event in events if event.recurs]
    rules = timezone(zone, min(times).year, max(times).year) if times else ""
    return str(calendar.to_ical().decode()).replace(FIRST, f"\r\n{rules}{FIRST[2:]}", 1)


def _event(event: Event, zone: ZoneInfo) -> VEvent:
    component = VEvent()
    component.add("uid", event.uid)
    component.add("dtstamp", event.changed)
    component.add("last-modified", event.changed)
    component.add("sequence", event.version - 1)
    starts, ends = _times(event, zone)
    component.add("dtstart", starts)
    component.add("dtend", ends)
    if event.recurs:
        _repeat(component, event.recurs)
    if event.instead_of:
        component.add("recurrence-id", event.instead_of)
    _describe(component, event)
    return component


def _describe(component: VEvent, event: Event) -> None:
    component.add("summary", event.title)
    component.add("status", event.status)
    component.add("transp", "OPAQUE" if event.takes_time else "TRANSPARENT")
    if event.place:
        component.add("location", event.place)
    if event.words:
        component.add("description", event.words)
    if event.link:
        component.add("url", event.link)


def _repeat(component: VEvent, recurs: Recurrence) -> None:
    days = [WEEKDAYS[day] for day in recurs.weekdays]
    rule = {"freq": "weekly", "interval": recurs.every_weeks, "byday": days, "wkst": "MO"}
    component.add("rrule", rule | {"until": recurs.until.astimezone(UTC)})
    if recurs.but:
        component.add("exdate", list(recurs.but))


def _times(event: Event, zone: ZoneInfo) -> tuple[datetime | date, datetime | date]:
    """On the clock of the zone; in UTC if that clock shows one of them twice: some readers take the first, as the RFC
    has it, and some the second."""
    if not isinstance(event.starts, datetime) or not isinstance(event.ends, datetime):
        return event.starts, event.ends
    starts, ends = event.starts.astimezone(zone), event.ends.astimezone(zone)
    if zones.comes_twice(starts) or zones.comes_twice(ends):
        return starts.astimezone(UTC), ends.astimezone(UTC)
    return starts, ends


def _who(name: str, address: str, **parameters: str) -> vCalAddress:
    who = vCalAddress(f"mailto:{address}")
    for key, value in {"CN": name, **parameters}.items():
        if value:
            who.params[key] = value
    return who
