"""The inbox: what waits for somebody's answer. Every slice hands its own in, so that none has to know another."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Date, Select, Subquery, and_, false, func, or_, select
from sqlalchemy import true as always

from webapp.core import versions
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import NotAllowed
from webapp.core.words import _, lazy

from . import calendar, open_days

KINDS = {
    "loans": lazy("Loans"),
    "rooms": lazy("Rooms"),
    "stock": lazy("Stock"),
    "repairs": lazy("Repairs"),
    "emails": lazy("E-mails"),
}  # what can be shown alone
TOPIC = "inbox"
Asked = Select[int, date] | Select[int, datetime] | Select[int, datetime | None]


@dataclass(frozen=True)
class Ask:
    """What waits, in words for programs, and what its card is drawn with."""

    title: str
    person: str
    card: Mapping[str, object]


class Cursor(NamedTuple):
    """The place of a card among all others; of what has no last moment `at` is since when it waits."""

    is_open_ended: bool
    at: datetime
    name: str
    id: int


@dataclass(frozen=True)
class Source:
    """What of one sort waits. `waiting` selects its ids, and the last moment for an answer, as a day or an instant, or
    since when it waits where it has none; with True of everybody, else of who asks; None if there is nothing for them.
    `describe` says what those of these ids are that still wait, in a fixed number of queries.
    """

    name: str
    kind: str  # a key of KINDS
    template: str
    waiting: Callable[[Actor, bool], Asked | None]
    describe: Callable[[Actor, Sequence[int]], Mapping[int, Ask]]
    is_open_ended: bool = False


class Card(NamedTuple):
    source: Source
    cursor: Cursor
    ask: Ask

    @property
    def last_day(self) -> date:
        return calendar.local(self.cursor.at).date()


class Heading(NamedTuple):
    name: str
    words: str
    cards: list[Card]


_sources: list[Source] = []


def connect(*sources: Source) -> None:
    """Who hands in what."""
    _sources[:] = sources


def check_may_open(actor: Actor) -> None:
    """NotAllowed for students: nothing waits for them here."""
    if not actor.is_staff:
        raise NotAllowed(_("Only staff have an inbox"))


def counts(actor: Actor, *, everyone: bool = False) -> dict[str, int]:
    """How many wait for them, or for anybody, kind by kind. For staff."""
    check_may_open(actor)
    found = dict.fromkeys(KINDS, 0)
    numbers = _numbers(actor, everyone)
    for source in _sources:
        found[source.kind] += numbers.get(source.name, 0)
    return found


def _numbers(actor: Actor, everyone: bool) -> Mapping[str, int]:
    """The same by the names of the sources, without those that have nothing for them; kept in the process until the
    inbox changes.
    """
    key = "numbers", actor.id, actor.role, everyone
    return versions.kept(TOPIC, key, lambda: _counted(actor, everyone))


def _counted(actor: Actor, everyone: bool) -> dict[str, int]:
    """The same anew, in one statement besides those by which a source knows its own."""
    numbers = {
        source.name: select(func.count()).select_from(waiting).scalar_subquery()
        for source, waiting in _asked(actor, everyone, _sources)
    }
    if not numbers:
        return {}
    row = db.session.execute(select(*numbers.values())).one()
    found = zip(numbers, row, strict=True)
    return {name: number for name, number in found if number}


def listed(
    actor: Actor,
    *,
    everyone: bool = False,
    kind: str = "",
    after: Cursor | None = None,
    limit: int = 20,
) -> list[Card]:
    """The most urgent first, then what has no last moment, the oldest first; keyset by their cursors. For staff.

    One query a source that has something, and those by which each describes what it has on the page.
    """
    check_may_open(actor)
    numbers = _numbers(actor, everyone)
    sources = [
        source
        for source in _sources
        if kind in ("", source.kind) and source.name in numbers
    ]
    places = [
        (cursor, source)
        for source, waiting in _asked(actor, everyone, sources)
        for cursor in _nearest(source, waiting, after, limit)
    ]
    nearest = sorted(places, key=lambda place: place[0])[:limit]
    return list(_described(actor, nearest))


def under_headings(cards: Iterable[Card]) -> list[Heading]:
    """By when an answer is needed: today, by the next open day, or whenever one can; without those that are empty."""
    today = calendar.today()
    soon = open_days.now_decided().from_day(calendar.after(today, 1))
    headings = [
        Heading("today", _("Today"), []),
        Heading("soon", _("By %(day)s", day=calendar.in_words(soon)), []),
        Heading("later", _("When you can"), []),
    ]
    for card in cards:
        last = date.max if card.cursor.is_open_ended else card.last_day
        headings[(last > today) + (last > soon)].cards.append(card)
    return [heading for heading in headings if heading.cards]


def _asked(
    actor: Actor, everyone: bool, sources: Iterable[Source]
) -> Iterable[tuple[Source, Subquery]]:
    for source in sources:
        query = source.waiting(actor, everyone)
        if query is not None:
            yield source, query.subquery()


def _nearest(
    source: Source, waiting: Subquery, after: Cursor | None, limit: int
) -> Iterable[Cursor]:
    query = select(waiting.c.id, waiting.c.at).where(_follows(source, waiting, after))
    query = query.order_by(waiting.c.at, waiting.c.id).limit(limit)
    for id, at in db.session.execute(query):
        yield Cursor(source.is_open_ended, _instant(at), source.name, id)


def _follows(
    source: Source, waiting: Subquery, after: Cursor | None
) -> ColumnElement[bool]:
    """That it comes after a place in the list."""
    if after is None or source.is_open_ended > after.is_open_ended:
        return always()
    if source.is_open_ended < after.is_open_ended:
        return false()
    column, at = waiting.c.at, _value(waiting, after.at)
    if _instant(at) < after.at:  # a day that began before
        return column > at
    if source.name != after.name:
        return column >= at if source.name > after.name else column > at
    return or_(column > at, and_(column == at, waiting.c.id > after.id))


def _value(waiting: Subquery, at: datetime) -> date | datetime:
    """An instant as the source has it, or the day on which it is."""
    is_day = isinstance(waiting.c.at.type, Date)
    return calendar.local(at).date() if is_day else at


def _instant(at: date | datetime) -> datetime:
    """A day begins where the school's clock says so."""
    return at if isinstance(at, datetime) else calendar.day(at)[0]


def _described(actor: Actor, places: Sequence[tuple[Cursor, Source]]) -> Iterable[Card]:
    ids: dict[str, list[int]] = {}
    for cursor, source in places:
        ids.setdefault(source.name, []).append(cursor.id)
    named = {source.name: source for _cursor, source in places}
    asks = {name: source.describe(actor, ids[name]) for name, source in named.items()}
    for cursor, source in places:
        if ask := asks[source.name].get(cursor.id):
            yield Card(source, cursor, ask)
