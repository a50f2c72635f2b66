"""Sets: making, describing and archiving what is lent as one."""

from collections.abc import Collection, Sequence
from typing import TypedDict, Unpack

from sqlalchemy import Select, select

from webapp.core import clock, rows, text, versions
from webapp.core.actor import Actor
from webapp.core.db import db, is_writing
from webapp.core.derived import beyond
from webapp.core.errors import Conflict, Invalid, NotFound, Offer
from webapp.core.words import _, lazy

from .. import access, lists
from ..items import items
from ..ledger import ledger
from ..models import Item
from ..models import Set as Set  # for other slices
from ..models import SetPart as SetPart
from ..units import scans
from ..units.scans import Scan
from . import contents
from .contents import NewPart

MISSING = lazy("Set not found")
MOST_OFFERED = 6  # items to choose from, where several fit


class Changes(TypedDict, total=False):
    name: str
    notes: str
    parts: Sequence[NewPart]


def listed(
    actor: Actor,
    *,
    words: str = "",
    archived: bool = False,
    after: tuple[str, int] | None = None,
    limit: int = 50,
) -> list[Set]:
    """By name, with their parts; keyset by (sort key, id). Archived ones if asked for. Only staff see empty ones."""
    query = _visible(actor).where(beyond(Set, after)).order_by(Set.sort_key, Set.id)
    query = query.where(
        Set.archived_at.is_not(None) if archived else Set.archived_at.is_(None)
    )
    if not actor.is_staff:
        query = query.where(Set.parts.any())
    for word in text.words(words):
        query = query.where(Set.folded.like(text.like(word), escape="\\"))
    return rows.listed(query.limit(limit))


def with_items(actor: Actor, item_ids: Collection[int], *, limit: int) -> list[Set]:
    """Those that are lent and have one of these items in them, by name; with their parts.

    Most things are in none, and nothing is asked about them.
    """
    if not is_writing():
        in_sets = versions.kept("sets", "items", _items_in_sets)
        if in_sets.isdisjoint(item_ids):
            return []
    is_in = Set.parts.any(SetPart.item_id.in_(item_ids))
    query = _visible(actor).where(is_in, Set.archived_at.is_(None))
    sets = rows.listed(query.order_by(Set.sort_key, Set.id).limit(limit))
    return [row for row in sets if row.is_lent]


def _items_in_sets() -> set[int]:
    """The ids of all that is in a set."""
    return set(db.session.scalars(select(SetPart.item_id)))


def find(actor: Actor, id: int, *, lock: bool = False) -> Set:
    """One the actor may see, archived ones only staff; with `lock` as it is now. NotFound otherwise."""
    return rows.find(_visible(actor).where(Set.id == id), MISSING, lock=lock)


def names(ids: Collection[int]) -> dict[int, str]:
    """The names of these; the caller has checked who may see them."""
    return rows.pairs(select(Set.id, Set.name).where(Set.id.in_(ids)))


def name_of(id: int) -> str:
    """What a set is called; the caller has checked who may know."""
    return db.session.scalars(select(Set.name).where(Set.id == id)).one()


def add(actor: Actor, *, name: str, notes: str = "", parts: Sequence[NewPart] = ()) -> Set:
    """A new set, perhaps with nothing in it yet. Invalid if there is one of this name, however it is written."""
    access.check_may_describe(actor)
    ledger.lock()
    _check_free(name)
    row = Set(name=lists.squeezed(name), notes=notes, created_by=actor.id)
    lists.keep(row)
    contents.replace(row, parts)
    return row


def describe(
    actor: Actor, id: int, *, version: int | None = None, **changes: Unpack[Changes]
) -> Set:
    """Rename it, or change what is in it; loans that were asked for stay as they are. Stale as everywhere."""
    row = _to_change(actor, id, version)
    before = _said_of(row)
    if "name" in changes:
        _check_free(changes["name"], except_id=id)
        row.name = lists.squeezed(changes["name"])
    if "notes" in changes:
        row.notes = changes["notes"]
    if "parts" in changes:
        contents.replace(row, changes["parts"])
    return row if _said_of(row) == before else _kept(row)


