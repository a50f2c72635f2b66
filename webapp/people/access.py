"""Who sees whom, and who manages people. Asked by verbs and by templates."""

from sqlalchemy import Select, or_, select

from webapp.core.actor import Actor
from webapp.core.errors import NotAllowed
from webapp.core.words import _, lazy

from . import system_user
from .models import Group, Membership, User

IS_PERSON = User.id > system_user.ID  # nor those who are forgotten


def visible_people(actor: Actor) -> Select[User]:
    """The office sees everybody, teachers their students, students only themselves; nobody sees Backline itself."""
    if actor.role in ("admin", "desk"):
        return select(User).where(IS_PERSON)
    if actor.role == "teacher":
        return select(User).where(or_(User.id == actor.id, User.teacher_id == actor.id))
    return select(User).where(User.id == actor.id)


def visible_groups(actor: Actor) -> Select[Group]:
    if actor.role in ("admin", "desk"):
        return select(Group)
    group_ids = select(Membership.group_id).where(Membership.user_id == actor.id)
    return select(Group).where(or_(Group.teacher_id == actor.id, Group.id.in_(group_ids)))


def may_manage(actor: Actor) -> bool:
    return actor.role == "admin"


def check_may_manage(
    actor: Actor, words: str = lazy("Only admins can manage people")
) -> None:
    """NotAllowed, in these words, but for admins."""
    if not may_manage(actor):
        raise NotAllowed(words)


def check_may_manage_groups(actor: Actor) -> None:
    """NotAllowed but for admins."""
    check_may_manage(actor, lazy("Only admins can manage groups"))


def check_may_see_failing_emails(actor: Actor) -> None:
    """NotAllowed but for admins."""
    check_may_manage(actor, lazy("Only admins can see which e-mails fail"))


def check_in_person(actor: Actor) -> None:
    """NotAllowed for a token that somebody else issued: who holds it could be both of the two people."""
    if actor.is_proxy:
        raise NotAllowed(
            _(
                "Two people must agree on this, and a token that somebody else issued counts as neither"
            )
        )


def may_issue_cards(actor: Actor) -> bool:
    return actor.role in ("admin", "desk")


def may_read_notes(actor: Actor, user_id: int) -> bool:
    """Whether they read the office's notes about somebody they see: staff, and nobody those about themselves."""
    return actor.is_staff and actor.id != user_id


def check_may_read_notes(actor: Actor, user_id: int) -> None:
    """NotAllowed for students, and for staff about themselves."""
    if not may_read_notes(actor, user_id):
        raise NotAllowed(_("Notes of the office are for staff"))


def may_write_notes(actor: Actor) -> bool:
    """Whether the office's notes are theirs to write: the desk's and admins'; teachers read them."""
    return actor.role in ("admin", "desk")


def check_may_write_notes(actor: Actor, user_id: int) -> None:
    """NotAllowed for teachers, and for whoever may not even read them."""
    check_may_read_notes(actor, user_id)
    if not may_write_notes(actor):
        raise NotAllowed(_("Only the office can write notes about people"))


def check_may_read_emails(actor: Actor) -> None:
    """NotAllowed for students: what was sent to somebody is told to staff who see them."""
    if not actor.is_staff:
        raise NotAllowed(_("Only staff can see which e-mails were sent"))


def may_see_tokens(actor: Actor, user_id: int) -> bool:
    return may_manage(actor) or actor.id == user_id
