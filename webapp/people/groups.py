"""Groups: classes and ensembles, and who is in them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    delete,
    func,
    or_,
    select,
    union,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from webapp.core import rows, versions
from webapp.core.actor import Actor
from webapp.core.db import db, is_writing
from webapp.core.errors import Invalid, NotAllowed, NotFound
from webapp.core.words import _

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
    return rows.listed(access.visible_groups(actor).order_by(Group.sort_key, Group.id))


def find(actor: Actor, id: int) -> Group:
    return rows.find(
        access.visible_groups(actor).where(Group.id == id), _("Group not found")
    )


def members_seen(actor: Actor, id: int) -> Select[int]:
    """The ids of who plays in a group, for a query. NotFound for a group that the actor does not see."""
    return members_of(find(actor, id).id)


def members(actor: Actor, id: int) -> list[User]:
    query = select(User).where(User.id.in_(members_seen(actor, id)))
    return rows.listed(query.order_by(User.sort_key, User.id))


def counts(groups: Iterable[Group]) -> dict[int, int]:
    """How many are in each; a group without members is left out."""
    inside = select(Membership.group_id, func.count()).where(
        Membership.group_id.in_([group.id for group in groups])
    )
    return rows.pairs(inside.group_by(Membership.group_id))


def of(actor: Actor, user_id: int) -> list[Group]:
    """The groups somebody plays in or teaches, as far as the actor sees them."""
    inside = select(Membership.group_id).where(Membership.user_id == user_id)
    theirs = or_(Group.id.in_(inside), Group.teacher_id == user_id)
    return rows.listed(
        access.visible_groups(actor).where(theirs).order_by(Group.sort_key, Group.id)
    )


def around(user_ids: Collection[int]) -> CompoundSelect[int, int]:
    """For a query: which of these people is in which group, or teaches it."""
    inside = select(Membership.user_id, Membership.group_id)
    taught = select(Group.teacher_id, Group.id).where(Group.teacher_id.in_(user_ids))
    return union(inside.where(Membership.user_id.in_(user_ids)), taught)


def names(ids: Iterable[int] | None = None) -> dict[int, str]:
    """What groups are called, all of them or these, by name; the caller has checked who may know."""
    query = select(Group.id, Group.name).order_by(Group.sort_key, Group.id)
    if ids is not None:
        query = query.where(Group.id.in_(set(ids)))
    return rows.pairs(query)


def of_member(user_id: int | BindParameter[int]) -> Select[int]:
    """The ids of the groups somebody plays in, for a query."""
    return select(Membership.group_id).where(Membership.user_id == user_id)


def is_in_any(user_id: int) -> bool:
    """Whether somebody plays in a group at all; no query while it is known who does."""
    if is_writing():
        return db.session.scalar(of_member(user_id).limit(1)) is not None
    query = select(Membership.user_id).distinct()
    return user_id in versions.kept(
        "groups", "members", lambda: set(db.session.scalars(query))
    )


def members_of(group_id: int) -> Select[int]:
    """The ids of who plays in a group, for a query."""
    return select(Membership.user_id).where(Membership.group_id == group_id)


def check_answers_for(
    group_id: int, group_name: str, user_id: int, role: str, *, field: str = "student"
) -> None:
    """Invalid, at this field, for somebody who is neither in the group nor works at the school."""
    inside = select(Membership.user_id).where(
        Membership.group_id == group_id, Membership.user_id == user_id
    )
    if role == "student" and db.session.scalar(inside) is None:
        words = _(
            "Choose somebody who is in %(group)s, or who works here", group=group_name
        )
        raise Invalid(fields={field: words})


def people_of(id: int) -> list[User]:
    """Who is in a group and who teaches it, by name, of those who may come in; the caller has checked who may know."""
    inside = select(Membership.user_id).where(Membership.group_id == id)
    teacher = select(Group.teacher_id).where(Group.id == id)
    query = select(User).where(
        User.is_active, or_(User.id.in_(inside), User.id.in_(teacher))
    )
    return rows.listed(query.order_by(User.sort_key, User.id))


def may_stand_in(
    user_id: InstrumentedAttribute[int | None], group_id: InstrumentedAttribute[int | None]
) -> ColumnElement[bool]:
    """For a query: whether somebody may come in and, where there is a group, is in it or works at the school."""
    inside = (
        select(Membership.user_id)
        .where(Membership.group_id == group_id, Membership.user_id == user_id)
        .correlate_except(Membership)
    )
    belongs = or_(group_id.is_(None), User.role != "student", inside.exists())
    person = select(User.id).where(User.id == user_id, User.is_active, belongs)
    return person.correlate_except(User).exists()


def standing(user_id: int) -> Standing:
    """Somebody's role and the groups they play in, in one query. NotFound if there is no such person."""
    query = (
        select(User.name, User.role, Membership.group_id)
        .outerjoin(Membership, Membership.user_id == User.id)
        .where(User.id == user_id)
    )
    memberships = db.session.execute(query).all()
    if not memberships:
        raise NotFound(_("Person not found"))
    first = memberships[0]
    group_ids = frozenset(row.group_id for row in memberships if row.group_id)
    return Standing(user_id, first.name, first.role, group_ids)


def add(
    actor: Actor,
    *,
    name: str,
    kind: str,
    teacher_id: int | None = None,
    member_ids: Iterable[int] = (),
) -> Group:
    if not access.may_manage(actor):
        raise NotAllowed(_("Only admins can add groups"))
    return _save(Group(), name, kind, teacher_id, set(member_ids))


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
        raise NotAllowed(_("Only admins can edit groups"))
    rows.check_version(
        version,
        group.version,
        _("Somebody changed %(group)s while you were typing", group=group.name),
        lambda: {
            **{name: getattr(group, name) for name in ("name", "kind", "teacher_id")},
            "member_ids": [user.id for user in members(actor, id)],
        },
    )
    return _save(group, name, kind, teacher_id, set(member_ids))


def _save(
    group: Group, name: str, kind: str, teacher_id: int | None, member_ids: set[int]
) -> Group:
    _check_teacher(teacher_id)
    _check_members(member_ids)
    try:
        with db.session.begin_nested():
            group.name, group.kind, group.teacher_id = name, kind, teacher_id
            group.version = (group.version or 0) + 1  # also when only the members change
            db.session.add(group)
    except IntegrityError:
        raise Invalid(fields={"name": _("There is already a group of this name")}) from None
    db.session.execute(delete(Membership).where(Membership.group_id == group.id))
    db.session.add_all(Membership(group_id=group.id, user_id=id) for id in member_ids)
    db.session.flush()
    return group


def _check_teacher(id: int | None) -> None:
    teacher = id and db.session.get(User, id)
    if id and (not teacher or teacher.role not in ("teacher", "admin")):
        raise Invalid(fields={"teacher_id": _("Choose somebody who teaches here")})


def _check_members(ids: set[int]) -> None:
    known = set(
        db.session.scalars(select(User.id).where(access.IS_PERSON, User.id.in_(ids)))
    )
    if len(known) != len(ids):
        raise Invalid(fields={"member_ids": _("Choose people of this school")})


def of_people(ids: Iterable[int]) -> dict[int, list[Group]]:
    """The groups of these people by the person; the caller has checked who may."""
    query = select(Membership.user_id, Group).join(Group, Group.id == Membership.group_id)
    query = query.where(Membership.user_id.in_(set(ids)))
    groups: dict[int, list[Group]] = {}
    for user_id, group in db.session.execute(query.order_by(Group.sort_key, Group.id)):
        groups.setdefault(user_id, []).append(group)
    return groups
