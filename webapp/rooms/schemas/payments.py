"""What may be said about payments, and what the API shows of them and of statements."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field

from webapp.core import money
from webapp.core.inputs import Day, Input, Prose
from webapp.core.openapi import Shown
from webapp.school.shown import At

from ..models import PaymentEntry, PriceChange
from ..payments.statements import Line, Statement

Notes = Annotated[Prose, Field(max_length=200)]


class PaymentInput(Input):
    kind: Literal["paid", "waived", "refunded"]
    notes: Notes = ""


class PaymentUndoInput(Input):
    notes: Notes = ""


class StatementQuery(Input):
    start_date: Day | None = None
    end_date: Day | None = None


class PaymentShown(Shown):
    """The amount is what it adds to what is owed."""

    id: int
    reservation: int
    kind: str
    amount: str
    currency: str
    notes: str
    by: str
    at: At
    undoes: int | None

    @classmethod
    def of(cls, entry: PaymentEntry) -> Self:
        return cls(
            id=entry.id,
            reservation=entry.reservation_id,
            kind=entry.kind,
            amount=money.shown(entry.amount_minor, entry.currency),
            currency=entry.currency,
            notes=entry.note,
            by=entry.by_name,
            at=entry.created_at,
            undoes=entry.undoes_id,
        )


class PriceShown(Shown):
    """A change of what a reservation costs; nobody made it where it came about by itself."""

    reservation: int
    why: str
    before: str
    after: str
    currency: str
    by: str | None
    at: At

    @classmethod
    def of(cls, change: PriceChange) -> Self:
        return cls(
            reservation=change.reservation_id,
            why=change.why,
            before=money.shown(change.before_minor, change.currency),
            after=money.shown(change.after_minor, change.currency),
            currency=change.currency,
            by=change.by_name,
            at=change.created_at,
        )


class StatementLineShown(Shown):
    at: At
    what: str
    reservation: int
    charged: str
    paid: str
    balance: str

    @classmethod
    def of(cls, line: Line, currency: str) -> Self:
        return cls(
            at=line.at,
            what=line.words,
            reservation=line.reservation_id,
            charged=money.shown(line.charge_minor, currency),
            paid=money.shown(line.payment_minor, currency),
            balance=money.shown(line.balance_minor, currency),
        )


class StatementShown(Shown):
    student: int
    name: str
    start_date: date
    end_date: date
    currency: str
    opening: str
    charged: str
    paid: str
    closing: str
    lines: list[StatementLineShown]

    @classmethod
    def of(cls, statement: Statement) -> Self:
        currency = statement.currency
        return cls(
            student=statement.student_id,
            name=statement.name,
            start_date=statement.start_date,
            end_date=statement.end_date,
            currency=currency,
            opening=money.shown(statement.opening_minor, currency),
            charged=money.shown(statement.charged_minor, currency),
            paid=money.shown(statement.paid_minor, currency),
            closing=money.shown(statement.closing_minor, currency),
            lines=[StatementLineShown.of(line, currency) for line in statement.lines],
        )
