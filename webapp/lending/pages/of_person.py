"""A person's loans on their page, for staff who may see them: what they have, what is late, approved and asked for."""

from collections.abc import Sequence

from flask import render_template

from webapp.core.actor import Actor
from webapp.people.sections import About

from .. import access, borrowing_records, checkouts, for_others
from ..forgetting import rule
from ..suspensions import suspended, suspending
from ..waits import standings
from . import set_groups
from .blueprint import HELPERS
from .set_groups import Group


def section(actor: Actor, person: About) -> str:
    """In a fixed number of queries, however much they have. Nothing for students: theirs is My loans."""
    if not actor.is_staff:
        return ""
    groups = set_groups.at_desk(checkouts.in_hand(actor, person.id))
    suspension = suspended.of_person(person.id)
    return render_template(
        "lending/of_person.html",
        **HELPERS,
        person=person,
        may_suspend=access.may_suspend_person(actor, person.id, person.role),
        suspension=suspension,
        lifted=None if suspension else suspending.last_lifted(actor, person.id),
        why=suspended.in_words,
        standings=standings.of_person(actor, person.id),
        record=borrowing_records.of_student(person.id),
        forgets_after=rule.months(),
        for_others=set_groups.at_desk(for_others.open_loans(person.id)),
        **_by_lateness(groups),
    )


def _by_lateness(groups: Sequence[Group]) -> dict[str, list[Group]]:
    late = [group for group in groups if checkouts.is_overdue(group.shown_by)]
    return {"late": late, "in_hand": [group for group in groups if group not in late]}
