"""People: who they are, who teaches them, and whether they may still come in."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import BindParameter, ColumnElement, bindparam, func, select
from sqlalchemy.exc import IntegrityError

from webapp.core import failing_letters, text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.derived import beyond
from webapp.core.errors import Conflict, Invalid, NotAllowed, NotFound, Stale

from . import access, answering, notices, sign_ins, tokens
from .models import User

IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
NAMES = select(User.id, User.name).where(User.id.in_(IDS))
HELD = (
    select(User.id, User.name, User.email, User.role, User.is_active)
    .where(User.id.in_(IDS))
    .order_by(User.id)
)
HELD = HELD.with_for_update(key_share=True)


@dataclass(frozen=True)
class Contact:
    id: int
    name: str
    email: str
    role: str


def all_people(
    actor: Actor, *, search: str = "", after: int | None = None, limit: int = 50
) -> list[User]:
    """By name, those who fit every word; `after` is the last person of the page before."""
    asked = access.visible_people(actor).order_by(User.sort_key, User.id).limit(limit)
    for word in text.words(search):
        asked = asked.where(User.folded.like(text.like(word), escape="\\"))
    if after is not None:
        last = find(actor, after)
        asked = asked.where(beyond(User, (last.sort_key, last.id)))
    return list(db.session.scalars(asked))


def find(actor: Actor, id: int) -> User:
    user = db.session.scalars(
        access.visible_people(actor).where(User.id == id)
    ).one_or_none()
    if user is None:
        raise NotFound("Person not found")
    return user


def known(actor: Actor, ids: Iterable[int]) -> set[int]:
    """Those of them whose page the actor may see."""
    asked = (
        access.visible_people(actor)
        .with_only_columns(User.id)
        .where(User.id.in_(list(ids)))
    )
    return set(db.session.scalars(asked))


def by_email(actor: Actor, email: str) -> User:
    user = db.session.scalars(
        access.visible_people(actor).where(User.email == text.email(email))
    ).one_or_none()
    if user is None:
        raise NotFound("Person not found")
    return user


def is_staff(id: int) -> bool:
    """Whether this person works here, and may decide about others."""
    return db.session.scalar(select(User.role).where(User.id == id)) not in (
        None,
        "student",
    )


def contact(id: int) -> Contact | None:
    """How a letter reaches a person; None for nobody, and for those who may not come in."""
    return contacts([id]).get(id)


def contacts(ids: Iterable[int | None]) -> dict[int, Contact]:
    """The same of several at once."""
    return {each.id: each for each in _contacts(User.id.in_([id for id in ids if id]))}


def deciders(student_id: int) -> list[Contact]:
    """Who answers a student's requests: their teacher; the admins where there is none, or none who may come in."""
    return _contacts(User.id == answering.active_teacher(student_id)) or _contacts(
        User.role == "admin"
    )


def having(*roles: str) -> list[Contact]:
    """How letters reach everybody with one of these roles."""
    return _contacts(User.role.in_(roles))


def acting(id: int) -> Actor | None:
    """Somebody who acts by a link of theirs, without signing in."""
    found = contact(id)
    return Actor(found.id, found.name, found.role, sign_in_id=0) if found else None


def epoch(id: int) -> int:
    """How often what was handed out for this person became void: a new password, another address, a way in closed."""
    return db.session.scalar(select(User.epoch).where(User.id == id)) or 0


def named(actor: Actor, words: str) -> User:
    """The one active person these words fit, or who has this e-mail. Invalid at `student`, with who it could be."""
    fit = (
        [user for user in all_people(actor, search=words, limit=6) if user.is_active]
        if words
        else []
    )
    exact = [
        user
        for user in fit
        if text.folded(words) in (text.folded(user.email), text.folded(user.name))
    ]
    if len(exact or fit) == 1:
        return (exact or fit)[0]
    if not fit:
        raise Invalid(fields={"student": f"Nobody is called {words}"})
    raise Invalid(
        fields={"student": f"Several people match: {', '.join(user.name for user in fit)}"}
    )


def lock(id: int) -> User | None:
    """The person, held until the transaction ends, so that two acts in their name come one after the other."""
    held = select(User).where(User.id == id).with_for_update(key_share=True)
    return db.session.scalars(held.execution_options(populate_existing=True)).one_or_none()


def lock_all(*ids: int) -> dict[int, Contact]:
    """The same for several, by id: before anything else is held. How letters reach those of them who may come in."""
    held = db.session.execute(HELD, {"ids": sorted(set(ids))})
    return {
        id: Contact(id, name, email, role)
        for id, name, email, role, is_active in held
        if is_active
    }


