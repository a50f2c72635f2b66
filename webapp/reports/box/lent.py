"""What is found by its number: a loan, a request, a receipt."""

from collections.abc import Iterator

from webapp.core.actor import Actor
from webapp.core.words import _
from webapp.lending.lists import lookup
from webapp.lending.lists.lookup import Checkout, Pile, Request, Sought
from webapp.school import calendar

from .hits import Hit


def of_number(actor: Actor, typed: str) -> Iterator[Hit]:
    """At most three, in three statements; none where no number was typed."""
    sought = Sought(typed)
    if sought.number is not None:
        yield from (_loan(actor, each) for each in lookup.loans(actor, sought, 1))
        yield from (_request(actor, each) for each in lookup.requests(actor, sought, 1))
        yield from (_receipt(actor, each) for each in lookup.receipts(actor, sought, 1))


def _loan(actor: Actor, loan: Checkout) -> Hit:
    facts = (
        _("Loan %(number)s", number=loan.id),
        _whose(actor, loan.student_name),
        _("until %(day)s", day=calendar.in_words(loan.due_on, loan.due_at)),
    )
    return Hit(
        "loan",
        loan.id,
        loan.item_name,
        facts=facts,
        state=loan.status,
        sign="package-check",
    )


def _request(actor: Actor, request: Request) -> Hit:
    name = _("Request %(number)s", number=request.id)
    facts = (_whose(actor, request.student_name), request.purpose[:80])
    return Hit("request", request.id, name, facts=facts, sign="inbox")


def _receipt(actor: Actor, pile: Pile) -> Hit:
    name = _("Receipt %(number)s", number=pile.number)
    day = calendar.in_words(calendar.local(pile.at).date())
    facts = (_whose(actor, pile.person_name), day)
    return Hit("receipt", pile.id, name, facts=facts, sign="printer")


def _whose(actor: Actor, name: str) -> str:
    return name if actor.is_staff else ""
