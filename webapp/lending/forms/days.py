"""What a browser may know of the days of a loan: which are offered, so that nobody picks one that is refused."""

from datetime import date
from typing import TypeVar

from wtforms import Field

from webapp.core.actor import Actor
from webapp.core.forms import Form

from ..days import pickup_days

AnyForm = TypeVar("AnyForm", bound=Form)


def offered(actor: Actor, form: AnyForm, kept: date | None = None) -> AnyForm:
    """The same form, whose two days have a first and a last one; what is `kept` already may stay."""
    first, last = pickup_days.first(actor), pickup_days.last(actor)
    first = min(first, kept) if kept else first
    _bind(form["checkout_date"], first, max(last, kept) if last and kept else last)
    _bind(form["due_date"], first, None)
    return form


def _bind(field: Field, first: date, last: date | None) -> None:
    field.flags.min = first.isoformat()
    if last:
        field.flags.max = last.isoformat()