def teachers(actor: Actor) -> list[User]:
    """Those who may teach, whoever asks: their names are no secret."""
    asked = select(User).where(User.role.in_(("teacher", "admin")), User.is_active)
    return list(db.session.scalars(asked.order_by(User.sort_key, User.id)))


def names(ids: Iterable[int]) -> dict[int, str]:
    """Who these people are, for histories that staff read; the caller has checked who may."""
    return {id: name for id, name in db.session.execute(NAMES, {"ids": list(set(ids))})}


def students_of(actor: Actor, teacher_id: int) -> list[User]:
    asked = access.visible_people(actor).where(
        User.teacher_id == teacher_id, User.is_active
    )
    return list(db.session.scalars(asked.order_by(User.sort_key, User.id)))


def add(
    actor: Actor,
    *,
    name: str,
    email: str,
    role: str,
    password_hash: str,
    teacher_id: int | None = None,
) -> User:
    if not access.may_manage(actor):
        raise NotAllowed("Only admins can add people")
    _check_teacher(role, teacher_id)
    user = User(
        name=name,
        email=text.email(email),
        role=role,
        password_hash=password_hash,
        teacher_id=teacher_id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError:
        raise _taken() from None
    return user


def describe(
    actor: Actor,
    id: int,
    *,
    version: int,
    name: str,
    email: str,
    role: str,
    teacher_id: int | None = None,
) -> User:
    user = _managed(actor, id)
    if user.version != version:
        facts = {"version": user.version} | {
            n: getattr(user, n) for n in ("name", "email", "role", "teacher_id")
        }
        raise Stale(f"Somebody changed {user.name} while you were typing", facts=facts)
    _check_role(actor, user, role)
    if teacher_id != user.teacher_id or role != user.role:
        _check_teacher(role, teacher_id)
    try:
        with db.session.begin_nested():
            if (email := text.email(email)) != (old := user.email):
                user.epoch += 1  # links in the old mailbox are not theirs any more
            user.name, user.email, user.role, user.teacher_id = (
                name,
                email,
                role,
                teacher_id,
            )
    except IntegrityError:
        raise _taken() from None
    if email != old:
        failing_letters.forward(old, email)
    return user


def disable(actor: Actor, id: int) -> User:
    """They are out at once, in every browser and every program."""
    user = _managed(actor, id)
    if user.id == actor.id:
        raise Conflict("You cannot disable yourself; another admin can")
    user.is_active = False
    user.epoch += 1
    sign_ins.close_all(user.id)
    tokens.revoke_all(user.id)
    db.session.flush()
    return user


def enable(actor: Actor, id: int) -> User:
    user = _managed(actor, id)
    user.is_active = True
    db.session.flush()
    return user


def change_password(
    actor: Actor, id: int, *, password_hash: str, proved: bool = False
) -> User:
    """Somebody else's is for admins; one's own needs proof: the current password. Ends all other sign-ins, and
    with them every token and every link: whoever had the old one may have made some. They are told."""
    user = find(actor, id) if id == actor.id else _managed(actor, id)
    if id == actor.id and not proved:
        raise Invalid(fields={"current": "This is not your current password"})
    user.password_hash = password_hash
    user.epoch += 1
    tokens.revoke_all(user.id)
    sign_ins.close_all(user.id, but=actor.sign_in_id)
    db.session.flush()
    notices.password_changed(user, by=actor)
    return user


def _contacts(who: ColumnElement[bool]) -> list[Contact]:
    asked = (
        select(User.id, User.name, User.email, User.role)
        .where(who, User.is_active)
        .order_by(User.id)
    )
    return [Contact(*row) for row in db.session.execute(asked)]


def _managed(actor: Actor, id: int) -> User:
    find(actor, id)
    access.check_may_manage(actor)
    user = lock(id)
    assert user is not None, "found above"
    return user


def _check_teacher(role: str, teacher_id: int | None) -> None:
    if teacher_id is None:
        return
    teacher = db.session.get(User, teacher_id)
    if role != "student":
        raise Invalid(fields={"teacher_id": "Only a student has a teacher"})
    if teacher is None or teacher.role not in ("teacher", "admin") or not teacher.is_active:
        raise Invalid(fields={"teacher_id": "Choose somebody who teaches here"})


def _check_role(actor: Actor, user: User, role: str) -> None:
    if role == user.role:
        return
    if user.id == actor.id:
        raise Invalid(fields={"role": "You cannot change your own role; another admin can"})
    taught = (
        db.session.scalar(
            select(func.count()).select_from(User).where(User.teacher_id == user.id)
        )
        or 0
    )
    if taught and role not in ("teacher", "admin"):
        raise Conflict(
            f"{user.name} still teaches {taught}; give them another teacher first",
            facts={"taught": taught},
        )


def _taken() -> Invalid:
    return Invalid(fields={"email": "Somebody already has this e-mail"})
