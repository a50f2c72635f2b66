"""Groups: classes and ensembles, and who is in them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, func, or_, select
from sqlalchemy.exc import IntegrityError

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid, NotAllowed, NotFound, Stale

from . import access
from .models import Group, Membership, User


@dataclass(frozen=True)
class Standing:
    """What rules ask about a person."""

    id: int
    name: str
    role: str
    group_ids: frozenset[int] = frozenset()


def all_groups(actor: Actor) -> list[Group]:
    return list(
        db.session.scalars(access.visible_groups(actor).order_by(Group.sort_key, Group.id))
    )


def find(actor: Actor, id: int) -> Group:
    group = db.session.scalars(
        access.visible_groups(actor).where(Group.id == id)
    ).one_or_none()
    if group is None:
        raise NotFound("Group not found")
    return group


def members(actor: Actor, id: int) -> list[User]:
    inside = select(Membership.user_id).where(Membership.group_id == find(actor, id).id)
    return list(
        db.session.scalars(
            select(User).where(User.id.in_(inside)).order_by(User.sort_key, User.id)
        )
    )


def counts(groups: Iterable[Group]) -> dict[int, int]:
    """How many are in each; a group without members is left out."""
    inside = select(Membership.group_id, func.count()).where(
        Membership.group_id.in_([group.id for group in groups])
    )
    return {
        id: count for id, count in db.session.execute(inside.group_by(Membership.group_id))
    }


def of(actor: Actor, user_id: int) -> list[Group]:
    """The groups somebody plays in or teaches, as far as the actor sees them."""
    inside = select(Membership.group_id).where(Membership.user_id == user_id)
    theirs = or_(Group.id.in_(inside), Group.teacher_id == user_id)
    return list(
        db.session.scalars(
            access.visible_groups(actor).where(theirs).order_by(Group.sort_key, Group.id)
        )
    )


def names(ids: Iterable[int] | None = None) -> dict[int, str]:
    """What groups are called, all of them or these, by name; the caller has checked who may know."""
    asked = select(Group.id, Group.name).order_by(Group.sort_key, Group.id)
    rows = db.session.execute(asked if ids is None else asked.where(Group.id.in_(set(ids))))
    return {id: name for id, name in rows}


def standing(user_id: int) -> Standing:
    """Somebody's role and the groups they play in, in one query. NotFound if there is no such person."""
    asked = select(User.name, User.role, Membership.group_id).outerjoin(
        Membership, Membership.user_id == User.id
    )
    rows = db.session.execute(asked.where(User.id == user_id)).all()
    if not rows:
        raise NotFound("Person not found")
    return Standing(
        user_id,
        rows[0].name,
        rows[0].role,
        frozenset(row.group_id for row in rows if row.group_id),
    )


def add(
    actor: Actor,
    *,
    name: str,
    kind: str,
    teacher_id: int | None = None,
    member_ids: Iterable[int] = (),
) -> Group:
    if not access.may_manage(actor):
        raise NotAllowed("Only admins can add groups")
    return _keep(Group(), name, kind, teacher_id, set(member_ids))


def describe(
    actor: Actor,
    id: int,
    *,
    version: int,
    name: str,
    kind: str,
    teacher_id: int | None = None,
    member_ids: Iterable[int] = (),
) -> Group:
    group = find(actor, id)
    if not access.may_manage(actor):
        raise NotAllowed("Only admins can edit groups")
    if group.version != version:
        facts = {
            name: getattr(group, name) for name in ("version", "name", "kind", "teacher_id")
        }
        facts["member_ids"] = [user.id for user in members(actor, id)]
        raise Stale(f"Somebody changed {group.name} while you were typing", facts=facts)
    return _keep(group, name, kind, teacher_id, set(member_ids))


def _keep(
    group: Group, name: str, kind: str, teacher_id: int | None, member_ids: set[int]
) -> Group:
    teacher = teacher_id and db.session.get(User, teacher_id)
    if teacher_id and (not teacher or teacher.role not in ("teacher", "admin")):
        raise Invalid(fields={"teacher_id": "Choose somebody who teaches here"})
    if len(set(db.session.scalars(select(User.id).where(User.id.in_(member_ids))))) != len(
        member_ids
    ):
        raise Invalid(fields={"member_ids": "Choose people of this school"})
    try:
        with db.session.begin_nested():
            group.name, group.kind, group.teacher_id = name, kind, teacher_id
            group.version = (group.version or 0) + 1  # also when only the members change
            db.session.add(group)
    except IntegrityError:
        raise Invalid(fields={"name": "There is already a group of this name"}) from None
    db.session.execute(delete(Membership).where(Membership.group_id == group.id))
    db.session.add_all(Membership(group_id=group.id, user_id=id) for id in member_ids)
    db.session.flush()
    return group
