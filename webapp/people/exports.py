"""Exports: the people of the school as a table for a spreadsheet."""

from collections.abc import Iterator

from webapp.core.actor import Actor
from webapp.core.errors import NotAllowed
from webapp.core.spreadsheet import Row, Table, pages
from webapp.core.words import _, lazy

from . import access
from . import people as noun

HEAD = (
    lazy("Name"),
    lazy("E-mail"),
    lazy("Role"),
    lazy("Teacher"),
    lazy("May come in"),
    lazy("Language"),
)


def everybody(actor: Actor, *, search: str = "") -> Table:
    """By name, those who fit every word. Admins only."""
    if not access.may_manage(actor):
        raise NotAllowed(_("Only admins can download the list of people"))

    def rows() -> Iterator[Row]:
        teachers = {teacher.id: teacher.name for teacher in noun.teachers(actor)}
        for user in pages(
            lambda after, limit: noun.all_people(
                actor, search=search, by_card=True, after=after, limit=limit
            ),
            noun.by_name,
        ):
            taught = teachers.get(user.teacher_id or 0, "")
            yield (
                user.name,
                user.email,
                user.role,
                taught,
                "yes" if user.is_active else "no",
                user.language or "",
            )

    return Table(HEAD, rows)
