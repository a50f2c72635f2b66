"""Guardians: who answers for somebody who is a minor, and how they are reached."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid
from webapp.core.words import _

from . import access
from .models import Guardian as Guardian  # for other slices
from .models import User
from .people import find, lock

MOST = 6  # of one person


def of_people(ids: Iterable[int]) -> dict[int, list[Guardian]]:
    """The guardians of these people, by the person; the caller has checked who may."""
    query = select(Guardian).where(Guardian.user_id.in_(set(ids))).order_by(Guardian.id)
    guardians: dict[int, list[Guardian]] = {}
    for guardian in rows.listed(query):
        guardians.setdefault(guardian.user_id, []).append(guardian)
    return guardians


def in_words(guardian: Guardian) -> str:
    """One by name and how they are called, or written to."""
    return f"{guardian.name}, {guardian.phone or guardian.email}"


class Ways(NamedTuple):
    """How somebody is reached, and who answers for them."""

    email: str
    phone: str
    guardians: list[Guardian]


def ways(actor: Actor, person_id: int) -> Ways | None:
    """How staff reach somebody whom they may see; None for others."""
    query = access.visible_people(actor).where(User.id == person_id)
    person = db.session.scalars(query).one_or_none() if actor.is_staff else None
    if person is None:
        return None
    theirs = of_people([person_id]).get(person_id, [])
    return Ways(person.email, person.phone, theirs)


def find_one(actor: Actor, id: int, *, lock_it: bool = False) -> Guardian:
    """One of somebody whom the actor may see."""
    query = select(Guardian).join(User, User.id == Guardian.user_id)
    visible = access.visible_people(actor).with_only_columns(User.id)
    query = query.where(Guardian.id == id, Guardian.user_id.in_(visible))
    return rows.find(query, _("Guardian not found"), lock=lock_it)


def add(
    actor: Actor, person_id: int, *, name: str, phone: str = "", email: str | None = None
) -> Guardian:
    """One more; admins. Invalid where there is no way to reach them, or for more than MOST."""
    person = find(actor, person_id)
    access.check_may_manage(actor)
    lock(person.id)
    _check_reached(phone, email)
    if len(of_people([person.id]).get(person.id, [])) >= MOST:
        raise Invalid(fields={"name": _("At most %(most)s guardians", most=MOST)})
    guardian = Guardian(user_id=person.id, name=name, phone=phone, email=email or "")
    db.session.add(guardian)
    db.session.flush()
    return guardian


def describe(
    actor: Actor,
    id: int,
    *,
    version: int,
    name: str,
    phone: str = "",
    email: str | None = None,
) -> Guardian:
    """Change what is said of one; admins. Stale if somebody else did since `version`."""
    guardian = _managed(actor, id)
    rows.check_version(
        version,
        guardian.version,
        _("Somebody changed %(user)s while you were typing", user=guardian.name),
        lambda: {"name": guardian.name, "phone": guardian.phone, "email": guardian.email},
    )
    _check_reached(phone, email)
    guardian.name, guardian.phone, guardian.email = name, phone, email or ""
    db.session.flush()
    return guardian


def remove(actor: Actor, id: int) -> int:
    """They answer for them no more; admins. The person's id."""
    guardian = _managed(actor, id)
    db.session.delete(guardian)
    db.session.flush()
    return guardian.user_id


def _managed(actor: Actor, id: int) -> Guardian:
    guardian = find_one(actor, id)
    access.check_may_manage(actor)
    lock(guardian.user_id)
    return find_one(actor, id, lock_it=True)


def _check_reached(phone: str, email: str | None) -> None:
    if not phone and not email:
        raise Invalid(fields={"phone": _("Enter a phone number or an e-mail address")})
