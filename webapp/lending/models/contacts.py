"""Contacts: who fetches and brings a loan in its borrower's stead; the borrower answers for it all the same."""

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Mapped, column_property, declared_attr

from webapp.people import groups

from .requests import Request


class WithContact:
    """A loan whose request names somebody who comes for it, while they may; not what was over before it was theirs."""

    if TYPE_CHECKING:
        request_id: Mapped[int]
        student_id: Mapped[int]
        student_name: Mapped[str]

    @declared_attr
    def contact_name(cls) -> Mapped[str | None]:
        """Whoever is named, whether or not they may come."""
        name = (
            select(Request.contact_name)
            .where(Request.id == cls.request_id, Request.student_id == cls.student_id)
            .correlate_except(Request)
        )
        return column_property(name.scalar_subquery())

    @declared_attr
    def stands_in_id(cls) -> Mapped[int | None]:
        """Who comes; none once they may not come in any more, or have left the group that it is for."""
        id = (
            select(Request.contact_id)
            .where(
                Request.id == cls.request_id,
                Request.student_id == cls.student_id,
                groups.may_stand_in(Request.contact_id, Request.group_id),
            )
            .correlate_except(Request)
        )
        return column_property(id.scalar_subquery())

    @property
    def comes_id(self) -> int:
        """Whoever comes to the desk for it."""
        return self.stands_in_id or self.student_id

    @property
    def fetched_by(self) -> str:
        """The name of who comes in the borrower's stead; empty where nobody does."""
        return (self.contact_name or "") if self.stands_in_id else ""

    @property
    def stays_away(self) -> str:
        """The name of who was to come, and may not any more; empty where there is nobody."""
        return "" if self.stands_in_id else (self.contact_name or "")
