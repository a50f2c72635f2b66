"""How the whole history is asked for, and what the API shows of it."""

from typing import Self

from webapp.core.inputs import ExportQuery, Id, Input, Paged, Since2000
from webapp.core.openapi import Shown
from webapp.school.shown import At

from ..lists.whole_history import Deed


class WholeHistoryFilter(Input):
    actor: Id | None = None
    since: Since2000 | None = None
    until: Since2000 | None = None


class WholeHistoryQuery(WholeHistoryFilter, Paged):
    pass


class WholeHistoryExport(WholeHistoryFilter, ExportQuery):
    pass


class DeedShown(Shown):
    """An operation, or a decision that moved nothing; its `checkout` shows how it is undone."""

    at: At
    operation: int | None
    decision: int | None
    kind: str
    actor: int
    actor_name: str
    about: str
    notes: str
    checkout: int | None
    is_undone: bool

    @classmethod
    def of(cls, deed: Deed) -> Self:
        return cls(
            at=deed.at,
            operation=deed.operation,
            decision=deed.decision,
            kind=deed.kind,
            actor=deed.actor_id,
            actor_name=deed.actor_name,
            about=deed.about,
            notes=deed.note,
            checkout=deed.checkout_id,
            is_undone=deed.is_undone,
        )
