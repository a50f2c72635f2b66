"""Accounts: what admins, and people themselves, do with who may come in and as what."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from webapp.core import failing_letters, rows, text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotAllowed
from webapp.core.words import _

from . import access, notices, sign_ins, tokens
from .models import User
from .people import find, lock


def add(
    actor: Actor,
    *,
    name: str,
    email: str,
    role: str,
    password_hash: str,
    teacher_id: int | None = None,
    phone: str = "",
    language: str | None = None,
) -> User:
    if not access.may_manage(actor):
        raise NotAllowed(_("Only admins can add people"))
    _check_teacher(role, teacher_id)
    user = User(
        name=name,
        email=text.email(email),
        role=role,
        password_hash=password_hash,
        teacher_id=teacher_id,
        phone=phone,
        language=language,
    )
    with _unique_email():
        db.session.add(user)
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
    phone: str = "",
    language: str | None = None,
) -> User:
    """Change who they are. NotAllowed but for admins; Stale if somebody else did since `version`; Invalid, Conflict."""
    user = _managed(actor, id)
    rows.check_version(
        version,
        user.version,
        _("Somebody changed %(user)s while you were typing", user=user.name),
        lambda: _facts(user),
    )
    _check_roles(actor, user, role, teacher_id)
    old_email, user.language = user.email, language
    with _unique_email():
        _set_email(user, text.email(email))
        user.name, user.role, user.teacher_id, user.phone = name, role, teacher_id, phone
    _forward(user, old_email)
    return user


def _forward(user: User, old_email: str) -> None:
    """What waits for them goes to where they are now."""
    if user.email != old_email:
        failing_letters.forward(user.id, old_email, user.email)


def _check_roles(actor: Actor, user: User, role: str, teacher_id: int | None) -> None:
    _check_role(actor, user, role)
    if (teacher_id, role) != (user.teacher_id, user.role):
        _check_teacher(role, teacher_id)


def _set_email(user: User, email: str) -> None:
    """Links in the old mailbox are not theirs any more."""
    if email != user.email:
        user.epoch += 1
        user.email = email


def _facts(user: User) -> dict[str, str | int | None]:
    """What is said of them now, as `describe` takes it."""
    return {
        "name": user.name,
        "email": user.email,
        "role": user.role,
        "teacher_id": user.teacher_id,
        "phone": user.phone,
        "language": user.language,
    }


def disable(actor: Actor, id: int) -> User:
    """They are out at once, in every browser and every program."""
    user = _managed(actor, id)
    if user.id == actor.id:
        raise Conflict(_("You cannot disable yourself; another admin can"))
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
        raise Invalid(fields={"current": _("This is not your current password")})
    user.password_hash = password_hash
    user.epoch += 1
    tokens.revoke_all(user.id)
    sign_ins.close_all(user.id, but=actor.sign_in_id)
    db.session.flush()
    notices.password_changed(user, by=actor)
    return user


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
        raise Invalid(fields={"teacher_id": _("Only a student has a teacher")})
    if teacher is None or teacher.role not in ("teacher", "admin") or not teacher.is_active:
        raise Invalid(fields={"teacher_id": _("Choose somebody who teaches here")})


def _check_role(actor: Actor, user: User, role: str) -> None:
    if role == user.role:
        return
    if user.id == actor.id:
        raise Invalid(
            fields={"role": _("You cannot change your own role; another admin can")}
        )
    taught = (
        db.session.scalar(
            select(func.count()).select_from(User).where(User.teacher_id == user.id)
        )
        or 0
    )
    if taught and role not in ("teacher", "admin"):
        raise Conflict(
            _(
                "%(user)s still teaches %(taught)s; give them another teacher first",
                user=user.name,
                taught=taught,
            ),
            facts={"taught": taught},
            see=["people"],
        )


@contextmanager
def _unique_email() -> Iterator[None]:
    """What is done inside is saved; Invalid if somebody has the e-mail already."""
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError:
        raise Invalid(fields={"email": _("Somebody already has this e-mail")}) from None
