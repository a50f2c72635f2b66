"""Matching: the things that many codes stand for, read in as many statements for a hundred as for one."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.core import text
from webapp.core.actor import Actor

from .. import access
from ..models import Item as Item  # what other slices read of it
from ..models import Unit
from ..units.scans import Match, Scan
from .lookup import Lookup


@dataclass(frozen=True)
class Matched:
    """What each scan stands for, in their order; with the units and items that are meant, by id, as they are now."""

    matches: Sequence[Match]
    units: dict[int, Unit]
    items: dict[int, Item]
    places: dict[int, str]  # what locations are called


def match_all(actor: Actor, scans: Sequence[Scan]) -> Matched:
    """As `scans.match` for each: a unit by label, tag, serial or batch number, else an item by SKU or barcode; for
    staff.
    """
    access.check_may_receive(actor)
    lookup = Lookup([{"code": reading} for scan in scans for reading in scan.readings])
    places = {id: place.name for id, place in lookup.place_of.items()}
    matches = [_match(lookup, scan) for scan in scans]
    return Matched(matches, lookup.units, lookup.items, places)


def _match(lookup: Lookup, scan: Scan) -> Match:
    matches = (_read(lookup, reading) for reading in scan.readings)
    return next(filter(None, matches), Match())


def _read(lookup: Lookup, reading: str) -> Match:
    if reading in lookup.labelled:
        return Match(lookup.units.get(lookup.labelled[reading] or 0))
    called = lookup.called.get(text.code(reading), [])
    if len(called) > 1:
        return Match(several=called)
    if called:
        return Match(called[0])
    coded = lookup.coded(reading)
    return Match.of_items(coded) if coded else Match()
