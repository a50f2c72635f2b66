"""What was told about which loan, so that nothing is told twice and the loan's page can say so."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from sqlalchemy import Select, bindparam, delete, func, select

from webapp.core import rows
from webapp.core.bounces import Bounce
from webapp.core.db import db
from webapp.core.outbox import Letter

from ..models import Checkout, Telling
from . import ladder


class Key(NamedTuple):
    """A step of a loan, and who was told of it: the borrower, or this person as one of the others."""

    checkout_id: int
    due_on: date
    days: int
    reader: str
    reader_id: int

    @classmethod
    def of(
        cls, checkout_id: int, due_on: date, days: int, reader: str, reader_id: int
    ) -> "Key":
        """Whoever borrows it, it is told to the borrower once."""
        is_borrower = reader == ladder.BORROWER
        return cls(checkout_id, due_on, days, reader, 0 if is_borrower else reader_id)

    @property
    def of_all_steps(self) -> "Key":
        """The same whatever the step is."""
        return self._replace(days=0)


AT_A_TIME = 200  # written down: others write in between


class Told(NamedTuple):
    """One e-mail about a loan; `sent_at` is None while it waits."""

    name: str
    reader: str
    due_on: date
    days: int
    by: int | None
    sent_at: datetime | None
    bounced_at: datetime | None = None  # since when nothing reaches the address

    @property
    def came_back(self) -> bool:
        """Whether it did not reach them: it came back, or what is written to them does."""
        if self.bounced_at is None:
            return False
        return self.sent_at is None or self.bounced_at >= self.sent_at


# The highest step that was told of each near loan from the `first` to the `last`, in letters that were not withdrawn.
HIGHEST = (
    select(
        Telling.checkout_id,
        Telling.due_on,
        func.max(Telling.days),
        Telling.reader,
        Letter.subject_id,
    )
    .join(Checkout, Checkout.id == Telling.checkout_id)
    .join(Letter, Letter.id == Telling.letter_id)
    .where(
        ladder.IS_NEAR,
        Checkout.id.between(bindparam("first"), bindparam("last")),
        Letter.cancelled_at.is_(None),
        Letter.id != bindparam("except_letter"),
    )
    .group_by(Telling.checkout_id, Telling.due_on, Telling.reader, Letter.subject_id)
)


def standing(
    query: Select[int, date, int, str, int], values: Mapping[str, object]
) -> Mapping[Key, int]:
    """What `HIGHEST` finds, or fewer of these, by the key of all steps."""
    highest: dict[Key, int] = {}
    for key in sorted(rows.made(Key.of, query, values)):  # one reminded by hand has two
        highest[key.of_all_steps] = key.days
    return highest


def of_loan(checkout_id: int) -> list[Told]:
    """Who was told what about a loan, the oldest first; nothing that was withdrawn."""
    query = (
        select(
            Letter.name,
            Telling.reader,
            Telling.due_on,
            Telling.days,
            Telling.by,
            Letter.sent_at,
            Bounce.at,
        )
        .join(Letter, Letter.id == Telling.letter_id)
        .outerjoin(Bounce, Bounce.address == Letter.address)
        .where(Telling.checkout_id == checkout_id, Letter.cancelled_at.is_(None))
        .order_by(Telling.id)
    )
    return rows.made(Told, query)


def record(letter_id: int, told: Iterable[Key], *, by: int | None = None) -> None:
    """What a letter says, in place of what it was to say."""
    for part in recording(letter_id, list(told), by=by):
        part()


def recording(
    letter_id: int, told: Sequence[Key], *, by: int | None = None
) -> list[Callable[[], object]]:
    """The same in parts, of which each can be a transaction of its own."""
    told_by = {"letter_id": letter_id, "by": by}
    values = [
        {
            "checkout_id": key.checkout_id,
            "reader": key.reader,
            "due_on": key.due_on,
            "days": key.days,
            **told_by,
        }
        for key in told
    ]
    first, *others = (
        values[at : at + AT_A_TIME] for at in range(0, len(values) or 1, AT_A_TIME)
    )
    return [
        partial(_begin, letter_id, first),
        *(partial(rows.insert_all, Telling, part) for part in others),
    ]


def _begin(letter_id: int, first: Sequence[Mapping[str, object]]) -> None:
    db.session.execute(delete(Telling).where(Telling.letter_id == letter_id))
    rows.insert_all(Telling, first)
