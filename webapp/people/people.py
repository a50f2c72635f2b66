"""People: who they are, who teaches them, and whether they may still come in."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    literal,
    or_,
    select,
    true,
)

from webapp.core import letters, rows, text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.derived import beyond
from webapp.core.words import _

from . import access, answering, groups
from .models import Card
from .models import User as User  # for other slices

IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
NAMES = select(User.id, User.name).where(User.id.in_(IDS))
CONTACTS = (
    select(User.id, User.name, User.email, User.role, User.language, User.is_active)
    .where(User.id.in_(IDS))
    .order_by(User.id)
)
CONTACTS = CONTACTS.with_for_update(key_share=True)
EPOCH = select(User.epoch).where(User.id == bindparam("id"))
REACHED = (
    select(User.id, User.name, User.email, User.role, User.language)
    .where(User.is_active)
    .order_by(User.id)
)
THESE_REACHED = REACHED.where(User.id.in_(IDS))


@dataclass(frozen=True)
class Contact(letters.OwnReader):
    id: int
    name: str
    email: str
    role: str
    language: str | None = None  # that they chose


class Named(NamedTuple):
    """Somebody, by name."""

    id: int
    name: str
    email: str


def all_people(
    actor: Actor,
    *,
    search: str = "",
    by_card: bool = False,
    group: int | None = None,
    after: tuple[str, int] | None = None,
    limit: int = 50,
    **exactly: str | bool | None,
) -> list[User]:
    """By name, those who fit every word; `after` is where the last person of the page before stands.

    With `by_card` also whose card has this code, or had: who finds a card wants to know whose it was. NotFound for a
    group that the actor does not see. `exactly` are columns, such as a role, that are so where one is said.
    """
    query = access.visible_people(actor)
    query = query.where(beyond(User, after), found_by(search, by_card=by_card))
    if group is not None:
        query = query.where(User.id.in_(groups.members_seen(actor, group)))
    said = {name: value for name, value in exactly.items() if value is not None}
    query = query.filter_by(**said).order_by(User.sort_key, User.id)
    return rows.listed(query.limit(limit))


def by_name(person: User) -> tuple[str, int]:
    """The order of the list."""
    return person.sort_key, person.id


def found_by(search: str, *, by_card: bool) -> ColumnElement[bool]:
    """Every word is in their name or e-mail, or all of it is the code of a card that they have or had."""
    words = [User.folded.like(text.like(word), escape="\\") for word in text.words(search)]
    fits = and_(true(), *words)
    if not by_card or not words:
        return fits
    holders = select(Card.user_id).where(Card.code_key == text.code(search))
    return or_(fits, User.id.in_(holders))


def find(actor: Actor, id: int) -> User:
    query = access.visible_people(actor).where(User.id == id)
    return rows.find(query, _("Person not found"))


def these(actor: Actor, ids: Collection[int]) -> list[User]:
    """Those of them whom the actor sees."""
    return rows.listed(access.visible_people(actor).where(User.id.in_(ids)))


def known(actor: Actor, ids: Iterable[int]) -> set[int]:
    """Those of them whose page the actor may see."""
    return {person.id for person in these(actor, set(ids))}


def by_email(actor: Actor, email: str) -> User:
    query = access.visible_people(actor).where(User.email == text.email(email))
    return rows.find(query, _("Person not found"))


def is_staff(id: int) -> bool:
    """Whether this person works here, and may decide about others."""
    return db.session.scalar(select(User.role).where(User.id == id)) not in (
        None,
        "student",
    )


def staff_among(ids: Iterable[int]) -> set[int]:
    """Who of these people works here."""
    query = select(User.id).where(User.id.in_(set(ids)), User.role != "student")
    return set(db.session.scalars(query))


def contact(id: int) -> Contact | None:
    """How a letter reaches a person; None for nobody, and for those who may not come in."""
    return contacts([id]).get(id)


def contacts(ids: Iterable[int | None]) -> dict[int, Contact]:
    """The same of several at once."""
    found = rows.made(Contact, THESE_REACHED, {"ids": [id for id in ids if id]})
    return {each.id: each for each in found}


def deciders(student_id: int, group_id: int | None = None) -> list[Contact]:
    """Who answers a student's requests: their teacher, or that of the group they ask for.

    The admins, where there is none, or none who may come in.
    """
    group = None if group_id is None else literal(group_id)
    teacher = answering.decider(literal(student_id), group)
    return _contacts(User.id == teacher) or _contacts(User.role == "admin")


def having(*roles: str) -> list[Contact]:
    """How letters reach everybody with one of these roles."""
    return _contacts(User.role.in_(roles))


def acting(id: int) -> Actor | None:
    """Somebody who acts by a link of theirs, without signing in."""
    person = contact(id)
    if person is None:
        return None
    return Actor(
        person.id, person.name, person.role, sign_in_id=0, language=person.language
    )


def language(id: int) -> str | None:
    """The language that somebody chose, if they did."""
    return db.session.scalar(select(User.language).where(User.id == id))


def epoch(id: int) -> int:
    """How often what was handed out for this person became void: a new password, another address, a way in closed."""
    return db.session.scalar(EPOCH, {"id": id}) or 0


def lock(id: int) -> User | None:
    """The person, held until the transaction ends, so that two acts in their name come one after the other."""
    query = select(User).where(User.id == id).with_for_update(key_share=True)
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def lock_all(*ids: int) -> dict[int, Contact]:
    """The same for several, by id: before anything else is held. How letters reach those of them who may come in."""
    contacts = db.session.execute(CONTACTS, {"ids": sorted(set(ids))})
    return {
        id: Contact(id, name, email, role, language)
        for id, name, email, role, language, is_active in contacts
        if is_active
    }


def teachers(actor: Actor) -> list[User]:
    """Those who may teach, whoever asks: their names are no secret."""
    query = select(User).where(User.role.in_(("teacher", "admin")), User.is_active)
    return rows.listed(query.order_by(User.sort_key, User.id))


def names(ids: Iterable[int]) -> dict[int, str]:
    """Who these people are, for histories that staff read; the caller has checked who may."""
    return rows.pairs(NAMES, {"ids": list(set(ids))})


def students_of(
    actor: Actor, teacher_id: int, *, also_disabled: bool = False
) -> list[User]:
    """Those who may come in; all, where it is asked for what they still have."""
    query = access.visible_people(actor).where(User.teacher_id == teacher_id)
    if not also_disabled:
        query = query.where(User.is_active)
    return rows.listed(query.order_by(User.sort_key, User.id))


def _contacts(who: ColumnElement[bool]) -> list[Contact]:
    return rows.made(Contact, REACHED.where(who))
