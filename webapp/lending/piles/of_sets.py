"""Of sets: what else of a set goes along, or is still out, where a part of it is handed over or taken back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from webapp.core.words import _, listed
from webapp.stock.items import items

from ..models import Checkout
from ..models.units import CheckoutUnit
from .codes import Line


def say_rest(lines: Iterable[Line], others: Collection[Checkout], *, is_back: bool) -> None:
    """To the newest line of each set what else of it is among the `others`, and by which codes that comes along.

    The others are loans of the same people that are not in the pile, or not all of their pieces.
    """
    newest = {line.loan.request_set_id: line for line in lines if line.goes and line.loan}
    rest = _by_set(loan for loan in others if loan.request_set_id in newest)
    known_as = codes_of([loan for loans in rest.values() for loan in loans])
    for id, loans in rest.items():
        line = newest[id]
        line.words = f"{line.words}. {_rest_in_words(loans, is_back=is_back)}"
        line.rest = [code for loan in loans for code in known_as[loan.id]]


def _by_set(loans: Iterable[Checkout]) -> dict[int, list[Checkout]]:
    """Those of sets, by the id of the set's being asked for."""
    by_set: dict[int, list[Checkout]] = defaultdict(list)
    for loan in loans:
        if loan.request_set_id:
            by_set[loan.request_set_id].append(loan)
    return by_set


def codes_of(loans: Sequence[Checkout]) -> dict[int, list[str]]:
    """What a scanner would read of each of these loans, by its id: tags that are known, and the SKU of the others."""
    untagged = {loan.item_id for loan in loans if _is_untagged(loan)}
    known = items.by_ids(untagged) if untagged else []
    skus = {each.item.id: each.item.sku for each in known}
    return {
        loan.id: [row.tag for row in _rows(loan) if row.tag]
        + ([skus[loan.item_id]] if _is_untagged(loan) else [])
        for loan in loans
    }


def _rest_in_words(loans: Sequence[Checkout], *, is_back: bool) -> str:
    name = loans[0].asked_set.name if loans[0].asked_set else ""
    told = {"name": name, "items": listed([loan.item_name for loan in loans])}
    if is_back:
        return _("%(name)s: %(items)s still out", **told)
    return _("Belongs to the set %(name)s: also %(items)s", **told)


def _rows(loan: Checkout) -> list[CheckoutUnit]:
    """What is out, or lies ready."""
    return loan.in_hands if loan.status == "out" else loan.aside


def _is_untagged(loan: Checkout) -> bool:
    """Whether it has a piece without a tag, or one of which nobody has said yet which it is."""
    if loan.status == "out":
        return any(row.unit_id is None for row in loan.in_hands)
    return loan.pieces_without_tag > 0
