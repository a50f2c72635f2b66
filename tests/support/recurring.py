"""Calendars spelled out as the RFC has it: recurrences on the clock of their zone, lasting as long as the first."""

from datetime import UTC

from dateutil.rrule import rrulestr
from icalendar import Calendar


def read(raw):
    """(start, end, title) of everything that takes place, as UTC instants, by start."""
    events = list(Calendar.from_ical(raw).walk("VEVENT"))
    instead = {
        (event["UID"], wall(event["RECURRENCE-ID"].dt))
        for event in events
        if "RECURRENCE-ID" in event
    }
    found = []
    for event in events:
        if event.get("STATUS") != "CANCELLED":
            found += [
                span
                for at, *span in _spans(event)
                if "RRULE" not in event or (event["UID"], at) not in instead
            ]
    return sorted((starts, ends, str(title)) for starts, ends, title in found)


def wall(at):
    return at.replace(tzinfo=None)


def _spans(event):
    starts, ends = event["DTSTART"].dt, event["DTEND"].dt
    length = ends.astimezone(UTC) - starts.astimezone(UTC)
    for at in _walls(event, starts) if "RRULE" in event else [wall(starts)]:
        begins = at.replace(tzinfo=starts.tzinfo).astimezone(UTC)
        if (
            wall(begins.astimezone(starts.tzinfo)) == at
        ):  # a time the clocks leave out is none of the recurrence
            yield at, begins, begins + length, event["SUMMARY"]


def _walls(event, starts):
    rule = event["RRULE"]
    until = rule.pop("UNTIL")[0].astimezone(starts.tzinfo).replace(tzinfo=None, fold=0)
    skipped = event.get("EXDATE", [])
    but = {
        wall(each.dt)
        for one in (skipped if isinstance(skipped, list) else [skipped])
        for each in one.dts
    }
    found = rrulestr(rule.to_ical().decode(), dtstart=wall(starts))
    return [at for at in found.between(wall(starts), until, inc=True) if at not in but]
