"""Office notes: what the desk and admins write down about somebody. Teachers read those about their students."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, or_, select

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _

from . import access
from .models import OfficeNote, User
from .people import find as find_person
from .people import lock

KEPT_FOR = timedelta(hours=24)  # so long what was removed can be put back


class Note(NamedTuple):
    """A note, and who wrote it."""

    note: OfficeNote
    writer: str


def listed(
    actor: Actor, person_id: int, *, before: int | None = None, limit: int = 50
) -> list[OfficeNote]:
    """Those about somebody, newest first. NotFound for whom the actor does not see, NotAllowed for students."""
    find_person(actor, person_id)
    access.check_may_read_notes(actor, person_id)
    query = select(OfficeNote).where(
        OfficeNote.user_id == person_id, OfficeNote.removed_at.is_(None)
    )
    if before:
        query = query.where(OfficeNote.id < before)
    return rows.listed(query.order_by(OfficeNote.id.desc()).limit(limit))


def shown_of(actor: Actor, person_id: int, limit: int = 20) -> Sequence[Note]:
    """The same for the person's page, with who wrote them, and what was just removed for those who could put it back;
    one query. Nothing for who does not read them."""
    if not access.may_read_notes(actor, person_id):
        return ()
    query = (
        select(OfficeNote, User.name)
        .join(User, User.id == OfficeNote.by)
        .where(OfficeNote.user_id == person_id, _is_there(actor))
    )
    return rows.made(Note, query.order_by(OfficeNote.id.desc()).limit(limit))


def find(actor: Actor, id: int, *, lock_it: bool = False) -> OfficeNote:
    """One about somebody whose notes the actor reads, also one that they can put back; NotFound else."""
    visible = access.visible_people(actor).with_only_columns(User.id)
    query = select(OfficeNote).where(
        OfficeNote.id == id,
        OfficeNote.user_id.in_(visible),
        OfficeNote.user_id != actor.id,
        _is_there(actor),
    )
    if not actor.is_staff:
        query = query.where(OfficeNote.id < 0)
    return rows.find(query, _("Note not found"), lock=lock_it)


def add(actor: Actor, person_id: int, *, text: str) -> OfficeNote:
    """Write one down about somebody; the desk and admins."""
    find_person(actor, person_id)
    access.check_may_write_notes(actor, person_id)
    lock(person_id)
    _drop_removed(person_id)
    note = OfficeNote(user_id=person_id, text=text, by=actor.id)
    db.session.add(note)
    db.session.flush()
    return note


def describe(
    actor: Actor, id: int, *, text: str | None = None, version: int | None = None
) -> OfficeNote:
    """Write it anew, from now on in one's own name. Stale if somebody else did since `version`, Conflict if it was
    removed."""
    note = _taken(actor, id)
    rows.check_version(
        version,
        note.version,
        _("Somebody changed this note while you were typing"),
        lambda: {"text": note.text},
    )
    _check_there(note)
    if text is not None and text != note.text:
        note.text, note.by, note.at = text, actor.id, clock.now()
        db.session.flush()
    return note


def remove(actor: Actor, id: int) -> OfficeNote:
    """It is read no more, and gone for good some time after. Conflict if it was removed already."""
    note = _taken(actor, id)
    _check_there(note)
    _drop_removed(note.user_id)
    note.removed_by, note.removed_at = actor.id, clock.now()
    db.session.flush()
    return note


def restore(actor: Actor, id: int) -> OfficeNote:
    """It is read again. Conflict if it was not removed, NotFound if that was more than a day ago."""
    note = _taken(actor, id)
    if note.removed_at is None:
        raise Conflict(_("This note was not removed"))
    note.removed_by = note.removed_at = None
    db.session.flush()
    return note


def _taken(actor: Actor, id: int) -> OfficeNote:
    """The note as it is now, held until the transaction ends."""
    access.check_may_write_notes(actor, find(actor, id).user_id)
    return find(actor, id, lock_it=True)


def _is_there(actor: Actor) -> ColumnElement[bool]:
    """What was not removed, and for who could put it back what was removed within the last day."""
    is_there: ColumnElement[bool] = OfficeNote.removed_at.is_(None)
    if not access.may_write_notes(actor):
        return is_there
    return or_(is_there, OfficeNote.removed_at > clock.now() - KEPT_FOR)


def _check_there(note: OfficeNote) -> None:
    if note.removed_at:
        raise Conflict(_("This note was removed"), facts={"id": note.id})


def _drop_removed(person_id: int) -> None:
    """What was removed a while ago is nobody's to read again."""
    db.session.execute(
        delete(OfficeNote).where(
            OfficeNote.user_id == person_id,
            OfficeNote.removed_at <= clock.now() - KEPT_FOR,
        )
    )
