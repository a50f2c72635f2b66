"""Coming back: which of a loan's pieces a return is about."""

from collections.abc import Sequence

from webapp.core import text
from webapp.core.errors import Conflict, Invalid, Offer
from webapp.core.words import _, ngettext

from ..loans import pieces
from ..loans.pieces import NONE, Used
from ..models import Checkout, CheckoutUnit
from ..rules import limits
from ..units.naming import Reference

Parts = list[tuple[CheckoutUnit, int]]  # so many pieces of each


def parts(
    checkout: Checkout,
    names: Sequence[Reference],
    quantity: int | None,
    label: str,
    used: Used = NONE,
) -> Parts:
    """What comes back, all unless it is said. Conflict if it is not out, or if nobody said which units it is.

    `label` offers as many as are out, by their `number`. Other pieces of the loan may be `used` in the same act.
    """
    rows, out = checkout.in_hands, checkout.out
    if quantity is not None and quantity > out:
        words, facts = (
            ngettext("Only %(num)s is out", "Only %(num)s are out", out),
            {"out": out, "asked": quantity},
        )
        raise Conflict(words, facts=facts, offers=[limits.fewer(out, label)])
    if names:
        return _named_back(checkout, names, quantity, used)
    if quantity in (None, out) or len(rows) == 1:
        return list(pieces.parts_of(rows, quantity or out, used))
    return _counted_back(rows, quantity or out, used)


def _named_back(
    checkout: Checkout, names: Sequence[Reference], quantity: int | None, used: Used
) -> Parts:
    """These units, of a batch as many as are left to say, and for the rest of the quantity pieces without a tag."""
    rows = list(dict.fromkeys(_out_as(checkout, name) for name in names))
    most = sum(row.quantity for row in rows) if quantity is None else quantity
    _check_enough(most, len(rows))
    rows.sort(key=lambda row: row.is_batch)
    parts = list(pieces.parts_of(rows, most, used))
    left = most - sum(count for _row, count in parts)
    others = [row for row in checkout.in_hands if row not in rows]
    return [*parts, *_counted_back(others, left, used)] if left else parts


def _check_enough(quantity: int, units_count: int) -> None:
    """Invalid for more units than pieces."""
    if quantity < units_count:
        words = ngettext(
            "That is %(num)s unit, more than the quantity",
            "Those are %(num)s units, more than the quantity",
            units_count,
        )
        raise Invalid(fields={"quantity": words})


def _out_as(checkout: Checkout, name: Reference) -> CheckoutUnit:
    """The unit of a loan with this id or tag; Conflict if it is not out on it."""
    key = text.code(str(name))
    for row in checkout.in_hands:
        if row.unit_id and (text.code(row.tag or "") == key or str(row.unit_id) == key):
            return row
    raise Conflict(
        _("%(tag)s is not out on this loan", tag=name), facts=_units_out(checkout.in_hands)
    )


def _counted_back(rows: list[CheckoutUnit], quantity: int, used: Used) -> Parts:
    """So many pieces that nobody can tell apart; Conflict, with the units to choose from, if there are too few."""
    alike = [row for row in rows if row.unit_id is None or row.is_batch]
    if sum(row.quantity - used.get(row, 0) for row in alike) < quantity:
        words = ngettext(
            "Each has a tag. Which one came back?",
            "They have tags. Which ones came back?",
            quantity,
        )
        offers = [
            Offer(row.tag or "", {"units": [row.unit_id]})
            for row in rows
            if row.unit_id and quantity == 1
        ]
        raise Conflict(words, facts=_units_out(rows), offers=offers)
    alike.sort(key=lambda row: row.unit_id or 0)
    return list(pieces.parts_of(alike, quantity, used))


def _units_out(rows: list[CheckoutUnit]) -> dict[str, list[dict[str, int | str | None]]]:
    return {"units": [{"id": row.unit_id, "tag": row.tag} for row in rows if row.unit_id]}