def put_in(
    actor: Actor, id: int, *, code: str, us_keys: str = "", quantity: int = 1
) -> Set:
    """Add what a scan stands for, or the item that is so called. Invalid at `code` for what nobody knows."""
    row = _to_change(actor, id)
    contents.add(row, _read(actor, Scan(code, us_keys), quantity), "code")
    return _kept(row)


def take_out(actor: Actor, id: int, part_id: int) -> Set:
    """Take a part out of the set. NotFound if it is not in it."""
    row = _to_change(actor, id)
    part = next((part for part in row.parts if part.id == part_id), None)
    if part is None:
        raise NotFound(_("This is not in the set any more"))
    row.parts.remove(part)
    return _kept(row)


def archive(actor: Actor, id: int) -> Set:
    """Lend it as a set no more; its parts stay what they are, and so do its loans. Conflict if it is archived."""
    row = _to_change(actor, id)
    if row.archived_at:
        facts = {"archived_at": row.archived_at.isoformat()}
        raise Conflict(_("%(item)s is already archived", item=row.name), facts=facts)
    row.archived_at, row.archived_by = clock.now(), actor.id
    return _kept(row)


def restore(actor: Actor, id: int) -> Set:
    """Back in the lists. Conflict if it is not archived."""
    row = _to_change(actor, id)
    if row.archived_at is None:
        words = _("%(item)s is not archived", item=row.name)
        raise Conflict(words, facts={"archived_at": None})
    row.archived_at = row.archived_by = None
    return _kept(row)


def _visible(actor: Actor) -> Select[Set]:
    query = select(Set)
    return query if actor.is_staff else query.where(Set.archived_at.is_(None))


def _to_change(actor: Actor, id: int, version: int | None = None) -> Set:
    """The set as it is now, with stock's writer lock. Stale, with what it is, if it is not of `version`."""
    find(actor, id)
    access.check_may_describe(actor)
    ledger.lock()
    row = find(actor, id, lock=True)
    changed = _("Somebody changed %(name)s while you were typing", name=row.name)
    facts = {"name": row.name, "notes": row.notes}
    rows.check_version(version, row.version, changed, lambda: facts)
    return row


def _said_of(row: Set) -> tuple[str, str, set[tuple[int, int | None, int]]]:
    """What somebody said of it, for whether that is another now."""
    parts = {(part.item_id, part.unit_id, part.quantity) for part in row.parts}
    return row.name, row.notes, parts


def _kept(row: Set) -> Set:
    """With its change written down, of its parts too."""
    row.version += 1
    db.session.flush()
    return row


def _read(actor: Actor, scan: Scan, quantity: int) -> NewPart:
    thing = scans.find(actor, scan)
    if thing is None:
        return NewPart(item=_named(actor, scan.code), quantity=quantity)
    if isinstance(thing, Item) or thing.batch_code:
        item_id = thing.id if isinstance(thing, Item) else thing.item_id
        return NewPart(item=item_id, quantity=quantity)
    return NewPart(unit=thing.id, quantity=quantity)


def _named(actor: Actor, name: str) -> int:
    """The id of the item that is so called, however it is written, or else of the only one that a search finds.

    Invalid at `code` if none is, and if several are, with those as offers.
    """
    so_called = Item.sort_key == text.sort_key(lists.squeezed(name))
    exact = rows.listed(access.visible_items(actor).where(so_called).limit(2))
    fitting = exact
    if len(exact) != 1 and text.words(name):
        hits = items.search(actor, words=name, limit=MOST_OFFERED)
        fitting = [hit.item for hit in hits]
    if len(fitting) == 1:
        return fitting[0].id
    raise Invalid(
        fields={"code": _none_or_several(name, fitting)},
        offers=[Offer(item.name, {"code": item.sku}) for item in fitting],
    )


def _none_or_several(name: str, fitting: Sequence[Item]) -> str:
    if fitting:
        return _("Several items fit: choose one, or enter more of the name")
    return _("Nothing found here under %(code)s", code=name)


def _check_free(name: str, *, except_id: int = 0) -> None:
    """Invalid if another one has this name, however it is written; an archived one has it still."""
    others = db.session.scalars(select(Set.name).where(Set.id != except_id))
    if lists.key(name) in map(lists.key, others):
        raise Invalid(fields={"name": _("There is already a set of this name")})
